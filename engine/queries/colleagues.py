"""Colleagues: who works for a municipality today and may be assigned steps; who else looks at a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from engine.clock import local_date
from engine.db.pool import Transaction
from engine.roles import NO_WORK, OPERATOR, Right
from engine.stores import colleagues, people

LOOKING_FOR: Final = timedelta(minutes=10)
# Of somebody who looked several times the last one counts. Who holds no office there, as the applicant, is no
# colleague.
LOOKING = f"""
select e.actor_id, max(e.at) as at from stream_events e
where e.stream = :stream and e.kind in ('task.read', 'case.read') and e.at > :since and e.actor_id <> :person
  and exists (select from role_grants g join cases c on c.municipality_id = g.municipality_id
    where c.id = :case_id and g.person_id = e.actor_id and {colleagues.HELD_TODAY})
group by e.actor_id order by max(e.at) desc
"""
HELD = """
select id from tasks where state = 0 and claimed_by = :person and person_id is null
  and municipality_id = any (:places)
order by deadline_at, id
"""


@dataclass(frozen=True)
class Colleague:
    """Somebody who holds offices in a municipality."""

    person_id: int
    municipality_id: int
    names: Mapping[str, str]
    roles: tuple[str, ...]
    is_acting: bool  # in the place of an official, in all of them
    back_on: date | None = None  # of whoever is away today


@dataclass(frozen=True)
class Looking:
    """A colleague who has the case before them, or had it a moment ago."""

    names: Mapping[str, str]
    at: datetime


def supervised(tx: Transaction) -> tuple[Colleague, ...]:
    """Return who works where the actor supervises, by name."""
    places = tuple(
        municipality
        for municipality in tx.actor.municipalities
        if tx.actor.may(Right.SUPERVISE, municipality)
    )
    return of(tx, places) if places else ()


def of(tx: Transaction, municipalities: tuple[int, ...]) -> tuple[Colleague, ...]:
    """Return who works for these municipalities today and may have steps, by name."""
    held: dict[tuple[int, int], list[tuple[str, bool]]] = {}
    for row in colleagues.of_municipalities(tx, municipalities):
        if row.role not in NO_WORK | {OPERATOR}:
            held.setdefault((row.person_id, row.municipality_id), []).append((row.role, row.is_acting))
    names = people.names(tx, {person for person, _ in held})
    away = colleagues.away(tx, municipalities)
    found = [
        Colleague(
            person,
            place,
            names[person],
            tuple(dict.fromkeys(role for role, _ in offices)),
            all(acting for _, acting in offices),
            away.get((person, place)),
        )
        for (person, place), offices in held.items()
    ]
    return tuple(sorted(found, key=lambda one: one.names["ka"]))


def held(tx: Transaction, person_id: int) -> tuple[UUID, ...]:
    """Return every step that somebody has taken where the actor supervises, nearest deadline first."""
    places = [
        municipality
        for municipality in tx.actor.municipalities
        if tx.actor.may(Right.SUPERVISE, municipality)
    ]
    return tuple(row.id for row in tx.all(HELD, person=person_id, places=places))


def looking(tx: Transaction, case_id: UUID) -> tuple[Looking, ...]:
    """Return which others of the office opened the case in the last minutes, the last one first."""
    stream, since = f"reads/{case_id}", tx.now - LOOKING_FOR
    given = {"stream": stream, "since": since, "case_id": case_id, "on": local_date(tx.now)}
    rows = tx.all(LOOKING, **given, person=tx.actor.person_id or 0)
    names = people.names(tx, {row.actor_id for row in rows})
    return tuple(Looking(names[row.actor_id], row.at) for row in rows)
