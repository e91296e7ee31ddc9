"""Taking a table of assets over: checked and shown first, entered when somebody confirms.

Between the two nothing is kept here: the rows that were read travel with the page, and are checked anew.
"""

from __future__ import annotations

from typing import Any, Final

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.errors import NotAllowed, NotFound, Rejected
from engine.property.commands.assets import ImportAssets
from engine.property.importing import checked
from engine.property.queries import assets as queries
from engine.property.rules import kinds, table_rights
from engine.property.rules.cells import Mistake
from engine.property.rules.tables import ASSET_COLUMNS, MOST_ROWS, REQUIRED, Table
from engine.roles import Right
from web import access, flashes
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine
from web.errors import ErrorWords, words_of
from web.i18n import t
from web.keys import sent_key
from web.uploaded_tables import Rows, packed, unpacked, uploaded
from web.without_api import Reason, without_api
from web.words import say

SHOWN: Final = 50


@blueprint.get("/assets/import")
@access.right(Right.KEEP_PROPERTY)
@without_api(Reason.FORM)
def asset_import() -> ResponseReturnValue:
    return _page()


@blueprint.post("/assets/import")
@access.right(Right.KEEP_PROPERTY)
def check_asset_table() -> ResponseReturnValue:
    """Read the file that was sent, and show what would be entered or has to be mended."""
    try:
        found = uploaded("table", most=MOST_ROWS)
    except Rejected as refused:
        return _page(error=words_of(refused))
    if found is None:
        return _page(missing=True)
    file_name, rows = found
    return _checked(rows, file_name)


@blueprint.post("/assets/import/confirm")
@access.right(Right.KEEP_PROPERTY)
def import_asset_table() -> ResponseReturnValue:
    rows = unpacked(request.form.get("rows", ""), most=MOST_ROWS)
    name = request.form.get("file_name", "")[:200]
    command = ImportAssets(
        municipality=request.form.get("municipality", ""),
        file_name=name,
        rows=tuple(tuple(row) for row in rows),
        ground=request.form.get("ground", ""),
    )
    try:
        done = engine().send(command, actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return _checked(rows, name, error=words_of(refused))
    flashes.done(t("assets.import.done", count=done.count, rights=done.rights))
    return redirect(url_for("inbox.assets"), 303)


def _checked(rows: Rows, file_name: str, error: ErrorWords | None = None) -> ResponseReturnValue:
    """Show the table as it would come into the municipality that was chosen."""
    with engine().read(current_actor()) as tx:
        places = queries.kept_places(tx)
        chosen = next((place for place in places if place.code == request.form.get("municipality")), None)
        if chosen is None:
            raise NotFound
        table = checked(tx, chosen.id, rows)
    return _page(table=table, packed=packed(rows), file_name=file_name, chosen=chosen, error=error)


def _page(
    *,
    table: Table | None = None,
    error: ErrorWords | None = None,
    missing: bool = False,
    **shown: Any,
) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        places = queries.kept_places(tx)
    is_bad = bool(error or missing or (table and table.mistakes))
    page = render_template(
        "inbox/asset_import.html",
        places=places,
        table=table,
        error=error,
        missing=missing,
        columns=("inventory_no", *ASSET_COLUMNS),
        right_columns=table_rights.COLUMNS,
        required=(*REQUIRED, *table_rights.REQUIRED),
        most=MOST_ROWS,
        shown_rows=SHOWN,
        mistake_words=mistake_words,
        sent=request.form,
        has_errors=is_bad,
        **shown,
    )
    return page, (error.status if error else 422) if is_bad else 200


def mistake_words(mistake: Mistake) -> str:
    """Return what is wrong in a row and what to do about it."""
    codes = {
        "kind_unknown": ("kind", kinds.KINDS),
        "category_unknown": ("category", kinds.CATEGORIES),
        "right_unknown": ("right", table_rights.KINDS),
        "fee_period_unknown": ("period", kinds.FEE_PERIODS),
    }
    column, choices = codes.get(mistake.code, ("", ()))
    named = ", ".join(say(f"asset.{column}.{choice}") or choice for choice in choices)
    more = {"most": MOST_ROWS, "longest": kinds.LONGEST_TEXT, "choices": named}
    return say(f"asset.table.{mistake.code}", {**more, "value": mistake.value}) or mistake.code
