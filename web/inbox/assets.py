"""The register of property at the desk: the list with its search, and one thing as it stood on a day."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine.clock import local_date
from engine.property.queries import assets as queries
from engine.property.queries.assets import Listed
from engine.property.rules.kinds import FIELDS, KINDS
from engine.roles import Right
from web import access
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.days import day_of
from web.engine_access import engine
from web.i18n import t
from web.tables import AS_TABLE, paged_csv
from web.words import say

EXPORTED: Final = ("name", "inventory_no", "kind", "cadastral_code", "state", "right", "value")


@blueprint.get("/assets")
@access.right(Right.KEEP_PROPERTY)
def assets() -> ResponseReturnValue:
    asked = request.args
    if asked.get("as") == AS_TABLE:
        heads = [t(f"assets.column.{column}") for column in EXPORTED]
        return paged_csv("assets", heads, _rows_after, _cells)
    with engine().read(current_actor()) as tx:
        on = day_of(asked.get("on", "")) or local_date(tx.now)
        words, kind = asked.get("q", ""), asked.get("kind")
        page = queries.page(tx, words=words, kind=kind, on=on, after=asked.get("after"))
        has_places = len(queries.places(tx)) > 1
    return render_template(
        "inbox/assets.html", page=page, on=on, words=words, kind=kind, kinds=KINDS, has_places=has_places
    )


def _rows_after(after: str | None) -> tuple[Sequence[Listed], str | None]:
    asked = request.args
    with engine().read(current_actor()) as tx:
        on = day_of(asked.get("on", "")) or local_date(tx.now)
        page = queries.page(tx, words=asked.get("q", ""), kind=asked.get("kind"), on=on, after=after)
    return page.rows, page.after


def _cells(one: Listed) -> tuple[object, ...]:
    state = say(f"asset.state.{one.state}") or one.state
    used = one.used_as and say(f"asset.right.{one.used_as}")
    return (
        one.name,
        one.inventory_no,
        say(f"asset.kind.{one.kind}") or one.kind,
        one.cadastral_code,
        state,
        used,
        Decimal(one.value_tetri) / 100,
    )


@blueprint.get("/assets/<uuid:asset_id>")
@access.right(Right.KEEP_PROPERTY)
def asset(asset_id: UUID) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found = queries.asset(tx, asset_id)
        today = local_date(tx.now)
    on = day_of(request.args.get("on", "")) or today
    shown = {"state": found.on(on), "rights": [right for right in found.rights if right.holds(on)]}
    return render_template(
        "inbox/asset.html", thing=found, on=on, today=today, fields=FIELDS[found.kind], **shown
    )
