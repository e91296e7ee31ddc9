"""Absences as officials see them: their own, those that wait for their approval, who is away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from engine.absences import rules, store
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotAllowed, NotFound
from engine.queries import colleagues
from engine.queries.colleagues import Colleague
from engine.roles import NO_WORK
from engine.stores import people

PLACES = "select id, code, names from municipalities where id = any (:places) order by code"
PAST: Final = timedelta(days=365)  # of one's own absences
# Everybody's that are not over; of one's own also past ones and those that were not approved.
LISTED = """
select a.*, m.code as municipality, m.names as place from absences a
join municipalities m on m.id = a.municipality_id
where a.municipality_id = any (:places)
  and (a.state in ('asked', 'approved') and a.until > :today or a.person_id = :person and a.first_on > :since)
order by a.first_on, a.id
"""
ONE = """
select a.*, m.code as municipality, m.names as place from absences a
join municipalities m on m.id = a.municipality_id where a.id = :id and a.municipality_id = any (:places)
"""

Names = Mapping[str, str]


@dataclass(frozen=True)
class AbsentOfficial:
    """An official who is or will be away, with the substitute. Why is not known."""

    absence_id: UUID
    municipality: str
    place: Names
    person_id: int
    who: Names
    substitute: Names | None
    first_on: date
    last_on: date | None  # None: ended before it began
    state: str
    act: str | None
    reason: str | None  # why it was declined
    decided_by: Names | None
    is_own: bool
    stands_in: bool  # the reader is the substitute
    is_now: bool
    may_decide: bool
    may_end: bool


@dataclass(frozen=True)
class AbsencePlace:
    """A municipality for which the reader works, with the colleagues who may stand in."""

    code: str
    names: Names
    colleagues: tuple[Colleague, ...]
    needs_act: bool  # nobody stands above the reader: their own absence names the act itself
    may_enter_for: tuple[Colleague, ...]  # whose absence the reader may enter and approve


@dataclass(frozen=True)
class AbsencesPage:
    """Absences of a person's municipalities that are not over, and all of their own of a year."""

    places: tuple[AbsencePlace, ...]
    own: tuple[AbsentOfficial, ...]
    to_decide: tuple[AbsentOfficial, ...]
    others: tuple[AbsentOfficial, ...]


def page(tx: Transaction) -> AbsencesPage:
    """Return what an official sees of absences. Raises `NotAllowed`."""
    if not tx.actor.municipalities:
        raise NotAllowed
    places, today = tx.actor.municipalities, local_date(tx.now)
    since = {"today": today, "since": today - PAST, "person": tx.actor.person_id}
    found = _views(tx, tx.all(LISTED, places=list(places), **since))
    return AbsencesPage(
        tuple(_place(tx, row) for row in tx.all(PLACES, places=list(places))),
        tuple(view for view in reversed(found) if view.is_own),
        tuple(view for view in found if view.may_decide),
        tuple(
            view for view in found if not view.is_own and not view.may_decide and view.state == rules.APPROVED
        ),
    )


def absence(tx: Transaction, absence_id: UUID) -> AbsentOfficial:
    """Return one absence. Raises `NotFound`."""
    views = _views(tx, tx.all(ONE, id=absence_id, places=list(tx.actor.municipalities)))
    if not views:
        raise NotFound
    return views[0]


def _place(tx: Transaction, row: Any) -> AbsencePlace:
    team = colleagues.of(tx, (row.id,))
    others = tuple(colleague for colleague in team if colleague.person_id != tx.actor.person_id)
    decided = (
        colleague
        for colleague in others
        if rules.may_decide(tx.actor, row.id, person_id=colleague.person_id, roles=colleague.roles)
    )
    own = tx.actor.offices_in(row.id)
    return AbsencePlace(row.code, row.names, others, rules.heads_all(own), tuple(decided))


def _views(tx: Transaction, rows: Iterable[Any]) -> list[AbsentOfficial]:
    rows = list(rows)
    concerned = (
        {row.person_id for row in rows} | {row.substitute_id for row in rows} | {r.decided_by for r in rows}
    )
    names = people.names(tx, {person for person in concerned if person is not None})
    roles = _roles(tx, rows)
    return [
        _view(tx, row, names, roles.get((row.person_id, row.municipality_id), frozenset())) for row in rows
    ]


def _roles(tx: Transaction, rows: list[Any]) -> dict[tuple[int, int], frozenset[str]]:
    """Return by which roles the absent officials work, by person and municipality."""
    found, today = dict[tuple[int, int], frozenset[str]](), local_date(tx.now)
    for place in {row.municipality_id for row in rows}:
        absent = tuple({row.person_id for row in rows if row.municipality_id == place})
        for person, grants in store.grants(tx, place, absent, on=today).items():
            found[person, place] = frozenset(grant.role for grant in grants if grant.center is None) - NO_WORK
    return found


def _view(tx: Transaction, row: Any, names: Mapping[int, Names], roles: frozenset[str]) -> AbsentOfficial:
    me, today = tx.actor.person_id, local_date(tx.now)
    above = rules.may_decide(tx.actor, row.municipality_id, person_id=row.person_id, roles=roles)
    is_own = row.person_id == me
    lasts = row.state == rules.APPROVED and row.until > max(today, row.first_on)
    return AbsentOfficial(
        absence_id=row.id,
        municipality=row.municipality,
        place=row.place,
        person_id=row.person_id,
        who=names[row.person_id],
        substitute=names.get(row.substitute_id),
        first_on=row.first_on,
        last_on=row.until - timedelta(days=1) if row.until > row.first_on else None,
        state=row.state,
        act=row.act,
        reason=row.reason,
        decided_by=names.get(row.decided_by),
        is_own=is_own,
        stands_in=row.substitute_id == me,
        is_now=row.state == rules.APPROVED and row.first_on <= today < row.until,
        may_decide=above and row.state == rules.ASKED and row.substitute_id != me,
        may_end=(lasts and (is_own or above)) or (is_own and row.state == rules.ASKED),
    )
