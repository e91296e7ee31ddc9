"""Registers as the office sees them; batches, events of the civil registry, certificates, subscribers.

To change subscribers of a register's changes: `consumers` in the register's file; a new body: its name in
`SUBSCRIBERS` of `engine/settings.py` and of `demo/registries/subscribers.py`, its address in `README.md`. How
it is told: `engine/registers/operations/change_notices.py`, `engine/registers/jobs/subscribers.py`,
`engine/connectors/contracts/status_changes.openapi.json`.

To change when people are reminded that a state is planned to end: `planned_end` in the register's file, its
parameter, words `contacts.notice.planned_end`; `engine/registers/jobs/planned_ends.py`.

To change how the office sees a register (list, card, figures, files): `engine/registers/queries/entry_*.py`;
who opens it `kept_registers.py`; by what an entry is found `engine/entry_words.py`, which a migration may
have to fill in anew. A register narrowed by village has it in a field `settlement` or `unit` of that type.
Pages `web/inbox/registers.py`, API `web/api/office_registers.py`. A list too long to be a file at once:
`engine/registers/whole_list.py`, `jobs/exports.py`, `web/inbox/register_exports.py` (decision 165).

To change in which states an entry of a register can be: `states` and `grounds` of its file; the rules are in
`engine/registers/rules/states.py` and `engine/registers/operations/entries.py`, the history in
`register_entries`.

To change how an entry is corrected without a case: which fields `key.fields` of the register's file and
`engine/registers/rules/corrections.py`; who may `engine/roles.py`; `handlers/corrections.py`, `replacing.py`,
pages `web/inbox/register_corrections.py`, API `web/api/register_corrections.py` (decision 167).
"""
