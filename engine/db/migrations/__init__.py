"""Migrations of the schema.

To change the schema: a new revision in `engine/db/migrations/`; one that changes `record_step` or `open_task`
takes their whole file along, so that each is defined in one place. A new table has row-level security, and is
handed out to whom its rows are about or says why not (`engine/queries/own_records.py`).
`tests/engine/test_tenancy_and_audit.py`, `test_own_records.py`.
"""
