"""Writing an entry into a register, in the commit of the step that decides it.

A register may say in which states an entry can be (`states` of its file) and which follows which. Each
state is an entry of its own: the one before ends where it begins, so the entries of a key are its history.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from engine.errors import Broken, Rejected
from engine.operations.operation import Operation
from engine.operations.persons import everybody
from engine.operations.traits import OnRegister
from engine.registers.operations.change_notices import notify_subscribers
from engine.registers.rules.states import State, first_state, named, state_of, states_of
from engine.stores import people, registers

if TYPE_CHECKING:
    from engine.steps import OpenCase


class AlreadyHeld(Rejected):
    """The person already holds this status, here or in another municipality."""

    code = "register.already_held"


class NoEntry(Rejected):
    """The register has no entry that could be changed."""

    code = "register.no_entry"


class NotFromThisState(Rejected):
    """The entry is in a state that the new one does not follow."""

    code = "register.state_does_not_follow"


def enter(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Add an entry, in the first of the register's states.

    Where the register is declared one per person in the country, the database refuses a second
    holder: two mayors may decide in the same second. The refusal does not say where the status
    is held.
    """
    register, key = case.published.register(str(inputs["register"])), str(inputs["key"])
    person_id = people.id_of(case.tx, str(inputs["person"])) if inputs.get("person") else None
    valid_from, entry_id = _day(inputs["valid_from"]), _entry_id(case, register, key)
    if register["national"] == "one_per_key":
        if person_id is None:
            raise Broken("register.no_person")
        if not registers.hold_nationally(
            case.tx, register=register["code"], person_id=person_id, valid_from=valid_from, entry_id=entry_id
        ):
            raise AlreadyHeld
    before = registers.current(case.tx, register["code"], case.row.municipality_id, key)
    if before is not None and before.is_final:
        if valid_from < before.valid_from:
            raise AlreadyHeld
        registers.end(case.tx, before, on=valid_from, by=entry_id)
    fields = inputs.get("fields") or {}
    _insert(case, register, entry_id, key, person_id, fields, valid_from, first_state(register), ground=None)
    case.record(OnRegister.ENTERS.value, register=register["code"], valid_from=valid_from.isoformat())
    return {"entry": str(entry_id)}


def change(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Bring the entry of a key into another state from a day on; `fields` go over those it has.

    With `person` it is about somebody else from then on. Raises `NoEntry` where there is none that holds,
    `NotFromThisState` where the register's states don't allow it. A field that is given as null is gone.
    """
    register, key = case.published.register(str(inputs["register"])), str(inputs["key"])
    state = states_of(register).get(str(inputs["state"]))
    if state is None:
        raise Broken("register.state_unknown", state=str(inputs["state"]))
    ground = inputs.get("ground")
    if ground is not None and named(register, ground) is None:
        raise Broken("register.ground_unknown", ground=str(ground))
    before = registers.current(case.tx, register["code"], case.row.municipality_id, key)
    if before is None or before.is_final:
        raise NoEntry
    present = state_of(register, before)
    if state.code not in present.followed_by:
        raise NotFromThisState(state=dict(present.names))
    person_id = _whose(case, register, before, inputs.get("person"))
    valid_from = _day(inputs["valid_from"])
    # The number of events tells one change of a step from the next, and a replay gives the same.
    entry_id = _entry_id(case, register, f"{key}:{len(case.events)}")
    if register["national"] == "one_per_key":
        registers.pass_holding(case.tx, before, to=entry_id, free_from=valid_from if state.is_final else None)
    for entry in registers.reaching(case.tx, before, on=valid_from):
        registers.end(case.tx, entry, on=valid_from, by=entry_id)
    fields = {k: v for k, v in {**before.fields, **(inputs.get("fields") or {})}.items() if v is not None}
    _insert(case, register, entry_id, key, person_id, fields, valid_from, state, ground=ground)
    case.record(
        OnRegister.CHANGES.value,
        register=register["code"],
        state=dict(state.names),
        valid_from=valid_from.isoformat(),
        ground=ground,
    )
    return {"entry": str(entry_id), "state": state.code}


def find(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Say what the municipality's own register holds under a key now: the newest state of its entry."""
    register = case.published.register(str(inputs["register"]))
    found = registers.current(
        case.tx, register["code"], case.row.municipality_id, str(inputs["key"]), is_locked=False
    )
    if found is None:
        return {**dict.fromkeys(FIND.outputs), "found": False}
    return {
        "found": True,
        "state": state_of(register, found).code or None,
        "ground": found.ground,
        "since": found.valid_from.isoformat(),
        "order_number": found.order_number,
        "fields": found.fields,
    }


def _insert(
    case: OpenCase,
    register: Mapping[str, Any],
    entry_id: Any,
    key: str,
    person_id: int | None,
    fields: Mapping[str, Any],
    valid_from: date,
    state: State,
    *,
    ground: str | None,
) -> None:
    order_number = case.world.changes.get("order_number", case.row.order_number)
    is_entered = registers.insert(
        case.tx,
        id=entry_id,
        register=register["code"],
        municipality_id=case.row.municipality_id,
        is_single=register["validity"] == "single",
        key=key,
        person_id=person_id,
        fields=fields,
        valid_from=valid_from,
        case_id=case.row.id,
        order_number=order_number,
        state=state.code or None,
        ground=ground,
        is_final=state.is_final,
    )
    if not is_entered:
        raise AlreadyHeld
    entry = {
        "state": state.code or None,
        "valid_from": valid_from.isoformat(),
        "order_number": order_number,
        "fields": fields,
    }
    notify_subscribers(case, register, entry_id, person_id, entry)


def _whose(case: OpenCase, register: Mapping[str, Any], before: Any, number: Any) -> int | None:
    """Return whom the entry is about from now on: as before, unless the step names somebody."""
    if number is None:
        held_by: int | None = before.person_id
        return held_by
    if register["national"] == "one_per_key":
        raise Broken("register.person_fixed")
    with everybody(case) as tx:
        found = people.id_of(tx, str(number))
    if found is None:
        raise Broken("register.no_person")
    return found


def _entry_id(case: OpenCase, register: Mapping[str, Any], key: str) -> Any:
    return case.id_of("entry", f"{register['code']}:{case.row.version}:{key}")


def _day(value: Any) -> date:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        raise Broken("register.day_unusable") from None


ENTER = Operation(
    "register.enter",
    inputs=("register", "key", "person", "fields", "valid_from"),
    outputs=("entry",),
    required=("register", "key", "valid_from"),
    inline=enter,
    on_register=OnRegister.ENTERS,
)
CHANGE = Operation(
    "register.change",
    inputs=("register", "key", "state", "ground", "person", "fields", "valid_from"),
    outputs=("entry", "state"),
    required=("register", "key", "state", "valid_from"),
    inline=change,
    on_register=OnRegister.CHANGES,
)
FIND = Operation(
    "register.find",
    inputs=("register", "key"),
    outputs=("found", "state", "ground", "since", "order_number", "fields"),
    silent=("state", "ground", "since", "order_number", "fields"),
    required=("register", "key"),
    inline=find,
    on_register=OnRegister.FINDS,
)
