"""Recusals: who takes no part in cases, on the page of a case and before the head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from engine.db.pool import Transaction
from engine.queries.views import Names
from engine.roles import Right
from engine.stores import people, recusals

MOST: Final = 50


@dataclass(frozen=True)
class Recusal:
    who: Names | None
    ground: str  # declared, challenge, family
    reason: str
    since: datetime
    case_id: UUID
    case_number: str | None = None  # where it is told beside others


def of_case(tx: Transaction, case_id: UUID) -> tuple[Recusal, ...]:
    rows = recusals.of_case(tx, case_id)
    return _told(tx, rows)


def of_supervised(tx: Transaction) -> tuple[Recusal, ...]:
    """Return the recusals in open cases of the actor's municipalities, newest first; not in their own."""
    places = [
        municipality
        for municipality in tx.actor.municipalities
        if tx.actor.may(Right.SUPERVISE, municipality)
    ]
    rows = recusals.recent(tx, places, most=MOST)
    hidden = recusals.recused(tx, tx.actor.person_id or 0, {row.case_id for row in rows})
    return _told(tx, [row for row in rows if row.case_id not in hidden])


def _told(tx: Transaction, rows: Sequence[Any]) -> tuple[Recusal, ...]:
    names = people.names(tx, {row.person_id for row in rows})
    return tuple(
        Recusal(
            names.get(row.person_id),
            row.ground,
            row.reason,
            row.since,
            row.case_id,
            getattr(row, "number", None),
        )
        for row in rows
    )
