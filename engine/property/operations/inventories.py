"""Inventory of municipal property: the list of a day is made, and closed when everything on it was counted.

Between the two people count, by commands of their own: a list may have thousands of things, and several
people go through it at once. A diagram sees the sums and the differences.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engine.errors import Broken, Rejected
from engine.operations.operation import Operation
from engine.property.operations.assets import day
from engine.property.rules.counting import CONFIRMED, DAMAGED, MISSING, SURPLUS
from engine.property.store import inventories
from feel.analyse import UNKNOWN, list_of

if TYPE_CHECKING:
    from engine.steps import OpenCase

_COUNTS: Final = (CONFIRMED, DAMAGED, MISSING, SURPLUS)


class NothingListed(Rejected):
    """The municipality, or the unit, has nothing on that day."""

    code = "inventory.nothing_listed"


class DayAhead(Rejected):
    """Refusal of a day to come: what will be there is not known."""

    code = "inventory.day_ahead"


class NotCounted(Rejected):
    """Something on the list has not been counted."""

    code = "inventory.not_counted"


def make_list(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """List what the municipality has on a day, all of it or what a unit holds; the list stays as it is.

    `role` says who counts. Raises `NothingListed`, `DayAhead`.
    """
    on, unit = day(inputs["on"], field="on"), str(inputs.get("unit") or "").strip() or None
    if on > case.world.today:
        raise DayAhead
    place = case.row.municipality_id
    found = inventories.listed(case.tx, place, on=on, unit=unit)
    if not found:
        raise NothingListed
    if not inventories.insert(case.tx, case.row.id, municipality_id=place, on=on, role=str(inputs["role"])):
        raise Broken("inventory.listed_before")
    for asset in found:
        inventories.insert_item(
            case.tx,
            id=case.id_of("inventory_item", str(asset.id)),
            case_id=case.row.id,
            municipality_id=place,
            asset_id=asset.id,
            inventory_no=asset.inventory_no,
            kind=asset.kind,
            name=asset.name,
            location=asset.fields.get("location"),
            value_tetri=asset.value_tetri,
            fields=asset.fields,
        )
    case.record("inventory.listed", count=len(found), on=on.isoformat())
    return {"count": len(found), "value_tetri": sum(asset.value_tetri for asset in found)}


def close(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Close the count: from now on nothing of it changes. Raises `NotCounted`."""
    inventory = inventories.locked(case.tx, case.row.id)
    if inventory is None or inventory.closed_at is not None:
        raise Broken("inventory.none_open")
    items = inventories.items(case.tx, case.row.id)
    if left := sum(item.result is None for item in items):
        raise NotCounted(left=left)
    inventories.close(case.tx, case.row.id)
    counts = {result: sum(item.result == result for item in items) for result in _COUNTS}
    case.record("inventory.closed", **{name: str(number) for name, number in counts.items()})
    lost = [_listed(item) for item in items if item.result in (DAMAGED, MISSING)]
    return {
        **counts,
        "lost": lost,
        "found": [_found(item) for item in items if item.result == SURPLUS],
        "lost_tetri": sum(item["value_tetri"] for item in lost),
    }


def _listed(row: Any) -> dict[str, Any]:
    return {
        "inventory_no": row.inventory_no,
        "name": row.name,
        "result": row.result,
        "note": row.note,
        "value_tetri": row.value_tetri,
    }


def _found(row: Any) -> dict[str, Any]:
    named = ("category", "location", "holder_unit", "cadastral_code", "make")
    described = {name: row.fields.get(name) for name in named}
    told = {"kind": row.kind, "name": row.name, "note": row.note, "value_tetri": row.value_tetri}
    return {**told, **described}


LIST: Final = Operation(
    "inventory.list",
    inputs=("on", "unit", "role"),
    outputs=("count", "value_tetri"),
    required=("on", "role"),
    inline=make_list,
)
CLOSE: Final = Operation(
    "inventory.close",
    inputs=(),
    outputs=(*_COUNTS, "lost", "found", "lost_tetri"),
    inline=close,
    kinds={"found": list_of(UNKNOWN)},
)
