"""Assignments of the steps of a case: who took, gave back or assigned which, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from engine import canonical
from engine.catalogue.published import Published
from engine.db.pool import Transaction
from engine.stores import people

MOST: Final = 200
NOTED = """
select at, actor_id, kind, body from stream_events where stream = :stream and kind like 'task.%'
order by seq desc limit :most
"""


@dataclass(frozen=True)
class Handover:
    at: datetime
    kind: str  # task.claimed, .released, .assigned; by an absence .handed_over, .given_back
    step: Mapping[str, str]
    who: Mapping[str, str] | None
    to: Mapping[str, str] | None  # whom a supervisor gave it; nobody: back to the unit
    before: Mapping[str, str] | None  # who had it
    reason: str | None


def of_case(tx: Transaction, case_id: UUID, version: Published) -> tuple[Handover, ...]:
    """Return what is on record for the office, newest first."""
    rows = tx.all(NOTED, stream=f"work/{case_id}", most=MOST)
    bodies = [canonical.loads(bytes(row.body)) for row in rows]
    acted = {row.actor_id for row in rows}
    acted |= {body.get(name) for body in bodies for name in ("person", "before")}
    names = people.names(tx, {person for person in acted if person is not None})
    return tuple(
        Handover(
            row.at,
            row.kind,
            version.names_of(body["element"]),
            names.get(row.actor_id),
            names.get(body.get("person") or 0),
            names.get(body.get("before") or 0),
            body.get("reason"),
        )
        for row, body in zip(rows, bodies, strict=True)
    )
