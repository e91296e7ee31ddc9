"""Writing an entry into a register, in the commit of the step that decides it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from engine.errors import Broken, Rejected
from engine.operations.operation import Operation
from engine.stores import people, registers

if TYPE_CHECKING:
    from engine.steps import OpenCase


class AlreadyHeld(Rejected):
    """The person already holds this status, here or in another municipality."""

    code = "register.already_held"


def enter(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Add an entry.

    Where the register is declared one per person in the country, the database refuses a second
    holder: two mayors may decide in the same second. The refusal does not say where the status
    is held.
    """
    register = case.published.register(str(inputs["register"]))
    person_id = people.id_of(case.tx, str(inputs["person"])) if inputs.get("person") else None
    valid_from = date.fromisoformat(str(inputs["valid_from"])[:10])
    entry_id = case.id_of("entry", f"{register['code']}:{case.row.version}:{inputs['key']}")
    if register["national"] == "one_per_key":
        if person_id is None:
            raise Broken("register.no_person")
        if not registers.hold_nationally(
            case.tx, register=register["code"], person_id=person_id, valid_from=valid_from, entry_id=entry_id
        ):
            raise AlreadyHeld
    is_entered = registers.insert(
        case.tx,
        id=entry_id,
        register=register["code"],
        municipality_id=case.row.municipality_id,
        is_single=register["validity"] == "single",
        key=str(inputs["key"]),
        person_id=person_id,
        fields=inputs.get("fields") or {},
        valid_from=valid_from,
        case_id=case.row.id,
        order_number=case.world.changes.get("order_number", case.row.order_number),
    )
    if not is_entered:
        raise AlreadyHeld
    case.note("register.entered", register=register["code"], valid_from=valid_from.isoformat())
    return {"entry": str(entry_id)}


ENTER = Operation(
    "register.enter",
    inputs=("register", "key", "person", "fields", "valid_from"),
    outputs=("entry",),
    required=("register", "key", "valid_from"),
    inline=enter,
)
