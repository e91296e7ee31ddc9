"""Municipal property: entering a thing, its next state from a day on, and finding it.

Whoever asks acts for the municipality: a step of a citizen sees no asset. Diagrams ask in steps of the
office, or behind a job, whose result a worker brings.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from engine.errors import Broken, Rejected
from engine.notifications.common import TEXTS
from engine.operations.operation import Operation
from engine.property.numbers import next_number
from engine.property.operations.others import notify_gone, refuse_promised
from engine.property.rules import kinds
from engine.property.rules.refusals import NumberTaken, PlotTaken
from engine.property.store import assets
from engine.texts import LANGUAGES
from feel.analyse import one_of

if TYPE_CHECKING:
    from engine.steps import OpenCase

_STATE = ("name", "category", "state", "cadastral_code", "value_tetri", "fields")


class Former(Rejected):
    """The municipality has the asset no longer."""

    code = "asset.former"


class NoAsset(Rejected):
    """The municipality has no such asset."""

    code = "asset.unknown"


def enter(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Enter a thing that is the municipality's from a day on; without a number it gets the next one.

    `value_tetri` is its book value. Raises `PlotTaken`, `NumberTaken`.
    """
    kind, valid_from = str(inputs["kind"]), day(inputs["valid_from"])
    if kind not in kinds.KINDS:
        raise Broken("asset.unusable", field="kind")
    state = _checked({"state": "in_use", **given(inputs)}, kind)
    # The number of events tells one entry of a step from the next, and a replay gives the same.
    asset_id = case.id_of("asset", f"{case.row.version}:{len(case.events)}")
    place = case.row.municipality_id
    number = str(inputs.get("inventory_no") or next_number(case.tx, place, case.row.municipality_code))
    if not assets.insert(case.tx, asset_id, municipality_id=place, inventory_no=number, kind=kind):
        raise NumberTaken(number=number)
    add_state(case, asset_id, state, valid_from=valid_from, ground=_ground(inputs))
    assets.insert_right(
        case.tx,
        case.id_of("right", str(asset_id)),
        asset_id=asset_id,
        municipality_id=place,
        kind="ownership",
        state="held",
        is_own=True,
        valid_from=valid_from,
        valid_until=None,
        case_id=case.row.id,
    )
    case.record("asset.entered", number=number, name=state["name"], valid_from=valid_from.isoformat())
    return {"asset": str(asset_id), "inventory_no": number}


def change(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Let another state of a thing begin on a day; what is not given stays, `fields` go over those it has.

    Nobody uses the right of the municipality after it has written the thing off or transferred it, so such a
    state ends that right too; only `asset.grant` sells. What another case keeps for a buyer keeps its state
    and category, what it keeps for anybody is not given up. Raises `NoAsset`, `Former`, `PlotTaken`,
    `Overlaps`.
    """
    asset_id, valid_from = asset_of(inputs), day(inputs["valid_from"])
    before = assets.current(case.tx, asset_id)
    if before is None:
        raise NoAsset
    if before.state in kinds.FORMER_STATES:
        raise Former(number=before.inventory_no, state=_state_words(before.state))
    named = given(inputs)
    if named.get("state") == "sold":
        raise Broken("asset.unusable", field="state")
    fields = {**before.fields, **named.pop("fields", {})}
    kept = {name: getattr(before, name) for name in _STATE}
    state = _checked(
        {**kept, **named, "fields": {k: v for k, v in fields.items() if v is not None}}, before.kind
    )
    ground = _ground(inputs)
    is_given_up = state["state"] in ("written_off", "transferred")
    if is_given_up or any(state[name] != getattr(before, name) for name in ("state", "category")):
        refuse_promised(case, asset_id, kind=None if is_given_up else "ownership")
    add_state(case, asset_id, state, valid_from=valid_from, ground=ground)
    if is_given_up:
        notify_gone(case, asset_id, state=state["state"])
        own = assets.own(case.tx, asset_id, on=valid_from)
        if own is not None:
            assets.end_right(case.tx, own, on=valid_from, ground=ground)
    case.record(
        "asset.changed",
        number=before.inventory_no,
        state=_state_words(state["state"]),
        valid_from=valid_from.isoformat(),
    )
    return {"asset": str(asset_id), "state": state["state"]}


def find(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Say what the municipality has under an id, number or cadastral code, and whether others use it."""
    asset_id: UUID | None
    if inputs.get("asset"):
        asset_id = asset_of(inputs)
    else:
        asset_id = assets.named(
            case.tx,
            case.row.municipality_id,
            inventory_no=inputs.get("inventory_no"),
            cadastral_code=inputs.get("cadastral_code"),
            former=kinds.FORMER_STATES,
        )
    found = None if asset_id is None else assets.current(case.tx, asset_id, is_locked=False)
    if found is None:
        return {**dict.fromkeys(FIND.outputs), "found": False}
    today = case.world.today
    used = assets.beside(case.tx, found.asset_id, excludes="use", valid_from=today, valid_until=None)
    return {
        "found": True,
        "asset": str(found.asset_id),
        "inventory_no": found.inventory_no,
        "kind": found.kind,
        **{name: getattr(found, name) for name in _STATE},
        "is_ours": assets.own(case.tx, found.asset_id, on=today) is not None,
        "used_from": used and used.valid_from.isoformat(),
        "used_until": used and used.valid_until and used.valid_until.isoformat(),
        "is_used": used is not None,
    }


def add_state(
    case: OpenCase, asset_id: UUID, state: Mapping[str, Any], *, valid_from: date, ground: str
) -> None:
    """Let the state begin on the day; what would hold then or later gives way. Raises `PlotTaken`."""
    state_id = case.id_of("asset_state", f"{asset_id}:{case.row.version}:{len(case.events)}")
    for reaching in assets.reaching(case.tx, asset_id, on=valid_from):
        assets.end_state(case.tx, reaching, on=valid_from, by=state_id)
    is_entered = assets.insert_state(
        case.tx,
        id=state_id,
        asset_id=asset_id,
        municipality_id=case.row.municipality_id,
        **{name: state.get(name) for name in _STATE},
        ground=ground,
        valid_from=valid_from,
        case_id=case.row.id,
        order_number=case.world.changes.get("order_number", case.row.order_number),
    )
    if not is_entered:
        raise PlotTaken(plot=state.get("cadastral_code"))


def asset_of(inputs: Mapping[str, Any]) -> UUID:
    """Return the id that a diagram carries."""
    try:
        return UUID(str(inputs["asset"]))
    except ValueError:
        raise Broken("asset.unusable", field="asset") from None


def given(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the step says of the thing's state."""
    return {name: inputs[name] for name in _STATE if inputs.get(name) not in (None, "")}


def day(value: Any, *, field: str = "valid_from") -> date:
    """Return the day that a diagram carries. Raises `Broken`: it gives something else."""
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        raise Broken("asset.unusable", field=field) from None


def whole(value: Any, *, field: str) -> int:
    """Return an amount in tetri. Raises `Broken`: the diagram gives something else."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or value != int(value):
        raise Broken("asset.unusable", field=field)
    if not 0 <= value <= kinds.MOST_TETRI:
        raise Broken("asset.unusable", field=field)
    return int(value)


def _checked(state: dict[str, Any], kind: str) -> dict[str, Any]:
    """Return the state as it is stored; what a form should not have let through is the diagram's mistake."""
    if state.get("category") not in kinds.CATEGORIES or state["state"] not in kinds.STATES:
        raise Broken("asset.unusable", field="category" if state["state"] in kinds.STATES else "state")
    if not str(state.get("name") or "").strip():
        raise Broken("asset.unusable", field="name")
    plot = state.get("cadastral_code")
    if plot is not None and not kinds.CADASTRAL_CODE.fullmatch(str(plot)):
        raise Broken("asset.unusable", field="cadastral_code")
    fields = {
        name: value for name, value in dict(state.get("fields") or {}).items() if value not in (None, "")
    }
    if strange := set(fields) - set(kinds.FIELDS[kind]):
        raise Broken("asset.unusable", field=min(strange))
    return {**state, "value_tetri": whole(state.get("value_tetri", 0), field="value_tetri"), "fields": fields}


def _state_words(state: str) -> dict[str, str]:
    return {language: TEXTS.get(language, f"asset.state.{state}") for language in LANGUAGES}


def _ground(inputs: Mapping[str, Any]) -> str:
    return str(inputs.get("ground") or "").strip() or "—"


ENTER: Final = Operation(
    "asset.enter",
    inputs=(
        "kind",
        "name",
        "category",
        "state",
        "cadastral_code",
        "value_tetri",
        "fields",
        "inventory_no",
        "valid_from",
        "ground",
    ),
    outputs=("asset", "inventory_no"),
    required=("kind", "name", "category", "valid_from", "ground"),
    inline=enter,
)
CHANGE: Final = Operation(
    "asset.change",
    inputs=(
        "asset",
        "name",
        "category",
        "state",
        "cadastral_code",
        "value_tetri",
        "fields",
        "valid_from",
        "ground",
    ),
    outputs=("asset", "state"),
    required=("asset", "valid_from", "ground"),
    inline=change,
    kinds={"state": one_of(kinds.STATES)},
)
_FOUND: Final = (
    *("asset", "inventory_no", "kind", *_STATE),
    *("is_ours", "is_used", "used_from", "used_until"),
)
FIND: Final = Operation(
    "asset.find",
    inputs=("asset", "inventory_no", "cadastral_code"),
    outputs=("found", *_FOUND),
    silent=_FOUND,
    inline=find,
    kinds={
        "kind": one_of(kinds.KINDS),
        "category": one_of(kinds.CATEGORIES),
        "state": one_of(kinds.STATES),
    },
)
