"""Undoing what the act of a case wrote into registers, when a later act takes its force away.

From the beginning (annulled, void): the entry is superseded as if it had never been; where it changed an
earlier one, that one holds again for the same time. From a day on (repealed): the entry ends with it. Entries
are append-only, so what takes their place is an entry of its own, which cites the later act. Refuses to know
why.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from engine.operations.traits import OnRegister
from engine.registers.operations.change_notices import notify_subscribers
from engine.registers.operations.entries import AlreadyHeld
from engine.registers.rules.states import ANNULLED, State, state_of
from engine.stores import registers

if TYPE_CHECKING:
    from uuid import UUID

    from engine.steps import OpenCase


def undo(case: OpenCase, *, since: date | None, order_number: str | None) -> int:
    """Take back the entries of the case whose act lost its force; return how many of them still held.

    `since` None takes them back from their first day. Raises `AlreadyHeld` where the person holds elsewhere
    meanwhile what an earlier entry would give back.
    """
    own = [entry for entry in registers.of_case(case.tx, case.row.id) if entry.superseded_by is None]
    ids = [case.id_of("undone", f"{case.row.version}:{number}") for number in range(len(own))]
    return sum(
        _undo(case, entry, new_id, since, order_number) for entry, new_id in zip(own, ids, strict=True)
    )


def _undo(case: OpenCase, entry: Any, new_id: UUID, since: date | None, order_number: str | None) -> bool:
    """Take back one entry; False where a later act has ended or changed it before the day: that one stays."""
    register = case.published.register(entry.register)
    day = entry.valid_from if since is None else max(since, entry.valid_from)
    before = registers.before(case.tx, entry)
    if before is not None and not before.is_final:
        if entry.valid_until is not None and entry.valid_until <= day:
            return False
        _take_away(case, [entry], day, new_id)
        state = state_of(register, before)
        _put(case, register, new_id, entry, before, state, day, order_number, until=entry.valid_until)
        _hold_again(case, register, entry, new_id, day)
        return True
    reached = registers.reaching(case.tx, entry, on=day)
    if since is not None and all(held.is_final for held in reached):
        return False
    for held in reached:
        if register["national"] == "one_per_key":
            registers.pass_holding(case.tx, held, to=new_id, free_from=day)
    _take_away(case, reached, day, new_id)
    _put(case, register, new_id, entry, entry, ANNULLED, day, order_number, until=None)
    return True


def _take_away(case: OpenCase, entries: list[Any], day: date, new_id: UUID) -> None:
    for entry in entries:
        registers.end(case.tx, entry, on=day, by=new_id)


def _hold_again(case: OpenCase, register: Mapping[str, Any], entry: Any, new_id: UUID, day: date) -> None:
    """Give the one place in the country to the entry that holds again; after a final one it is taken anew."""
    if register["national"] != "one_per_key":
        return
    registers.pass_holding(case.tx, entry, to=new_id, free_from=None)
    if entry.is_final and not registers.hold_nationally(
        case.tx, register=entry.register, person_id=entry.person_id, valid_from=day, entry_id=new_id
    ):
        raise AlreadyHeld


def _put(
    case: OpenCase,
    register: Mapping[str, Any],
    new_id: UUID,
    entry: Any,
    like: Any,
    state: State,
    day: date,
    order_number: str | None,
    *,
    until: date | None,
) -> None:
    """Put in the place of `entry` one that says what `like` says; one that is annulled never holds."""
    is_annulled = state is ANNULLED
    told = {
        "state": state.code or None,
        "valid_from": day.isoformat(),
        "order_number": order_number,
        "fields": like.fields,
    }
    kept = ("register", "municipality_id", "is_single", "key")
    columns = {name: getattr(entry, name) for name in kept} | told
    registers.insert(
        case.tx,
        **columns | {"valid_from": day},
        id=new_id,
        person_id=like.person_id,
        valid_until=until,
        superseded_by=new_id if is_annulled else None,
        case_id=case.row.id,
        ground=None if is_annulled else like.ground,
        is_final=state.is_final,
    )
    names = dict(state.names) or dict(register["names"])
    said = {"register": entry.register, "state": names, "valid_from": day.isoformat(), "ground": None}
    case.record(OnRegister.UNDOES.value, **said)
    notify_subscribers(case, register, new_id, like.person_id, told)
