"""The day of a community centre, for those who work there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from engine.catalogue.published import published
from engine.clock import local_date, start_of_day
from engine.commands.contacts import KnownPerson
from engine.db.pool import Transaction
from engine.queries.views import Names

DAY = "select * from center_day(:center, :since, :until, :today)"
TO_HAND_OVER = "select * from center_letters(:center, :since, :today)"
WAITS_HERE = timedelta(days=90)  # how long a letter stands on the list of those to hand over
NAMESAKE = "select has_namesake(:number, :given, :family, :birth, :today)"
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


@dataclass(frozen=True)
class WaitingLetter:
    """A case that was filed here, of which a letter has reached nobody yet."""

    number: str
    applicant: Names
    municipality: Names
    sent_at: datetime


def to_hand_over(tx: Transaction) -> tuple[WaitingLetter, ...]:
    """Return the cases of the centre whose letters nobody has opened or taken, the oldest letter first."""
    today, since = local_date(tx.now), tx.now - WAITS_HERE
    rows = tx.all(TO_HAND_OVER, center=tx.actor.center, since=since, today=today)
    return tuple(WaitingLetter(row.number, row.applicant, row.municipality, row.sent_at) for row in rows)


def has_namesake(tx: Transaction, person: KnownPerson) -> bool:
    """Say whether somebody of the same name and day of birth is known here under another number."""
    found: bool = tx.scalar(
        NAMESAKE,
        number=person.personal_number,
        given=person.given_name,
        family=person.family_name,
        birth=date.fromisoformat(person.birth_date),
        today=local_date(tx.now),
    )
    return found


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
