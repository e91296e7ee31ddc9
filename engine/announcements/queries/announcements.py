"""Announcements as people read them, and what was answered as those see it who announced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from engine.announcements.rules import ANSWERED_BY, may_announce
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.queries.views import Names
from engine.roles import Right
from engine.stores import announcements


@dataclass(frozen=True)
class Announcement:
    """Public announcement; without a municipality it is the state that speaks."""

    announcement_id: UUID
    municipality: Names | None
    kind: str
    titles: Names
    bodies: Names
    audience: tuple[str, ...]
    first_on: date
    last_on: date
    withdrawn_on: date | None
    outcome: Names | None
    is_over: bool
    answered_by: str | None  # `opinion` or `sign_up`, while it can be answered


@dataclass(frozen=True)
class Answers:
    """Answers to an announcement: by whom is known to nobody."""

    number: int
    stances: Mapping[str, int]
    at_centers: int
    texts: tuple[tuple[str, str], ...]  # stance and text, for those who announced it


@dataclass(frozen=True)
class AnnouncementPage:
    """An announcement for whoever looks at it: what they answered themselves, and what all did."""

    announcement: Announcement
    own: Any
    answers: Answers
    may_announce: bool


def current(tx: Transaction, code: str | None = None) -> tuple[Announcement, ...]:
    """Return what runs now and what ended lately, for one municipality or for all."""
    today = local_date(tx.now)
    rows = announcements.current(tx, code=code, today=today, since=today - announcements.LISTED)
    return tuple(_view(row, today) for row in rows)


def published(tx: Transaction) -> tuple[Announcement, ...]:
    """Return what was announced by those for whom the person may announce."""
    places = [place for place in tx.actor.municipalities if tx.actor.may(Right.ANNOUNCE, place)]
    is_state = may_announce(tx.actor, None)
    rows = announcements.published(tx, municipalities=places, is_state=is_state)
    return tuple(_view(row, local_date(tx.now)) for row in rows)


def page(tx: Transaction, announcement_id: UUID) -> AnnouncementPage:
    """Return an announcement with its answers. Raises `NotFound`."""
    row, today = announcements.find(tx, announcement_id), local_date(tx.now)
    if row is None:
        raise NotFound
    is_announcer = may_announce(tx.actor, row.municipality_id)
    if row.withdrawn_on is not None and not is_announcer:
        raise NotFound
    party = tx.actor.party_id
    own = None if party is None else announcements.own(tx, announcement_id, party)
    answers = announcements.responses(tx, announcement_id, today=today)
    return AnnouncementPage(_view(row, today), own, _answers(answers), is_announcer)


def _answers(rows: list[Any]) -> Answers:
    return Answers(
        len(rows),
        Counter(row.stance for row in rows if row.stance is not None),
        sum(row.center is not None for row in rows),
        tuple((row.stance or "", row.body) for row in rows if row.body),
    )


def _view(row: Any, today: date) -> Announcement:
    is_open = row.withdrawn_on is None and row.first_on <= today <= row.last_on
    return Announcement(
        row.id,
        row.municipality_names,
        row.kind,
        row.titles,
        row.bodies,
        tuple(row.audience or ()),
        row.first_on,
        row.last_on,
        row.withdrawn_on,
        row.outcome,
        row.last_on < today,
        ANSWERED_BY.get(row.kind) if is_open else None,
    )
