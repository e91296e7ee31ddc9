"""Staff from a table: a template to fill in, what would come of a table row by row, and taking it over.

How a table is checked, shown and confirmed: `web/admin/table_pages.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.clock import local_date
from engine.commands.staff import AppointStaff, InventStaff
from engine.offices.staff_plan import StaffPlan, plan
from engine.offices.staff_table import COLUMNS, MOST_ROWS, REQUIRED
from engine.queries import offices
from engine.queries.offices import StaffLine
from engine.roles import OF_A_MUNICIPALITY
from web import flashes
from web.admin.sending import ADMINISTRATORS, day
from web.admin.table_pages import Page, TableKind, code_of, has_errors
from web.auth import current_actor
from web.blueprints import admin as blueprint
from web.engine_access import engine
from web.errors import ErrorWords
from web.i18n import LANGUAGES, count, name_of, t
from web.keys import sent_key
from web.uploaded_tables import Rows
from web.without_api import Reason, without_api
from web.words import role_word, say

TABLE = TableKind("staff", "staff_table", COLUMNS, REQUIRED, MOST_ROWS)


@blueprint.get("/municipalities/<name:code>/staff/table")
@ADMINISTRATORS
@without_api(Reason.FORM)
def staff_table(code: str) -> ResponseReturnValue:
    return _page(code)()


@blueprint.post("/municipalities/<name:code>/staff/table")
@ADMINISTRATORS
def check_staff_table(code: str) -> ResponseReturnValue:
    return TABLE.check(lambda rows: _planned(code, rows), _page(code))


@blueprint.post("/municipalities/<name:code>/staff/table/confirm")
@ADMINISTRATORS
def appoint_staff(code: str) -> ResponseReturnValue:
    def send() -> ResponseReturnValue:
        sent = request.form
        act, first_on, seen = sent.get("act", ""), day(sent, "first_on"), sent.get("seen", "")
        return _sent(AppointStaff(code, TABLE.cells(), act, first_on, seen))

    return TABLE.confirm(send, lambda rows: _planned(code, rows), _page(code))


@blueprint.post("/municipalities/<name:code>/staff/invented")
@ADMINISTRATORS
@without_api(Reason.PERSON)
def invent_staff(code: str) -> ResponseReturnValue:
    """Give each office that nobody holds to somebody invented, in a demonstration."""
    return _sent(InventStaff(code))


@blueprint.get("/municipalities/<name:code>/staff/template")
@ADMINISTRATORS
@without_api(Reason.PRINT)
def staff_template(code: str) -> ResponseReturnValue:
    """Give the file to fill in, with its headings in the page's language, as XLSX or CSV."""
    with engine().read(current_actor()) as tx:
        units = offices.staff(tx, code).units
    lists = {
        "role": [role_word(role) for role in OF_A_MUNICIPALITY],
        "unit": [name_of(unit.names) for unit in units],
        "is_acting": [say(f"staff_table.answer.{answer}") or answer for answer in ("no", "yes")],
    }
    return TABLE.template(t("admin.staff.title"), lists)


@blueprint.get("/municipalities/<name:code>/staff/file")
@ADMINISTRATORS
def staff_file(code: str) -> ResponseReturnValue:
    """Give who holds which office as a table that can be corrected and taken over again."""
    with engine().read(current_actor()) as tx:
        lines = offices.staff_lines(tx, code)
    return TABLE.download(f"staff-{code}", t("admin.staff.title"), [_cells(line) for line in lines], {})


def _cells(line: StaffLine) -> Sequence[str]:
    """Return the cells of an office in the order of the table's columns."""
    names = [part[language] for language in LANGUAGES for part in (line.given_name, line.family_name)]
    acting = say("staff_table.answer.yes") if line.is_acting else None
    last_on = "" if line.last_on is None else line.last_on.isoformat()
    first_on = line.first_on.isoformat()
    cells = (line.personal_number, *names, role_word(line.role), line.unit or "", acting or "", first_on)
    return (*cells, last_on, "", "")


def _sent(command: AppointStaff | InventStaff) -> ResponseReturnValue:
    done = engine().send(command, actor=current_actor(), key=sent_key())
    flashes.done(count("admin.staff_table.done", done.offices))
    if done.ended or done.renamed:
        flashes.done(t("admin.staff_table.done_besides", ended=done.ended, renamed=done.renamed))
    return redirect(url_for("admin.staff", code=command.municipality), 303)


def _planned(code: str, rows: Rows) -> StaffPlan:
    """Return what would come of the rows by the act and from the day that were sent."""
    sent = request.form
    is_demo, first_on = engine().settings.is_demo, day(sent, "first_on")
    with engine().read(current_actor()) as tx:
        return plan(tx, code, rows, act=sent.get("act", ""), first_on=first_on, is_demo=is_demo)


def _last_day(valid_until: date) -> date:
    """Return the last day of an office that ends; people name it, not the day after."""
    return valid_until - timedelta(days=1)


def _page(code: str) -> Page:
    def page(
        error: ErrorWords | None = None,
        *,
        planned: StaffPlan | None = None,
        is_file_missing: bool = False,
        rows: str = "",
    ) -> ResponseReturnValue:
        with engine().read(current_actor()) as tx:
            staff, today = offices.staff(tx, code), local_date(tx.now)
        is_wrong = has_errors(error, planned, is_file_missing=is_file_missing)
        told: dict[str, Any] = {"planned": planned, "is_file_missing": is_file_missing, "rows": rows}
        html = render_template(
            "admin/staff_table.html",
            page=staff,
            code=code,
            roles=OF_A_MUNICIPALITY,
            sent={"first_on": today.isoformat(), **request.form.to_dict()},
            error=error,
            has_errors=is_wrong,
            last_day=_last_day,
            **told,
            **TABLE.shown(),
        )
        return html, code_of(error, is_wrong=is_wrong)

    return page
