"""Migrations of the schema.

To change the schema: the next number in `engine/db/migrations/versions/`, with its SQL in
`engine/db/migrations/sql/<number>/` (`run_files`). `engine/db/schema/tables` and `policies` are what `0001`
begins with, and stay as they are. The release before works on the schema after it, so that machines are
brought over one by one (rolling deployment by expand and contract): what is new is added, with a default or
empty; what nobody uses any more is dropped by the release after (`tests/setup/test_release_before.py`). A
new table has row-level security, and is handed out to whom its rows are about or says why not
(`engine/queries/own_records.py`).
`tests/engine/test_tenancy_and_audit.py`, `test_own_records.py`.

To change a function: its one file in `engine/db/schema/functions/`, and no revision, unless its arguments or
result change or it goes: then a revision drops the old one, `if exists`. The release before must be able to
call it. A revision that names a function in a check, trigger or policy defines it first, as `0001` does.
"""
