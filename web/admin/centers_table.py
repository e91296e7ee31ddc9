"""Community centres: where they are, their phones and hours, entered from a day by an act.

A table of them, or one centre by its form, is shown as it would be entered and confirmed
(`web/admin/table_pages.py`). What is known is saved as the table to fill in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.centers.center_plan import looked_at
from engine.centers.commands.center_entries import CentersEntered, EnterCenters
from engine.centers.queries import center_entries as queries
from engine.centers.queries.center_entries import CenterOnDay
from engine.centers.rules.center_table import COLUMNS, MOST_ROWS, REQUIRED, CenterPlan
from engine.clock import local_date
from engine.queries import places
from web import flashes
from web.admin.sending import OF_THE_COUNTRY, day, shown, status
from web.admin.table_pages import TableKind, code_of, has_errors
from web.auth import current_actor
from web.blueprints import admin as blueprint
from web.engine_access import engine
from web.errors import ErrorWords
from web.i18n import LANGUAGES, name_of, t
from web.keys import sent_key
from web.tables import exported
from web.uploaded_tables import Rows

TABLE = TableKind("centers", "center_table", COLUMNS, REQUIRED, MOST_ROWS)


@blueprint.get("/centers/addresses")
@OF_THE_COUNTRY
@exported
def center_entries() -> ResponseReturnValue:
    return _page()


@blueprint.post("/centers/addresses")
@OF_THE_COUNTRY
def check_centers() -> ResponseReturnValue:
    return TABLE.check(_planned, _page)


@blueprint.post("/centers/addresses/confirm")
@OF_THE_COUNTRY
def enter_centers() -> ResponseReturnValue:
    def send() -> ResponseReturnValue:
        sent = request.form
        act, first_on = sent.get("act", ""), day(sent, "first_on")
        command = EnterCenters(TABLE.cells(), act, first_on, sent.get("seen", ""))
        entered: CentersEntered = engine().send(command, actor=current_actor(), key=sent_key())
        flashes.done(t("admin.center_entries.done", new=entered.new, changed=entered.changed))
        return redirect(url_for("admin.center_entries"), 303)

    return TABLE.confirm(send, _planned, _page)


@blueprint.get("/centers/file")
@OF_THE_COUNTRY
def centers_file() -> ResponseReturnValue:
    """Give what is known of the centres as a table that can be corrected and taken over again."""
    with engine().read(current_actor()) as tx:
        on = _day_of_address(local_date(tx.now))
        rows = [_cells(center) for center in queries.on_day(tx, on)]
        names = [name_of(place.names) for place in places.municipalities(tx)]
    lists = {"municipality": names}
    return TABLE.download(f"centers-{on.isoformat()}", t("admin.center_entries.title"), rows, lists)


@blueprint.get("/centers/<int:center>")
@OF_THE_COUNTRY
def center_history(center: int) -> ResponseReturnValue:
    return _center(center, {})


@blueprint.post("/centers/<int:center>")
@OF_THE_COUNTRY
def correct_center(center: int) -> ResponseReturnValue:
    """Show what would come of what was typed of one centre; it is confirmed as a table of one row."""
    sent = request.form
    cells = [str(center), *(sent.get(column, "") for column in COLUMNS[1:])]

    def page(error: ErrorWords | None = None, **planned: Any) -> ResponseReturnValue:
        return _center(center, sent, error) if error else _page(**planned)

    return TABLE.show([list(COLUMNS), cells], _planned, page)


def _center(center: int, sent: Mapping[str, str], error: ErrorWords | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found, today = queries.history(tx, center), local_date(tx.now)
        everywhere = places.municipalities(tx)
    known = {**dict(zip(COLUMNS, _cells(found.center), strict=True)), "first_on": today.isoformat()}
    html = render_template(
        "admin/center.html", page=found, sent={**known, **sent}, places=everywhere, **shown(error)
    )
    return html, status(error)


def _planned(rows: Rows) -> CenterPlan:
    """Return what would come of the rows by the act and from the day that were sent."""
    sent = request.form
    with engine().read(current_actor()) as tx:
        return looked_at(tx, rows, act=sent.get("act", ""), first_on=day(sent, "first_on"))


def _page(
    error: ErrorWords | None = None,
    *,
    planned: CenterPlan | None = None,
    is_file_missing: bool = False,
    rows: str = "",
) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        today = local_date(tx.now)
        on = _day_of_address(today)
        centers = queries.on_day(tx, on)
        named = {place.code: place.names for place in places.municipalities(tx)}
    is_wrong = has_errors(error, planned, is_file_missing=is_file_missing)
    html = render_template(
        "admin/center_entries.html",
        centers=centers,
        on=on,
        named=named,
        planned=planned,
        is_file_missing=is_file_missing,
        rows=rows,
        sent={"first_on": today.isoformat(), **request.form.to_dict()},
        error=error,
        has_errors=is_wrong,
        **TABLE.shown(),
    )
    return html, code_of(error, is_wrong=is_wrong)


def _day_of_address(today: date) -> date:
    """Return the day that the address asks for, else today."""
    try:
        return date.fromisoformat(request.args.get("on", ""))
    except ValueError:
        return today


def _cells(center: CenterOnDay) -> Sequence[str]:
    """Return the cells of a centre in the order of the table's columns."""

    def spoken(words: Mapping[str, str | None]) -> tuple[str, ...]:
        return tuple(words.get(language) or "" for language in LANGUAGES)

    return (
        str(center.number),
        *spoken(center.names),
        center.code or "",
        *spoken(center.address),
        center.phone or "",
        *spoken(center.hours),
    )
