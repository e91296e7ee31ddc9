"""Uses of property: who has a thing by which right; what a proceeding about that right begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engine.operations.operation import Operation
from engine.property.rules import kinds
from engine.property.store import assets
from feel.analyse import one_of

if TYPE_CHECKING:
    from engine.steps import OpenCase

_TOLD: Final = ("kind", "holder_name", "holder_number", "fee_tetri", "contract_no")


def held_use(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Say who has, or gets next, the use of a thing by its inventory number; a lease and the like.

    `given_in` is the case that gave the right, none for one that a table brought. Of a thing that is sold the
    buyer lets, and nothing is found.
    """
    place, today = case.row.municipality_id, case.world.today
    asset_id = assets.named(
        case.tx,
        place,
        inventory_no=str(inputs["inventory_no"]),
        cadastral_code=None,
        former=kinds.FORMER_STATES,
    )
    if asset_id is None or assets.own(case.tx, asset_id, on=today) is None:
        return {**dict.fromkeys(HELD_USE.outputs), "found": False}
    right, asset = assets.use(case.tx, asset_id, on=today), assets.current(case.tx, asset_id, is_locked=False)
    if right is None:
        return {**dict.fromkeys(HELD_USE.outputs), "found": False}
    return {
        "found": True,
        "asset": str(asset_id),
        "inventory_no": asset.inventory_no,
        "name": asset.name,
        "right": str(right.id),
        **{name: getattr(right, name) for name in _TOLD},
        "valid_from": right.valid_from.isoformat(),
        "valid_until": right.valid_until and right.valid_until.isoformat(),
        "given_in": right.case_number,
    }


_FOUND: Final = (
    *("asset", "inventory_no", "name", "right"),
    *(*_TOLD, "valid_from", "valid_until", "given_in"),
)
HELD_USE: Final = Operation(
    "asset.held_use",
    inputs=("inventory_no",),
    outputs=("found", *_FOUND),
    silent=_FOUND,
    required=("inventory_no",),
    inline=held_use,
    kinds={"kind": one_of(kinds.RIGHTS)},
)
