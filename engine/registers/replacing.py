"""Replacing a wrong entry of a register by the corrected one, in the commit of the second person.

The corrected entry holds for the same days, in the same state, by the same act; the wrong one never held.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from engine.registers.operations.change_notices import notify_subscribers
from engine.stores import registers

if TYPE_CHECKING:
    from engine.steps import OpenCase

# What both have alike.
_SAME: Final = (
    "register",
    "municipality_id",
    "is_single",
    "key",
    "person_id",
    "valid_from",
    "valid_until",
    "case_id",
    "order_number",
    "state",
    "ground",
    "is_final",
)


def replace_entry(
    case: OpenCase, register: Mapping[str, Any], entry: Any, new_id: UUID, changed: Mapping[str, Any]
) -> None:
    """Put the corrected entry in the place of the wrong one; subscribers learn what differs for them."""
    right = {name: values["after"] for name, values in changed.items()}
    fields = {name: value for name, value in {**entry.fields, **right}.items() if value is not None}
    if register["national"] == "one_per_key" and entry.person_id is not None:
        registers.pass_holding(case.tx, entry, to=new_id, free_from=None)
    registers.supersede(case.tx, entry, by=new_id)
    registers.insert(case.tx, id=new_id, fields=fields, **{name: getattr(entry, name) for name in _SAME})
    registers.pass_notes(case.tx, entry, to=new_id)
    if entry.valid_until is None:
        told = {"state": entry.state, "valid_from": entry.valid_from.isoformat()}
        told |= {"order_number": entry.order_number}
        before = {**told, "fields": entry.fields}
        notify_subscribers(case, register, new_id, entry.person_id, {**told, "fields": fields}, before=before)
