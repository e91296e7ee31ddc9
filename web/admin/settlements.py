"""Lists of high-mountain settlements: a table is shown, proposed, and approved by a second person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.clock import local_date
from engine.commands.base import Command
from engine.commands.settlements import ApproveSettlements, DeclineSettlements, ProposeSettlements
from engine.errors import NotAllowed, NotFound, Rejected
from engine.queries import places
from engine.queries import settlements as queries
from engine.settlements.plan import SettlementPlan
from engine.settlements.table import COLUMNS, MOST_ROWS, REQUIRED
from web import flashes, rate_limits
from web.admin.sending import OF_THE_COUNTRY, day, done, shown, status
from web.auth import current_actor
from web.blueprints import admin as blueprint
from web.engine_access import engine
from web.errors import ErrorWords, words_of
from web.i18n import name_of, t
from web.keys import sent_key
from web.tables import as_csv
from web.uploaded_tables import ACCEPTED, Rows, packed, unpacked, uploaded
from web.without_api import Reason, without_api
from web.words import error_words, say
from web.workbooks import to_fill_in

TEMPLATE = "settlements"  # the name of the file, without its ending
SHOWN = 300  # of each kind


@blueprint.get("/settlements")
@OF_THE_COUNTRY
def settlement_lists() -> ResponseReturnValue:
    return _page()


@blueprint.post("/settlements")
@OF_THE_COUNTRY
def check_settlements() -> ResponseReturnValue:
    """Read the file that was sent, and show what would come of it or has to be mended."""
    rate_limits.hit("uploads")
    try:
        found = uploaded("table", most=MOST_ROWS)
        return _page(is_file_missing=True) if found is None else _checked(found[1])
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return _page(words_of(refused))


@blueprint.post("/settlements/propose")
@OF_THE_COUNTRY
def propose_settlements() -> ResponseReturnValue:
    sent, rows = request.form, unpacked(request.form.get("rows", ""), most=MOST_ROWS)
    try:
        first_on, cells = day(sent, "first_on"), tuple(tuple(row) for row in rows)
        command = ProposeSettlements(cells, sent.get("act", ""), first_on, _is_whole(), sent.get("seen", ""))
        list_id: UUID = engine().send(command, actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return _again(rows, words_of(refused))
    flashes.done(t("admin.settlements.proposed"))
    return redirect(url_for("admin.settlement_list", list_id=list_id), 303)


@blueprint.get("/settlements/<uuid:list_id>")
@OF_THE_COUNTRY
def settlement_list(list_id: UUID) -> ResponseReturnValue:
    return _list(list_id)


@blueprint.post("/settlements/<uuid:list_id>")
@OF_THE_COUNTRY
def end_settlement_list(list_id: UUID) -> ResponseReturnValue:
    """Approve the list as it was shown, or decline it."""
    sent = request.form

    def command() -> Command:
        if sent.get("_do") == "approve":
            return ApproveSettlements(list_id, sent.get("seen", ""))
        return DeclineSettlements(list_id)

    return done(command, url_for("admin.settlement_lists"), lambda error: _list(list_id, error))


@blueprint.get("/settlements/template")
@OF_THE_COUNTRY
@without_api(Reason.PRINT)
def settlements_template() -> ResponseReturnValue:
    """Give the file to fill in, with its headings in the page's language, as XLSX or CSV."""
    heads = {column: column_word(column) for column in COLUMNS}
    if request.args.get("as") == "csv":
        return as_csv(TEMPLATE, list(heads.values()), ())
    with engine().read(current_actor()) as tx:
        names = [name_of(place.names) for place in places.municipalities(tx)]
    lists, title = {heads["municipality"]: names}, t("admin.settlements.title")
    return to_fill_in(TEMPLATE, title=title, heads=list(heads.values()), rows=MOST_ROWS, lists=lists)


def column_word(column: str) -> str:
    return say(f"settlement_table.column.{column}") or column


def _is_whole() -> bool:
    return request.form.get("is_whole") == "yes"


def _checked(rows: Rows, error: ErrorWords | None = None) -> ResponseReturnValue:
    """Show what would come of the rows by the act and from the day that were sent."""
    sent = request.form
    asked: dict[str, Any] = {"act": sent.get("act", ""), "first_on": day(sent, "first_on")}
    with engine().read(current_actor()) as tx:
        planned = queries.looked_at(tx, rows, is_whole=_is_whole(), **asked)
    return _page(error, planned=planned, rows=packed(rows))


def _again(rows: Rows, error: ErrorWords) -> ResponseReturnValue:
    """Show what would come of the rows now, which may be something else than was shown before."""
    try:
        return _checked(rows, error)
    except Rejected as refused:
        return _page(words_of(refused))


def _page(
    error: ErrorWords | None = None,
    *,
    planned: SettlementPlan | None = None,
    is_file_missing: bool = False,
    **told: Any,
) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        lists, today = queries.lists(tx), local_date(tx.now)
    has_errors = bool(error or is_file_missing or (planned and planned.mistakes))
    html = render_template(
        "admin/settlements.html",
        lists=lists,
        planned=planned,
        is_file_missing=is_file_missing,
        accepted=ACCEPTED,
        most=MOST_ROWS,
        columns=COLUMNS,
        required=REQUIRED,
        sent={"first_on": today.isoformat(), **request.form.to_dict()},
        **_words(error, has_errors),
        **told,
    )
    return html, status(error) if error or not has_errors else 422


def _list(list_id: UUID, error: ErrorWords | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        page = queries.one(tx, list_id)
    html = render_template("admin/settlement_list.html", page=page, **_words(error, bool(error)))
    return html, status(error)


def _words(error: ErrorWords | None, has_errors: bool) -> dict[str, Any]:
    return {
        **shown(error),
        "has_errors": has_errors,
        "column_word": column_word,
        "error_words": error_words,
        "shown_rows": SHOWN,
    }
