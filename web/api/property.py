"""The register of property: what there is and was, tables taken over whole, and counting at the place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from engine.clock import local_date
from engine.errors import NotFound
from engine.property.commands.assets import AssetsImported, ImportAssets
from engine.property.importing import checked
from engine.property.queries import assets as queries
from engine.property.queries.assets import AssetView, HeldRight, Listed, State
from engine.property.rules.kinds import KINDS
from engine.property.rules.table_rights import RightLine
from engine.property.rules.tables import COLUMNS, MOST_ROWS, Line
from engine.roles import Right
from web.api.callers import Who
from web.api.operations import operation
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Cursor, Strict, code_field, day, text
from web.auth import current_actor
from web.engine_access import engine
from web.inbox.asset_imports import mistake_words

TAG = "property"
READS: dict[str, Any] = {"tag": TAG, "scope": "property:read"}
ACTS: dict[str, Any] = {"tag": TAG, "scope": "property:act"}
DOCUMENT = validate.Regexp("^[0-9a-f]{64}$")


@dataclass(frozen=True)
class Assets:
    """A page of the register as it was on a day."""

    items: tuple[Listed, ...]
    on: date
    next: str | None


@dataclass(frozen=True)
class Asset:
    """A thing with all its states and rights; `state` and `held` are those of the day."""

    thing: AssetView
    on: date
    state: State | None
    held: tuple[HeldRight, ...]


@dataclass(frozen=True)
class RowMistake:
    """Mistake in a row, counted as a spreadsheet counts, and what to do about it."""

    row: int
    column: str | None
    code: str
    detail: str


@dataclass(frozen=True)
class CheckedTable:
    """Outcome of checking a table: what would be entered. With a mistake nothing of it can be."""

    lines: tuple[Line, ...]
    rights: tuple[RightLine, ...]
    mistakes: tuple[RowMistake, ...]


class OnDay(Strict):
    """On which day; today without one."""

    on = day(required=False, load_default=None)


class AssetFilter(Cursor, OnDay):
    """Filter of the property: by words, by kind, as on a day."""

    q = text(100, required=False, load_default="")
    kind = fields.String(load_default=None, validate=validate.OneOf(KINDS))


class AssetRows(Strict):
    """The cells of a table; the first row names the columns."""

    municipality = code_field()
    rows = fields.List(
        fields.List(text(2000), validate=validate.Length(max=2 * len(COLUMNS))),
        required=True,
        validate=validate.Length(min=1, max=MOST_ROWS + 1),
    )


class NewAssetTable(AssetRows):
    """A table that is taken over, whole or not at all, by an act."""

    file_name = text(200)
    ground = text(500)


KEEPERS: dict[str, Any] = {"right": Right.KEEP_PROPERTY}


@operation(
    "GET",
    "/assets",
    Who.OFFICE,
    does=("ქონება დღის მდგომარეობით", "List the property as on a day"),
    pages=("inbox.assets",),
    asks=AssetFilter,
    gives=shape(Assets),
    **KEEPERS,
    **READS,
)
def list_assets(asked: dict[str, Any]) -> Assets:
    with engine().read(current_actor()) as tx:
        on = asked["on"] or local_date(tx.now)
        page = queries.page(tx, words=asked["q"], kind=asked["kind"], on=on, after=asked["cursor"])
    return Assets(page.rows, on, page.after)


@operation(
    "GET",
    "/assets/<uuid:asset_id>",
    Who.OFFICE,
    does=("ქონება, მისი მდგომარეობები და უფლებები", "Get a thing with its states and rights"),
    pages=("inbox.asset",),
    asks=OnDay,
    gives=shape(Asset),
    **KEEPERS,
    **READS,
)
def get_asset(asked: dict[str, Any], asset_id: UUID) -> Asset:
    with engine().read(current_actor()) as tx:
        found, on = queries.asset(tx, asset_id), asked["on"] or local_date(tx.now)
    return Asset(found, on, found.on(on), tuple(right for right in found.rights if right.holds(on)))


@operation(
    "POST",
    "/asset-tables/check",
    Who.OFFICE,
    does=("ქონების ცხრილის შემოწმება", "Check a table of property"),
    pages=("inbox.check_asset_table",),
    takes=AssetRows,
    gives=shape(CheckedTable),
    is_question=True,
    **KEEPERS,
    **READS,
)
def check_asset_table(body: dict[str, Any]) -> CheckedTable:
    with engine().read(current_actor()) as tx:
        place = next(
            (place for place in queries.kept_places(tx) if place.code == body["municipality"]),
            None,
        )
        if place is None:
            raise NotFound
        table = checked(tx, place.id, body["rows"])
    wrong = (
        RowMistake(mistake.row, mistake.column, mistake.code, mistake_words(mistake))
        for mistake in table.mistakes
    )
    return CheckedTable(table.lines, table.rights, tuple(wrong))


@operation(
    "POST",
    "/asset-tables",
    Who.OFFICE,
    does=("ქონების ცხრილის მთლიანად შეტანა", "Take a table of property over, whole"),
    pages=("inbox.import_asset_table",),
    takes=NewAssetTable,
    gives=shape(AssetsImported),
    status=201,
    **KEEPERS,
    **ACTS,
)
def import_asset_table(body: dict[str, Any]) -> AssetsImported:
    rows = tuple(map(tuple, body["rows"]))
    command = ImportAssets(body["municipality"], body["file_name"], rows, body["ground"])
    imported: AssetsImported = send(command)
    return imported
