"""Questions about what is announced: how one is asked, and which were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.announcements.queries.announcements import Announcement
from engine.catalogue.store import versions
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.queries import places
from engine.queries.views import Municipality
from engine.stores import links


@dataclass(frozen=True)
class Asking:
    """The service by which questions are asked, the field that names the announcement, and who answers."""

    service: str
    field: str
    places: tuple[Municipality, ...]


@dataclass(frozen=True)
class Question:
    """A case about an announcement."""

    case_id: UUID
    number: str
    filed_at: datetime
    status: str


def asking(tx: Transaction, announcement: Announcement) -> Asking | None:
    """Return how one asks about an announcement; None where no municipality it is for takes questions."""
    rows = versions.by_place(tx, on=local_date(tx.now))
    row: Any = next((row for row in rows if row.settings.get("about_announcement")), None)
    in_force = {
        place for version in rows if row is not None and version.code == row.code for place in version.places
    }
    if row is None or announcement.withdrawn_on is not None:
        return None
    found = tuple(
        municipality
        for municipality in places.municipalities(tx)
        if municipality.id in in_force
        and row.module in municipality.modules
        and (not announcement.audience or municipality.code in announcement.audience)
    )
    return Asking(row.code, row.settings["about_announcement"], found) if found else None


def asked(tx: Transaction, announcement_id: UUID) -> tuple[Question, ...]:
    """Return what was asked about an announcement, as far as whoever looks may see the cases."""
    rows = links.of_announcement(tx, announcement_id)
    return tuple(Question(row.id, row.number, row.filed_at, row.status) for row in rows)
