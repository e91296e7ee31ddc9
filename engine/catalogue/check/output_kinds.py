"""The kinds of what operations bring back, by the names of their outputs.

An output of one name is of one kind whatever operation brings it, unless the operation says so itself.
What an entry of a register holds is known by the declaration of the register.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from engine.catalogue.check.operations import values_of
from engine.operations import ALL, Operation
from engine.operations.traits import OnRegister
from engine.process import Definition, Element
from feel.analyse import UNKNOWN, Kind, list_of, one_of
from feel.analyse.kinds import BOOLEAN, NUMBER, STRING, joined

_TRUTHS: Final = frozenset(
    {"found", "known", "released", "reserved", "cancelled", "accepted"}
    | {"is_citizen", "is_alive", "is_dead", "is_ours", "is_used", "is_buildable"}
)
_NUMBERS: Final = frozenset(
    {"pages", "count", "undone", "area_m2", "k1_max", "k2_max", "k3_min", "height_max"}
    | {"confirmed", "damaged", "missing", "surplus"}
    | {"value_tetri", "fee_tetri", "price_tetri", "spent_tetri", "lost_tetri"}
)
_SEVERAL: Final = frozenset({"entries", "naming"})  # lists of entries of a register
_LISTS: Final = frozenset({"entries", "owners", "encumbrances", "touches", "lost"})
_ANYTHING: Final = frozenset({"fields", "geometry"})
_OF_FIELDS: Final[Mapping[str, Kind]] = {
    "integer": NUMBER,
    "number": NUMBER,
    "money": NUMBER,
    "flag": BOOLEAN,
    "document": UNKNOWN,
    "person": UNKNOWN,
}


def kind_of_output(operation: Operation, name: str) -> Kind:
    """Return the kind of one output of an operation."""
    if name in operation.kinds:
        return operation.kinds[name]
    if name in _TRUTHS:
        return BOOLEAN
    if name in _NUMBERS:
        return NUMBER
    if name in _LISTS:
        return list_of(UNKNOWN)
    return UNKNOWN if name in _ANYTHING else STRING


def kind_of_result(
    element: Element, definition: Definition, registers: Mapping[str, Mapping[str, Any]]
) -> Kind:
    """Return the kind of the result of a step's operation, over what is known of the registers it reads."""
    if element.operation not in ALL.names:
        return UNKNOWN
    operation = ALL.find(element.operation)
    kinds = {name: kind_of_output(operation, name) for name in operation.outputs}
    if operation.on_register is OnRegister.FINDS:
        codes = values_of(element, "register", definition)
        if codes and all(code in registers for code in codes):
            of_entry = _of_entry([registers[code] for code in codes])
            if "entries" in kinds:
                kinds |= {name: _one_of_several(kinds[name], of_entry) for name in _SEVERAL & kinds.keys()}
            else:
                kinds |= of_entry
    return Kind("context", members=tuple(kinds.items()), is_closed=True)


def _one_of_several(kind: Kind, of_entry: Mapping[str, Kind]) -> Kind:
    """Return the kind of a list of entries: more is said of one of several, what it holds is the same."""
    also = kind.element or UNKNOWN
    members = (*also.members, *of_entry.items())
    return list_of(Kind("context", members=members, is_closed=also.is_closed))


def _of_entry(registers: Collection[Mapping[str, Any]]) -> dict[str, Kind]:
    """Return the kinds of what is found of an entry that is in one of these registers."""
    return {
        "state": joined(kind_of_state(register) for register in registers),
        "fields": joined(kind_of_fields(register) for register in registers),
    }


def kind_of_fields(register: Mapping[str, Any]) -> Kind:
    """Return the kind of the values that an entry of a register has."""
    members = tuple((field["name"], kind_of_field(field)) for field in register.get("fields", ()))
    return Kind("context", members=members, is_closed=True)


def kind_of_state(register: Mapping[str, Any]) -> Kind:
    """Return the kind of the state of an entry: one of those that its register declares."""
    return _codes(register.get("states", ()))


def kind_of_field(field: Mapping[str, Any]) -> Kind:
    """Return the kind of one value of an entry; a choice names its options."""
    if field["type"] == "choice":
        return _codes(field.get("options", ()), "value")
    return _OF_FIELDS.get(field["type"], STRING)


def _codes(declared: Collection[Mapping[str, Any]], key: str = "code") -> Kind:
    return one_of(str(entry[key]) for entry in declared) if declared else STRING
