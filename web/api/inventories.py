"""Inventories of property: what was counted, and what is there beyond the register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import g
from marshmallow import fields, validate

from engine.property.commands.inventories import CountAsset, RecordSurplus
from engine.property.queries import inventories
from engine.property.queries.inventories import Inventory, Item
from engine.property.rules.kinds import CATEGORIES, KINDS
from web.api.callers import Who
from web.api.operations import operation
from web.api.property import ACTS, DOCUMENT, READS
from web.api.reading import sent_key, sent_version
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Cursor, Strict, tetri, text
from web.auth import current_actor
from web.engine_access import engine
from web.inbox.inventories import DESCRIBED, PARTS

COUNT = "/inventories/<uuid:case_id>"


@dataclass(frozen=True)
class Items:
    """A page of what is counted."""

    items: tuple[Item, ...]
    next: str | None


class ItemFilter(Cursor):
    """Filter of the list that is counted: things left, things counted, all; by words."""

    part = fields.String(load_default="open", validate=validate.OneOf(PARTS))
    q = text(100, required=False, load_default="")


class SeenCount(Strict):
    """Note on a thing that was found, with photographs that were sent as files."""

    note = text(2000, required=False, load_default="")
    photos = fields.List(
        fields.String(validate=DOCUMENT), load_default=list, validate=validate.Length(max=10)
    )


class ItemCount(SeenCount):
    """Count of a thing on the list: the result, with note and photographs."""

    result = text(20)


class Surplus(SeenCount):
    """Surplus thing: it was found and is not on the list."""

    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    category = fields.String(required=True, validate=validate.OneOf(CATEGORIES))
    value_tetri = tetri()
    described = fields.Dict(
        keys=fields.String(validate=validate.OneOf(DESCRIBED)), values=text(500), load_default=dict
    )


@operation(
    "GET",
    COUNT,
    Who.OFFICE,
    does=("ინვენტარიზაცია", "Get an inventory"),
    pages=("inbox.inventory",),
    gives=shape(Inventory),
    **READS,
)
def get_inventory(case_id: UUID) -> Inventory:
    with engine().read(current_actor()) as tx:
        return inventories.inventory(tx, case_id)


@operation(
    "GET",
    f"{COUNT}/items",
    Who.OFFICE,
    does=("რა აღირიცხება", "List what is counted"),
    pages=("inbox.inventory",),
    asks=ItemFilter,
    gives=shape(Items),
    **READS,
)
def list_inventory_items(asked: dict[str, Any], case_id: UUID) -> Items:
    with engine().read(current_actor()) as tx:
        inventories.inventory(tx, case_id)
        page = inventories.page(tx, case_id, words=asked["q"], part=asked["part"], after=asked["cursor"])
    return Items(page.rows, page.after)


@operation(
    "GET",
    f"{COUNT}/items/<uuid:item_id>",
    Who.OFFICE,
    does=("აღსარიცხი ნივთი", "Get a thing that is counted"),
    pages=("inbox.inventory_item",),
    gives=shape(Item),
    **READS,
)
def get_inventory_item(case_id: UUID, item_id: UUID) -> Item:
    return _item(case_id, item_id)


@operation(
    "POST",
    f"{COUNT}/items/<uuid:item_id>",
    Who.OFFICE,
    does=("რა აღმოჩნდა ადგილზე", "Say what was found of a thing"),
    pages=("inbox.count_item",),
    takes=ItemCount,
    has_version=True,
    **ACTS,
)
def count_item(body: dict[str, Any], case_id: UUID, item_id: UUID) -> None:
    sent_key()
    version = sent_version()
    _item(case_id, item_id)
    photos = tuple(body["photos"])
    send(CountAsset(item_id, body["result"], body["note"], photos, version))


@operation(
    "POST",
    f"{COUNT}/surplus",
    Who.OFFICE,
    does=("სიაში არმყოფის აღნიშვნა", "Note what is not on the list"),
    pages=("inbox.record_surplus",),
    takes=Surplus,
    **ACTS,
)
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
