"""Noting something of an entry of a register that changes nothing of it, such as that it was looked after."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from engine.errors import Broken
from engine.operations.operation import Operation
from engine.operations.traits import OnRegister
from engine.registers.operations.entries import NoEntry
from engine.stores import registers

if TYPE_CHECKING:
    from engine.steps import OpenCase


def note(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Note it of the entry that holds under the key. Raises `NoEntry` where there is none."""
    register, key = case.published.register(str(inputs["register"])), str(inputs["key"])
    known = {declared["code"]: declared["names"] for declared in register.get("notes", ())}
    if inputs["note"] not in known:
        raise Broken("register.note_unknown", note=str(inputs["note"]))
    entry = registers.current(case.tx, register["code"], case.row.municipality_id, key)
    if entry is None or entry.is_final:
        raise NoEntry
    on = date.fromisoformat(str(inputs["on"])[:10]) if inputs.get("on") else case.world.today
    registers.add_note(
        case.tx,
        id=case.id_of("note", f"{case.row.version}:{len(case.events)}"),
        entry=entry,
        note=inputs["note"],
        on=on,
        case_id=case.row.id,
    )
    what = dict(known[inputs["note"]])
    case.record(OnRegister.NOTES.value, register=register["code"], note=what, on=on.isoformat())
    return {"on": on.isoformat()}


NOTE = Operation(
    "register.note",
    inputs=("register", "key", "note", "on"),
    outputs=("on",),
    required=("register", "key", "note"),
    inline=note,
    on_register=OnRegister.NOTES,
)
