"""Partners of community centres by a table: what would come of it is shown, then it is confirmed.

A single partner is entered by `web/center/directory_entries.py`, their services by a table by
`web/admin/directory_table.py`.
"""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.centers.commands.directory import EnterPartners, PartnersEntered
from engine.centers.directory_plan import partners_looked_at
from engine.centers.queries import directory
from engine.centers.rules.directory import CONFIDENCES
from engine.centers.rules.partner_table import COLUMNS, MOST_ROWS, REQUIRED, PartnerPlan, PlannedPartner
from engine.queries.changed_parts import ChangedPart, changed_parts
from engine.roles import Right
from engine.texts import OFFICIAL
from web import access, flashes
from web.admin.table_pages import TableKind, code_of, has_errors
from web.auth import current_actor
from web.blueprints import admin as blueprint
from web.engine_access import engine
from web.errors import ErrorWords
from web.i18n import LANGUAGES, t
from web.keys import sent_key
from web.uploaded_tables import Rows
from web.without_api import Reason, without_api
from web.words import say

NAME = f"name_{OFFICIAL}"
KEEPERS = access.right(Right.KEEP_DIRECTORY)
TABLE = TableKind("partners", "partner_table", COLUMNS, REQUIRED, MOST_ROWS)


@blueprint.get("/directory/partners")
@KEEPERS
@without_api(Reason.FORM)
def partner_table() -> ResponseReturnValue:
    return _page()


@blueprint.post("/directory/partners")
@KEEPERS
def check_partners() -> ResponseReturnValue:
    return TABLE.check(_planned, _page)


@blueprint.post("/directory/partners/confirm")
@KEEPERS
def enter_partners() -> ResponseReturnValue:
    def send() -> ResponseReturnValue:
        command = EnterPartners(TABLE.cells(), request.form.get("seen", ""))
        entered: PartnersEntered = engine().send(command, actor=current_actor(), key=sent_key())
        flashes.done(t("admin.partner_table.done", **vars(entered)))
        return redirect(url_for("center.directory_partners"), 303)

    return TABLE.confirm(send, _planned, _page)


@blueprint.get("/directory/partners/file")
@KEEPERS
def partners_file() -> ResponseReturnValue:
    """Give the partners as a table that can be corrected and taken over again."""
    with engine().read(current_actor()) as tx:
        partners = directory.partners(tx)
    rows = [
        (
            partner.code,
            *(partner.names.get(language, "") for language in LANGUAGES),
            partner.source,
            _confidence(partner.confidence),
        )
        for partner in partners
    ]
    lists = {"confidence": [_confidence(code) for code in CONFIDENCES]}
    return TABLE.download("partners", t("admin.partner_table.title"), rows, lists)


def _planned(rows: Rows) -> PartnerPlan:
    with engine().read(current_actor()) as tx:
        return partners_looked_at(tx, rows)


def _page(
    error: ErrorWords | None = None,
    *,
    planned: PartnerPlan | None = None,
    is_file_missing: bool = False,
    rows: str = "",
) -> ResponseReturnValue:
    is_wrong = has_errors(error, planned, is_file_missing=is_file_missing)
    html = render_template(
        "admin/partner_table.html",
        changes=_changes,
        planned=planned,
        is_file_missing=is_file_missing,
        rows=rows,
        sent=request.form.to_dict(),
        error=error,
        has_errors=is_wrong,
        **TABLE.shown(),
    )
    return html, code_of(error, is_wrong=is_wrong)


def _changes(partner: PlannedPartner) -> tuple[ChangedPart, ...]:
    """Return what a row changes, before and after; of a new partner all that it says beside the name."""
    after = partner.facts.parts()
    if partner.before is None:
        return changed_parts(dict.fromkeys(after), after, [part for part in after if part != NAME])
    return changed_parts(partner.before.parts(), after, partner.changes)


def _confidence(code: str) -> str:
    return say(f"directory_table.confidence.{code}") or code
