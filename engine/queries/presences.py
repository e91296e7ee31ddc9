"""What the day of a community centre holds, for those who work there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from engine.catalogue.published import published
from engine.clock import local_date, start_of_day
from engine.db.pool import Transaction
from engine.queries.views import Names

DAY = "select * from center_day(:center, :since, :until, :today)"
CENTER = "select names from centers where number = :number"


@dataclass(frozen=True)
class FiledHere:
    """An application that was filed at the centre; of what became of it only the state."""

    case_id: UUID
    number: str
    service: Names
    municipality: Names
    applicant: Names
    status: str
    filed_at: datetime
    operator: Names | None
    waits_for_applicant: bool


def day(tx: Transaction, on: date | None = None) -> tuple[FiledHere, ...]:
    """Return what was filed on a day (today) at the centre of whoever asks, the newest first."""
    today = local_date(tx.now)
    chosen = on or today
    rows = tx.all(
        DAY,
        center=tx.actor.center,
        since=start_of_day(chosen),
        until=start_of_day(chosen + timedelta(days=1)),
        today=today,
    )
    return tuple(_row(tx, row) for row in rows)


def center_names(tx: Transaction, number: int) -> Mapping[str, str]:
    """Return how a centre is called."""
    names: Mapping[str, str] = tx.scalar(CENTER, number=number)
    return names


def _row(tx: Transaction, row: Any) -> FiledHere:
    return FiledHere(
        row.id,
        row.number,
        published(tx, row.version_id).names,
        row.municipality,
        row.applicant,
        row.status,
        row.filed_at,
        row.representative and row.representative["name"],
        row.waits,
    )
