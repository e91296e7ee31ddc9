"""Ownership that comes back: a sale or a transfer is undone, and the thing is the municipality's again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engine.errors import Broken
from engine.operations.operation import Operation
from engine.property.operations.assets import add_state, day
from engine.property.operations.rights import right_of
from engine.property.rules import kinds
from engine.property.store import assets

if TYPE_CHECKING:
    from engine.steps import OpenCase

_STAYS: Final = ("name", "category", "cadastral_code", "value_tetri", "fields")


def take_back(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """End somebody's ownership on a day; from then on the thing is the municipality's, `in_use` or `idle`.

    `right` or `kept_by` names the ownership as in `asset.release`. Raises `PlotTaken` where the plot has been
    entered with another asset meanwhile.
    """
    right, state = right_of(case, inputs), inputs.get("state") or "in_use"
    if right.kind != "ownership" or right.state != "held":
        raise Broken("asset.right_not_held")
    if state not in kinds.PRESENT_STATES:
        raise Broken("asset.unusable", field="state")
    on, ground = day(inputs["valid_from"]), str(inputs.get("ground") or "").strip() or "—"
    asset = assets.current(case.tx, right.asset_id)
    assets.end_right(case.tx, right, on=on, ground=ground)
    assets.insert_right(
        case.tx,
        case.id_of("right", f"{right.id}:{case.row.version}:{len(case.events)}"),
        asset_id=right.asset_id,
        municipality_id=case.row.municipality_id,
        kind="ownership",
        state="held",
        is_own=True,
        valid_from=on,
        valid_until=None,
        case_id=case.row.id,
    )
    kept = {name: getattr(asset, name) for name in _STAYS}
    add_state(case, right.asset_id, {**kept, "state": state}, valid_from=on, ground=ground)
    case.record("asset.taken_back", number=asset.inventory_no, valid_from=on.isoformat(), ground=ground)
    return {"asset": str(right.asset_id), "inventory_no": asset.inventory_no}


TAKE_BACK: Final = Operation(
    "asset.take_back",
    inputs=("right", "kept_by", "valid_from", "state", "ground"),
    outputs=("asset", "inventory_no"),
    required=("valid_from", "ground"),
    inline=take_back,
)
