"""History of the signed-in person in the registers, from the first day on: each state with its days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from engine.catalogue.published import published
from engine.db.pool import Transaction
from engine.registers.rules.states import named, state_of

Names = Mapping[str, str]
EVERY_ENTRY = """
select e.*, c.version_id, c.number as case_number, m.names as municipality_names,
       exists (select from register_corrections k
               where k.entry_id = e.id and k.outcome = 'approved') as is_corrected
from register_entries e join cases c on c.id = e.case_id join municipalities m on m.id = e.municipality_id
where e.person_id = :person_id
order by e.register, e.municipality_id, e.key, e.recorded_at, e.superseded_by is null, e.valid_from, e.id
limit 500
"""


@dataclass(frozen=True)
class Period:
    """One entry: in which state, why, from when until when, by which order."""

    state: Names | None
    ground: Names | None
    valid_from: date
    valid_until: date | None
    order_number: str | None
    case_id: UUID
    case_number: str
    is_superseded: bool  # another one has come in its place before it held
    is_corrected: bool = False  # it said something wrong, and the one in its place says it rightly


@dataclass(frozen=True)
class History:
    """All entries of one register in one municipality, the oldest first."""

    register: Names
    municipality: Names
    periods: tuple[Period, ...]


def own_history(tx: Transaction) -> tuple[History, ...]:
    """Return the person's entries of registers that know states, whether they hold or not."""
    rows = tx.all(EVERY_ENTRY, person_id=tx.actor.party_id or 0)
    kept: dict[tuple[str, int], list[Any]] = {}
    for row in rows:
        kept.setdefault((row.register, row.municipality_id), []).append(row)
    found = (_history(tx, group) for group in kept.values())
    return tuple(history for history in found if any(period.state for period in history.periods))


def _history(tx: Transaction, rows: list[Any]) -> History:
    last = rows[-1]
    # The newest version knows the words of every state and ground so far.
    register = published(tx, last.version_id).register(last.register)
    return History(register["names"], last.municipality_names, tuple(_period(register, row) for row in rows))


def _period(register: Mapping[str, Any], row: Any) -> Period:
    return Period(
        state=state_of(register, row).names or None,
        ground=named(register, row.ground),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        order_number=row.order_number,
        case_id=row.case_id,
        case_number=row.case_number,
        is_superseded=row.superseded_by is not None,
        is_corrected=row.is_corrected,
    )
