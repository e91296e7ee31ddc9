"""Courts of the country: as they are on a day, a table of them, two days compared, what was entered of one.

A table is shown as it would be entered and confirmed (`web/admin/table_pages.py`). What is known is saved as
the table to correct.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.clock import local_date
from engine.commands.courts import CourtsEntered, EnterCourts
from engine.courts.plan import looked_at
from engine.courts.table import COLUMNS, MOST_ROWS, REQUIRED, CourtPlan
from engine.queries import courts as queries
from engine.queries.courts import CourtOfPlaces
from web import flashes
from web.admin.comparing import days_of_address
from web.admin.sending import OF_THE_COUNTRY, day
from web.admin.table_pages import TableKind, code_of, has_errors
from web.auth import current_actor
from web.blueprints import admin as blueprint
from web.days import day_of
from web.engine_access import engine
from web.errors import ErrorWords
from web.i18n import LANGUAGES, t
from web.keys import sent_key
from web.tables import exported
from web.uploaded_tables import Rows

TABLE = TableKind("courts", "court_table", COLUMNS, REQUIRED, MOST_ROWS)


@blueprint.get("/courts")
@OF_THE_COUNTRY
@exported
def courts() -> ResponseReturnValue:
    return _page()


@blueprint.post("/courts")
@OF_THE_COUNTRY
def check_courts() -> ResponseReturnValue:
    return TABLE.check(_planned, _page)


@blueprint.post("/courts/confirm")
@OF_THE_COUNTRY
def enter_courts() -> ResponseReturnValue:
    def send() -> ResponseReturnValue:
        sent = request.form
        act, first_on = sent.get("act", ""), day(sent, "first_on")
        command = EnterCourts(TABLE.cells(), act, first_on, sent.get("seen", ""))
        entered: CourtsEntered = engine().send(command, actor=current_actor(), key=sent_key())
        flashes.done(t("admin.courts.done", new=entered.new, changed=entered.changed))
        return redirect(url_for("admin.courts", on=first_on.isoformat()), 303)

    return TABLE.confirm(send, _planned, _page)


@blueprint.get("/courts/file")
@OF_THE_COUNTRY
def courts_file() -> ResponseReturnValue:
    """Give the courts of a day as a table that can be corrected and taken over again."""
    with engine().read(current_actor()) as tx:
        on = day_of(request.args.get("on", "")) or local_date(tx.now)
        rows = [_cells(court) for court in queries.on_day(tx, on).courts]
    return TABLE.download(f"courts-{on.isoformat()}", t("admin.courts.title"), rows, {})


@blueprint.get("/courts/changes")
@OF_THE_COUNTRY
@exported
def court_changes() -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        days = days_of_address(tx)
        changes = queries.compared(tx, since=days.since, until=days.until)
    return render_template("admin/court_changes.html", days=days, changes=changes)


@blueprint.get("/courts/of/<name:code>")
@OF_THE_COUNTRY
def court_history(code: str) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        (municipality, entries), today = queries.history(tx, code), local_date(tx.now)
    in_force = next((entry for entry in entries if entry.valid_from <= today), None)
    return render_template(
        "admin/court_history.html", municipality=municipality, entries=entries, in_force=in_force
    )


def _planned(rows: Rows) -> CourtPlan:
    """Return what would come of the rows by the act and from the day that were sent."""
    sent = request.form
    with engine().read(current_actor()) as tx:
        return looked_at(tx, rows, act=sent.get("act", ""), first_on=day(sent, "first_on"))


def _page(
    error: ErrorWords | None = None,
    *,
    planned: CourtPlan | None = None,
    is_file_missing: bool = False,
    rows: str = "",
) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        today = local_date(tx.now)
        on = day_of(request.args.get("on", "")) or today
        page = queries.on_day(tx, on)
    is_wrong = has_errors(error, planned, is_file_missing=is_file_missing)
    html = render_template(
        "admin/courts.html",
        page=page,
        on=on,
        planned=planned,
        is_file_missing=is_file_missing,
        rows=rows,
        sent={"first_on": today.isoformat(), **request.form.to_dict()},
        error=error,
        has_errors=is_wrong,
        **TABLE.shown(),
    )
    return html, code_of(error, is_wrong=is_wrong)


def _cells(court: CourtOfPlaces) -> Sequence[str]:
    """Return the cells of a court in the order of the table's columns."""
    spoken = [words.get(language) or "" for words in (court.name, court.address) for language in LANGUAGES]
    return (*spoken, "; ".join(court.codes))
