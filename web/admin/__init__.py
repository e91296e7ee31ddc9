"""Administration: of one municipality by its administrator, of the country by the national one.

What may be set, and by whom, is the engine's decision; nothing here shows a case.

To change which modules and services a municipality offers: no code: its administrator switches them in the
browser (`web/admin/switches.py`), from a day, by an act; files only bring what nobody has switched yet. Who
asks what is offered: `is_offered` of the database for one service, `Municipality.offers` for lists.
`tests/engine/test_switches.py`, `tests/web/test_switches.py`.

To change in which languages a municipality offers its services: no code: its administrator
(`web/admin/languages.py`), from a day, by an act; which pages speak them: `web/spoken.py`; cases and letters:
`language_of` of `engine/catalogue/offers.py`, `World.languages` (decision 119).
`tests/engine/test_languages.py`, `tests/web/test_language.py`.

To change in which court a municipality's acts are contested: no code: its administrator
(`web/admin/court.py`), from a day, by an act (decision 139); what an installation begins with: `court` in
`bpmn/municipalities/`; the words of letters: `bpmn/shared/documents/court.<language>.html`, and of acts
`appeal.<language>.html`; the case page: `engine/queries/appeals.py`.
`tests/engine/test_court.py`, `tests/web/test_court.py`.

To change what a module needs before it can be switched on, and what the page of readiness says:
`engine/offices/readiness/__init__.py` (decision 143). `tests/web/test_readiness.py`.

To change the first steps that lead a new municipality to its first decided case:
`engine/queries/first_steps.py`. What a table of staff may hold: `engine/offices/staff_table.py` (decision
145).

To add a kind of table that administrators take over: `web/admin/table_pages.py` (decision 147). What becomes
of a list of settlements: `engine/settlements/plan.py`; its history: `engine/queries/settlement_history.py`.
To change what a file of zones may hold: `engine/zones/__init__.py`.

To change a municipality's letterhead, how far it is rolled out, a new municipality: no code:
`web/admin/letterhead.py`, `rollout.py` (decision 94). How all letterheads look:
`bpmn/shared/documents/letterhead.<language>.html` and `engine/documents/print.css`; versions hold their
templates, so services are published anew. A value that none had before: `SetLetterhead`, `_letterhead` in
`engine/scope.py`, `engine/catalogue/check/kinds.py`.
"""

from __future__ import annotations

from web.admin import (
    analysts,
    bank_details,
    cash,
    center_staff,
    centers_table,
    country_days_off,
    court,
    courts_table,
    days_off,
    directory_table,
    figures,
    first_steps,
    languages,
    law,
    law_changes,
    letterhead,
    office_hours,
    own,
    partner_table,
    place_changes,
    readiness,
    rollout,
    service_accounts,
    settlement_history,
    settlements,
    staff,
    staff_table,
    switches,
    tokens,
    units,
    values_table,
    zones,
)
from web.blueprints import admin as blueprint

__all__ = [
    "analysts",
    "bank_details",
    "blueprint",
    "cash",
    "center_staff",
    "centers_table",
    "country_days_off",
    "court",
    "courts_table",
    "days_off",
    "directory_table",
    "figures",
    "first_steps",
    "languages",
    "law",
    "law_changes",
    "letterhead",
    "office_hours",
    "own",
    "partner_table",
    "place_changes",
    "readiness",
    "service_accounts",
    "rollout",
    "settlement_history",
    "settlements",
    "staff",
    "staff_table",
    "switches",
    "tokens",
    "units",
    "values_table",
    "zones",
]
