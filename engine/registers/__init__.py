"""Registers beside their entries: batches, events of the civil registry, certificates, subscribers.

To change subscribers of a register's changes: `consumers` in the register's file; a new body: its name in
`SUBSCRIBERS` of `engine/settings.py` and of `demo/registries/subscribers.py`, its address in `README.md`. How
it is told: `engine/registers/operations/change_notices.py`, `engine/registers/jobs/subscribers.py`,
`engine/connectors/contracts/status_changes.openapi.json`.

To change when people are reminded that a state is planned to end: `planned_end` in the register's file, its
parameter, words `contacts.notice.planned_end`; `engine/registers/jobs/planned_ends.py`.

To change in which states an entry of a register can be: `states` and `grounds` of its file; the rules are in
`engine/registers/rules/states.py` and `engine/registers/operations/entries.py`, the history in
`register_entries`.
"""
