"""The API: what the pages of citizens, offices and administrators do, for programs.

Each address asks the queries that pages ask and sends the commands that pages send: there is no second logic.

To add an address of the REST API: a function in `web/api/<area>.py` under `operation(…)`: whose token, which
scope it needs, what it does in Georgian and English, and the pages that do the same; it asks the
queries and sends the commands of these pages. A new file is named in the list below. Its line in
`tests/web/access/api.toml`; then `tools/api_pages_doc.py` and `python -m tests.web.test_api_released`.
`tests/web/test_tokens.py` (the table of scopes), `test_api_schema.py` (decision 99).
"""

from web.api import (
    absences,
    adhoc,
    administration,
    announcements,
    appointments,
    bank_details,
    cases,
    cash_rules,
    catalogue,
    center_entries,
    center_staff,
    centers,
    comments,
    country,
    court_tables,
    courts,
    days_off,
    description,
    desk_cash,
    directory,
    directory_tables,
    draft_states,
    drafts,
    files,
    finding,
    inventories,
    languages,
    law_changes,
    letters,
    lots,
    money,
    office_hours,
    office_registers,
    offices,
    own_data,
    payments,
    proceedings,
    programmes,
    property,
    publications,
    quality,
    readiness,
    register_corrections,
    registers,
    replays,
    reports,
    rollout,
    sandbox,
    service_accounts,
    service_drafts,
    settlement_history,
    settlements,
    shared_blocks,
    staff_table,
    studio,
    subscribers,
    supervision,
    tasks,
    value_tables,
    work,
    zones,
)
from web.api.application import mounted

__all__ = ["mounted"]
