"""The register of property: what there is and was, tables taken over whole, and counting at the place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import g
from marshmallow import fields, validate

from engine.assets.importing import checked
from engine.assets.kinds import CATEGORIES, KINDS
from engine.assets.table_rights import RightLine
from engine.assets.tables import COLUMNS, MOST_ROWS, Line
from engine.clock import local_date
from engine.commands import AssetsImported, CountAsset, ImportAssets, RecordSurplus
from engine.errors import NotFound
from engine.queries import assets as queries
from engine.queries import inventories
from engine.queries.assets import AssetView, HeldRight, Listed, State
from engine.queries.inventories import Inventory, Item
from engine.roles import Right
from web.api.callers import Who
from web.api.operations import operation
from web.api.reading import sent_key, sent_version
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Cursor, Strict, code_field, day, tetri, text
from web.auth import current_actor
from web.engine_access import engine
from web.inbox.asset_imports import mistake_words
from web.inbox.inventories import DESCRIBED, PARTS

TAG = "property"
COUNT = "/inventories/<uuid:case_id>"
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
    """What is wrong in a row, counted as a spreadsheet counts, and what to do."""

    row: int
    column: str | None
    code: str
    detail: str


@dataclass(frozen=True)
class CheckedTable:
    """What would be entered. With a mistake nothing of it can be."""

    lines: tuple[Line, ...]
    rights: tuple[RightLine, ...]
    mistakes: tuple[RowMistake, ...]


@dataclass(frozen=True)
class Items:
    """A page of what is counted."""

    items: tuple[Item, ...]
    next: str | None


class OnDay(Strict):
    """On which day; today without one."""

    on = day(required=False, load_default=None)


class AskedAssets(Cursor, OnDay):
    """Which things: by words, by kind, as on a day."""

    q = text(100, required=False, load_default="")
    kind = fields.String(load_default=None, validate=validate.OneOf(KINDS))


class Rows(Strict):
    """The cells of a table; the first row names the columns."""

    municipality = code_field()
    rows = fields.List(
        fields.List(text(2000), validate=validate.Length(max=2 * len(COLUMNS))),
        required=True,
        validate=validate.Length(min=1, max=MOST_ROWS + 1),
    )


class NewTable(Rows):
    """A table that is taken over, whole or not at all, by an act."""

    file_name = text(200)
    ground = text(500)


class AskedItems(Cursor):
    """Which things of the list: those left, those counted, all; by words."""

    part = fields.String(load_default="open", validate=validate.OneOf(PARTS))
    q = text(100, required=False, load_default="")


class Seen(Strict):
    """What was found, with photographs that were sent as files."""

    note = text(2000, required=False, load_default="")
    photos = fields.List(
        fields.String(validate=DOCUMENT), load_default=list, validate=validate.Length(max=10)
    )


class CountedThing(Seen):
    """What was found of a thing on the list."""

    result = text(20)


class Surplus(Seen):
    """What was found and is not on the list."""

    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    category = fields.String(required=True, validate=validate.OneOf(CATEGORIES))
    value_tetri = tetri()
    described = fields.Dict(
        keys=fields.String(validate=validate.OneOf(DESCRIBED)), values=text(500), load_default=dict
    )


KEEPERS: dict[str, Any] = {"right": Right.KEEP_PROPERTY}


@operation("GET", "/assets", Who.OFFICE, asks=AskedAssets, gives=shape(Assets), **KEEPERS, **READS)
def list_assets(asked: dict[str, Any]) -> Assets:
    with engine().read(current_actor()) as tx:
        on = asked["on"] or local_date(tx.now)
        page = queries.page(tx, words=asked["q"], kind=asked["kind"], on=on, after=asked["cursor"])
    return Assets(page.rows, on, page.after)


@operation("GET", "/assets/<uuid:asset_id>", Who.OFFICE, asks=OnDay, gives=shape(Asset), **KEEPERS, **READS)
def get_asset(asked: dict[str, Any], asset_id: UUID) -> Asset:
    with engine().read(current_actor()) as tx:
        found, on = queries.asset(tx, asset_id), asked["on"] or local_date(tx.now)
    return Asset(found, on, found.on(on), tuple(right for right in found.rights if right.holds(on)))


@operation(
    "POST",
    "/asset-tables/check",
    Who.OFFICE,
    takes=Rows,
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
    takes=NewTable,
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


@operation("GET", COUNT, Who.OFFICE, gives=shape(Inventory), **READS)
def get_inventory(case_id: UUID) -> Inventory:
    with engine().read(current_actor()) as tx:
        return inventories.inventory(tx, case_id)


@operation("GET", f"{COUNT}/items", Who.OFFICE, asks=AskedItems, gives=shape(Items), **READS)
def list_inventory_items(asked: dict[str, Any], case_id: UUID) -> Items:
    with engine().read(current_actor()) as tx:
        inventories.inventory(tx, case_id)
        page = inventories.page(tx, case_id, words=asked["q"], part=asked["part"], after=asked["cursor"])
    return Items(page.rows, page.after)


@operation("GET", f"{COUNT}/items/<uuid:item_id>", Who.OFFICE, gives=shape(Item), **READS)
def get_inventory_item(case_id: UUID, item_id: UUID) -> Item:
    return _item(case_id, item_id)


@operation("POST", f"{COUNT}/items/<uuid:item_id>", Who.OFFICE, takes=CountedThing, has_version=True, **ACTS)
def count_item(body: dict[str, Any], case_id: UUID, item_id: UUID) -> None:
    sent_key()
    version = sent_version()
    _item(case_id, item_id)
    photos = tuple(body["photos"])
    send(CountAsset(item_id, body["result"], body["note"], photos, version))


@operation("POST", f"{COUNT}/surplus", Who.OFFICE, takes=Surplus, **ACTS)
def record_surplus(body: dict[str, Any], case_id: UUID) -> None:
    told = {**dict.fromkeys(DESCRIBED, ""), **body["described"]}
    of = (body["kind"], body["category"], body["value_tetri"], body["note"], tuple(body["photos"]), told)
    send(RecordSurplus(case_id, *of))


def _item(case_id: UUID, item_id: UUID) -> Item:
    with engine().read(current_actor()) as tx:
        inventories.inventory(tx, case_id)
        found = inventories.item(tx, case_id, item_id)
    g.version = found.version
    return found
