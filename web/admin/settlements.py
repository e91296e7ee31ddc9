"""Lists of high-mountain settlements: a table is shown, proposed, and approved by a second person.

How a table is checked, shown and confirmed: `web/admin/table_pages.py`.
"""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.clock import local_date
from engine.commands.base import Command
from engine.commands.settlements import ApproveSettlements, DeclineSettlements, ProposeSettlements
from engine.queries import places
from engine.queries import settlements as queries
from engine.queries.settlement_history import ending
from engine.settlements.plan import ListTerms, SettlementPlan
from engine.settlements.table import COLUMNS, MOST_ROWS, REQUIRED
from web import flashes
from web.admin.sending import OF_THE_COUNTRY, day, done, optional_day, shown, status
from web.admin.table_pages import TableKind, code_of, has_errors
from web.auth import current_actor
from web.blueprints import admin as blueprint
from web.engine_access import engine
from web.errors import ErrorWords
from web.i18n import name_of, t
from web.keys import sent_key
from web.uploaded_tables import Rows
from web.without_api import Reason, without_api

TABLE = TableKind("settlements", "settlement_table", COLUMNS, REQUIRED, MOST_ROWS)
SHOWN = 300  # of each kind


@blueprint.get("/settlements")
@OF_THE_COUNTRY
def settlement_lists() -> ResponseReturnValue:
    return _page()


@blueprint.post("/settlements")
@OF_THE_COUNTRY
def check_settlements() -> ResponseReturnValue:
    return TABLE.check(_planned, _page)


@blueprint.post("/settlements/propose")
@OF_THE_COUNTRY
def propose_settlements() -> ResponseReturnValue:
    def send() -> ResponseReturnValue:
        sent = request.form
        act, first_on = sent.get("act", ""), day(sent, "first_on")
        whole, last_on = _is_whole(), optional_day(sent, "last_on")
        command = ProposeSettlements(TABLE.cells(), act, first_on, whole, sent.get("seen", ""), last_on)
        list_id: UUID = engine().send(command, actor=current_actor(), key=sent_key())
        flashes.done(t("admin.settlements.proposed"))
        return redirect(url_for("admin.settlement_list", list_id=list_id), 303)

    return TABLE.confirm(send, _planned, _page)


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
    with engine().read(current_actor()) as tx:
        names = [name_of(place.names) for place in places.municipalities(tx)]
    return TABLE.template(t("admin.settlements.title"), {"municipality": names})


def _is_whole() -> bool:
    return request.form.get("is_whole") == "yes"


def _planned(rows: Rows) -> SettlementPlan:
    """Return what would come of the rows by the act and from the day that were sent."""
    sent = request.form
    terms = ListTerms(sent.get("act", ""), day(sent, "first_on"), _is_whole(), optional_day(sent, "last_on"))
    with engine().read(current_actor()) as tx:
        return queries.looked_at(tx, rows, terms)


def _page(
    error: ErrorWords | None = None,
    *,
    planned: SettlementPlan | None = None,
    is_file_missing: bool = False,
    rows: str = "",
) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        lists, ends, today = queries.lists(tx), ending(tx), local_date(tx.now)
    is_wrong = has_errors(error, planned, is_file_missing=is_file_missing)
    html = render_template(
        "admin/settlements.html",
        lists=lists,
        ending=ends,
        planned=planned,
        is_file_missing=is_file_missing,
        rows=rows,
        sent={"first_on": today.isoformat(), **request.form.to_dict()},
        shown_rows=SHOWN,
        error=error,
        has_errors=is_wrong,
        **TABLE.shown(),
    )
    return html, code_of(error, is_wrong=is_wrong)


def _list(list_id: UUID, error: ErrorWords | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        page = queries.one(tx, list_id)
    html = render_template(
        "admin/settlement_list.html", page=page, shown_rows=SHOWN, **shown(error), **TABLE.shown()
    )
    return html, status(error)
