"""Staff from a table: a template to fill in, what would come of a table row by row, and taking it over.

What was shown is what is taken over: the form brings the digest of the plan, and the engine compares it with
what would come of the same rows now (`engine/offices/staff_plan.py`).
"""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.clock import local_date
from engine.commands.staff import AppointStaff, InventStaff
from engine.errors import NotAllowed, NotFound, Rejected
from engine.offices.staff_plan import StaffPlan, plan
from engine.offices.staff_table import COLUMNS, MOST_ROWS, REQUIRED
from engine.queries import offices
from engine.roles import OF_A_MUNICIPALITY
from web import flashes, rate_limits
from web.admin.sending import ADMINISTRATORS, day, shown, status
from web.auth import current_actor
from web.blueprints import admin as blueprint
from web.engine_access import engine
from web.errors import ErrorWords, words_of
from web.i18n import count, name_of, t
from web.keys import sent_key
from web.tables import as_csv
from web.uploaded_tables import ACCEPTED, Rows, packed, unpacked, uploaded
from web.without_api import Reason, without_api
from web.words import error_words, role_word, say
from web.workbooks import to_fill_in

TEMPLATE = "staff"  # the name of the file, without its ending


@blueprint.get("/municipalities/<name:code>/staff/table")
@ADMINISTRATORS
@without_api(Reason.FORM)
def staff_table(code: str) -> ResponseReturnValue:
    return _page(code)


@blueprint.post("/municipalities/<name:code>/staff/table")
@ADMINISTRATORS
def check_staff_table(code: str) -> ResponseReturnValue:
    """Read the file that was sent, and show what would come of it or has to be mended."""
    rate_limits.hit("uploads")
    try:
        found = uploaded("table", most=MOST_ROWS)
        if found is None:
            return _page(code, is_file_missing=True)
        return _checked(code, found[1])
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return _page(code, words_of(refused))


@blueprint.post("/municipalities/<name:code>/staff/table/confirm")
@ADMINISTRATORS
def appoint_staff(code: str) -> ResponseReturnValue:
    sent, rows = request.form, unpacked(request.form.get("rows", ""), most=MOST_ROWS)
    try:
        first_on = day(sent, "first_on")
        cells = tuple(tuple(row) for row in rows)
        command = AppointStaff(code, cells, sent.get("act", ""), first_on, sent.get("seen", ""))
        done = engine().send(command, actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return _again(code, rows, words_of(refused))
    flashes.done(count("admin.staff_table.done", done.offices))
    return redirect(url_for("admin.staff", code=code), 303)


@blueprint.post("/municipalities/<name:code>/staff/invented")
@ADMINISTRATORS
@without_api(Reason.PERSON)
def invent_staff(code: str) -> ResponseReturnValue:
    """Give each office that nobody holds to somebody invented, in a demonstration."""
    done = engine().send(InventStaff(code), actor=current_actor(), key=sent_key())
    flashes.done(count("admin.staff_table.done", done.offices))
    return redirect(url_for("admin.staff", code=code), 303)


@blueprint.get("/municipalities/<name:code>/staff/template")
@ADMINISTRATORS
@without_api(Reason.PRINT)
def staff_template(code: str) -> ResponseReturnValue:
    """Give the file to fill in, with its headings in the page's language, as XLSX or CSV."""
    with engine().read(current_actor()) as tx:
        units = offices.staff(tx, code).units
    heads = {column: column_word(column) for column in COLUMNS}
    if request.args.get("as") == "csv":
        return as_csv(TEMPLATE, list(heads.values()), ())
    lists = {
        heads["role"]: [role_word(role) for role in OF_A_MUNICIPALITY],
        heads["unit"]: [name_of(unit.names) for unit in units],
        heads["is_acting"]: [say(f"staff_table.answer.{answer}") or answer for answer in ("no", "yes")],
    }
    title = t("admin.staff.title")
    return to_fill_in(TEMPLATE, title=title, heads=list(heads.values()), rows=MOST_ROWS, lists=lists)


def column_word(column: str) -> str:
    return say(f"staff_table.column.{column}") or column


def _checked(code: str, rows: Rows, error: ErrorWords | None = None) -> ResponseReturnValue:
    """Show what would come of the rows by the act and from the day that were sent."""
    sent = request.form
    is_demo, first_on = engine().settings.is_demo, day(sent, "first_on")
    with engine().read(current_actor()) as tx:
        planned = plan(tx, code, rows, act=sent.get("act", ""), first_on=first_on, is_demo=is_demo)
    return _page(code, error, planned=planned, rows=packed(rows))


def _again(code: str, rows: Rows, error: ErrorWords) -> ResponseReturnValue:
    """Show what would come of the rows now, which may be something else than was shown before."""
    try:
        return _checked(code, rows, error)
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return _page(code, words_of(refused))


def _page(
    code: str,
    error: ErrorWords | None = None,
    *,
    planned: StaffPlan | None = None,
    is_file_missing: bool = False,
    **told: Any,
) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        page, today = offices.staff(tx, code), local_date(tx.now)
    has_errors = bool(error or is_file_missing or (planned and planned.mistakes))
    html = render_template(
        "admin/staff_table.html",
        page=page,
        code=code,
        planned=planned,
        is_file_missing=is_file_missing,
        accepted=ACCEPTED,
        most=MOST_ROWS,
        columns=COLUMNS,
        required=REQUIRED,
        roles=OF_A_MUNICIPALITY,
        column_word=column_word,
        error_words=error_words,
        sent={"first_on": today.isoformat(), **request.form.to_dict()},
        **{**shown(error), "has_errors": has_errors},
        **told,
    )
    return html, status(error) if error or not has_errors else 422
