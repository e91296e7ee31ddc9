"""Rights to municipal property: kept for a proceeding before anybody is promised it, given, and ended.

Beside an owner there is no other, and beside a use of some days no other use of one of them. Whoever asks
holds the asset's newest state to the commit and so waits for whoever asked before; the database refuses the
rest (`nobody_beside`).
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from engine.errors import Broken, Rejected
from engine.notifications.common import TEXTS
from engine.operations.operation import Operation
from engine.property.operations.assets import NoAsset, add_state, asset_of, day, whole
from engine.property.operations.others import (
    kind_words,
    notify_gone,
    overlapping,
    refuse_promised,
    until_words,
)
from engine.property.rules import kinds
from engine.property.store import assets
from engine.stores import people
from engine.texts import LANGUAGES

if TYPE_CHECKING:
    from engine.steps import OpenCase

_OWNERSHIP: Final = "ownership"


class NotOurs(Rejected):
    """The municipality does not own the asset on the day from which it would give a right to it."""

    code = "asset.not_ours"


class DaysInvalid(Rejected):
    """The right would end before it begins."""

    code = "asset.days_invalid"


def reserve(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Keep a right to a thing for this proceeding; `ownership` is a sale.

    From now on nobody else gets, or is promised, one that can't be beside it; what is kept for a buyer is
    kept for nobody's use, and the other way round. `valid_until` is exclusive, none is without end. Raises
    `Overlaps` (which says what is in the way), `NotOurs`, `NoAsset` or `DaysInvalid`.
    """
    asset_id, kind = asset_of(inputs), str(inputs["right"])
    if kind not in kinds.RIGHTS:
        raise Broken("asset.unusable", field="right")
    valid_from = day(inputs["valid_from"])
    valid_until = day(inputs["valid_until"], field="valid_until") if inputs.get("valid_until") else None
    if valid_until is not None and valid_until <= valid_from:
        raise DaysInvalid
    asset = assets.current(case.tx, asset_id)
    if asset is None:
        raise NoAsset
    if assets.own(case.tx, asset_id, on=valid_from) is None:
        raise NotOurs(number=asset.inventory_no)
    refuse_promised(case, asset_id, kind=None if kind == _OWNERSHIP else _OWNERSHIP)
    _refuse_overlap(case, asset_id, _excludes(kind, "reserved"), valid_from, valid_until)
    right_id = case.id_of("right", f"{case.row.version}:{len(case.events)}")
    is_kept = assets.insert_right(
        case.tx,
        right_id,
        asset_id=asset_id,
        municipality_id=case.row.municipality_id,
        kind=kind,
        state="reserved",
        valid_from=valid_from,
        valid_until=valid_until,
        case_id=case.row.id,
    )
    if not is_kept:
        raise Broken("asset.right_unkept")
    case.record("asset.reserved", **_said(asset.inventory_no, kind, valid_from, valid_until))
    return {"right": str(right_id)}


def grant(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Give what was reserved to its holder, a person or company by number; days may be set anew.

    With ownership the municipality's own ends on the day, and the thing is sold from then on, or transferred
    where `for_nothing` is true. Raises `Overlaps` where the new days meet another right, `DaysInvalid`.
    """
    right = right_of(case, inputs)
    if right.state != "reserved":
        raise Broken("asset.right_not_reserved")
    valid_from = day(inputs["valid_from"]) if inputs.get("valid_from") else right.valid_from
    valid_until = (
        day(inputs["valid_until"], field="valid_until") if inputs.get("valid_until") else right.valid_until
    )
    if valid_until is not None and valid_until <= valid_from:
        raise DaysInvalid
    asset = assets.current(case.tx, right.asset_id)
    if right.kind == _OWNERSHIP:
        _give_away(case, asset, valid_from, is_sold=inputs.get("for_nothing") is not True)
    _refuse_overlap(
        case, right.asset_id, _excludes(right.kind, "held"), valid_from, valid_until, but=right.id
    )
    number = str(inputs["holder_number"])
    assets.record_right(
        case.tx,
        right.id,
        holder_name=str(inputs["holder_name"]),
        holder_number=number,
        holder_id=people.id_of(case.tx, number),
        valid_from=valid_from,
        valid_until=valid_until,
        fee_tetri=None if inputs.get("fee_tetri") is None else whole(inputs["fee_tetri"], field="fee_tetri"),
        fee_period=inputs.get("fee_period"),
        contract_no=inputs.get("contract_no"),
    )
    case.record("asset.granted", **_said(asset.inventory_no, right.kind, valid_from, valid_until))
    return {"right": str(right.id), "inventory_no": asset.inventory_no}


def release(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """End a right on a day (today, if none is named), or keep it for this proceeding no longer.

    One that is over by then, or was given up, stays as it is.
    """
    right = right_of(case, inputs)
    on = day(inputs["on"], field="on") if inputs.get("on") else case.world.today
    if right.state == "given_up" or (right.valid_until is not None and right.valid_until <= on):
        return {"released": False}
    ground = str(inputs.get("ground") or "").strip() or "—"
    asset = assets.current(case.tx, right.asset_id)
    assets.end_right(case.tx, right, on=on, ground=ground)
    case.record("asset.released", **_said(asset.inventory_no, right.kind, on, None))
    return {"released": True}


def _give_away(case: OpenCase, asset: Any, on: date, *, is_sold: bool) -> None:
    own = assets.own(case.tx, asset.asset_id, on=on)
    if own is None:
        raise NotOurs(number=asset.inventory_no)
    ground = f"№ {case.row.number}"
    assets.end_right(case.tx, own, on=on, ground=ground)
    names = ("name", "category", "cadastral_code", "value_tetri", "fields")
    state = {**{name: getattr(asset, name) for name in names}, "state": "sold" if is_sold else "transferred"}
    add_state(case, asset.asset_id, state, valid_from=on, ground=ground)
    notify_gone(case, asset.asset_id, state=state["state"])
    if not is_sold:
        words = {language: TEXTS.get(language, "asset.state.transferred") for language in LANGUAGES}
        case.record("asset.changed", number=asset.inventory_no, state=words, valid_from=on.isoformat())


def _excludes(kind: str, state: str) -> str:
    """Return beside what a right can't be, as the column of that name counts it."""
    if kind == _OWNERSHIP:
        return "sale" if state == "reserved" else kind
    return kind if kind == "management" else "use"


def _refuse_overlap(
    case: OpenCase,
    asset_id: UUID,
    excludes: str,
    valid_from: date,
    valid_until: date | None,
    *,
    but: UUID | None = None,
) -> None:
    found = assets.beside(
        case.tx, asset_id, excludes=excludes, valid_from=valid_from, valid_until=valid_until, but=but
    )
    if found is not None:
        raise overlapping(found)


def right_of(case: OpenCase, inputs: dict[str, Any]) -> Any:
    """Return the right by its id, or the one that another case keeps (`kept_by`, the number of that case)."""
    place, found = case.row.municipality_id, None
    if inputs.get("right"):
        with suppress(ValueError):
            found = assets.right(case.tx, UUID(str(inputs["right"])), municipality_id=place)
    elif inputs.get("kept_by"):
        found = assets.right_of_case(case.tx, str(inputs["kept_by"]), municipality_id=place)
    if found is None:
        raise Broken("asset.right_unknown")
    return found


def _said(number: str, right: str, valid_from: date, valid_until: date | None) -> dict[str, Any]:
    return {
        "number": number,
        "right": kind_words(right),
        "valid_from": valid_from.isoformat(),
        "valid_until": until_words(valid_until),
    }


RESERVE: Final = Operation(
    "asset.reserve",
    inputs=("asset", "right", "valid_from", "valid_until"),
    outputs=("right",),
    required=("asset", "right", "valid_from"),
    inline=reserve,
)
GRANT: Final = Operation(
    "asset.grant",
    inputs=(
        "right",
        "kept_by",
        "holder_name",
        "holder_number",
        "valid_from",
        "valid_until",
        "fee_tetri",
        "fee_period",
        "contract_no",
        "for_nothing",
    ),
    outputs=("right", "inventory_no"),
    required=("holder_name", "holder_number"),
    inline=grant,
)
RELEASE: Final = Operation(
    "asset.release",
    inputs=("right", "kept_by", "on", "ground"),
    outputs=("released",),
    required=("ground",),
    inline=release,
)
