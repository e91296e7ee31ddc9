"""History of several people in a register since a day, for a step that weighs it.

Refuses to look beyond the municipality's own register.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from engine.errors import Broken
from engine.operations.operation import Operation
from engine.operations.traits import OnRegister
from engine.registers.rules.states import state_of
from engine.stores import registers
from feel.analyse import Kind, list_of
from feel.analyse.kinds import STRING

if TYPE_CHECKING:
    from engine.steps import OpenCase

MOST_PEOPLE = 100
# Beside the state and the fields, which the register declares.
_ENTRY = Kind(
    "context",
    members=tuple((name, STRING) for name in ("person", "key", "since", "order_number")),
    is_closed=True,
)


def of_people(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Return the newest state of each entry that these people hold and that began since the day.

    The latest comes first. Whom nobody knows yet holds nothing. `naming` are the entries of others that name
    one of these people in the field `named_in`, which lists personal numbers parted by spaces.
    """
    register, people = case.published.register(str(inputs["register"])), inputs["people"]
    if not isinstance(people, list) or len(people) > MOST_PEOPLE:
        raise Broken("register.people_unusable")
    place = {"register": register["code"], "municipality_id": case.row.municipality_id}
    numbers = [str(person) for person in people]
    found = registers.of_people(case.tx, **place, people=numbers, since=_day(inputs["since"]))
    field, since = inputs.get("named_in"), inputs.get("named_since")
    naming = (
        registers.naming(
            case.tx, **place, field=str(field), people=numbers, since=None if since is None else _day(since)
        )
        if field is not None
        else ()
    )
    return {
        "entries": [_entry(register, row) for row in found],
        "naming": [_entry(register, row) for row in naming],
    }


def _day(value: Any) -> date:
    return date.fromisoformat(str(value)[:10])


def _entry(register: Mapping[str, Any], row: Any) -> dict[str, Any]:
    return {
        "person": row.personal_number,
        "key": row.key,
        "state": state_of(register, row).code or None,
        "since": row.valid_from.isoformat(),
        "order_number": row.order_number,
        "fields": row.fields,
    }


OF_PEOPLE = Operation(
    "register.of_people",
    inputs=("register", "people", "since", "named_in", "named_since"),
    outputs=("entries", "naming"),
    required=("register", "people", "since"),
    inline=of_people,
    on_register=OnRegister.FINDS,
    kinds={"entries": list_of(_ENTRY), "naming": list_of(_ENTRY)},
)
