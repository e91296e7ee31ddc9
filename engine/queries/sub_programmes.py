"""The sub-programmes of a municipality's yearly social programme, as everybody may read them.

Each is shown in one period: the one in force today, else the next, else the last. They are there as long as
the municipality offers the service by which one applies; `sub_programme` in its `service.json` says which
service that is. Says nothing of anybody who was helped: it reads no case and no register.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any

from engine.catalogue.store import versions
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.queries.sub_programme_views import AHEAD, ENDED, IN_FORCE, SubProgramme
from engine.queries.views import Municipality
from engine.stores import reference
from engine.stores.known import known

SETTING = "sub_programme"
MOST_RELATED = 4


def sub_programmes(tx: Transaction, municipality: Municipality) -> tuple[SubProgramme, ...]:
    """Return those that are in force or to come, by name."""
    rows = known(tx, municipality.id).programme_periods()
    found = _shown(rows, municipality, _services(tx), local_date(tx.now))
    return tuple(programme for programme in found if programme.state != ENDED)


def of_service(tx: Transaction, municipality: Municipality, service: str) -> tuple[SubProgramme, ...]:
    """Return those of them for which one applies by the service."""
    found = sub_programmes(tx, municipality)
    return tuple(programme for programme in found if programme.service == service)


def of_all(tx: Transaction, places: Iterable[Municipality]) -> tuple[SubProgramme, ...]:
    """Return the same of several municipalities, with one statement."""
    by_place = {place.id: place for place in places}
    services, today = _services(tx), local_date(tx.now)
    found: list[SubProgramme] = []
    for place, rows in groupby(reference.programmes_of_all(tx), key=lambda row: row.municipality_id):
        if place in by_place:
            found += _shown(rows, by_place[place], services, today)
    return tuple(programme for programme in found if programme.state != ENDED)


def sub_programme(tx: Transaction, municipality: Municipality, code: str) -> SubProgramme:
    """Return one of them, also one that has ended. Raises `NotFound`."""
    rows = known(tx, municipality.id).programme_periods()
    for programme in _shown(rows, municipality, _services(tx), local_date(tx.now)):
        if programme.code == code:
            return programme
    raise NotFound


def related(programme: SubProgramme, others: Iterable[SubProgramme]) -> tuple[SubProgramme, ...]:
    """Return those in force that exclude this one or share a life event with it, the nearest first."""

    def nearness(other: SubProgramme) -> int:
        excluded = other.code in excluding(programme) or programme.code in excluding(other)
        return 10 * excluded + len(set(other.life_events) & set(programme.life_events))

    rest = [other for other in others if other.code != programme.code and other.state == IN_FORCE]
    near = sorted(filter(nearness, rest), key=nearness, reverse=True)
    return tuple(near[:MOST_RELATED])


def excluding(programme: SubProgramme) -> tuple[str, ...]:
    """Return the codes of those beside which it is not given in the same year."""
    return tuple(programme.content["conditions"]["not_beside"])


def _services(tx: Transaction) -> list[Any]:
    rows = versions.by_place(tx, on=local_date(tx.now))
    return [row for row in rows if SETTING in row.settings]


def _shown(
    rows: Iterable[Any], municipality: Municipality, services: list[Any], today: date
) -> Iterator[SubProgramme]:
    service = next((row for row in services if _is_offered(row, municipality)), None)
    if service is None:
        return
    views = (_view(row, municipality, service, today) for row in rows)
    found = [_counting(list(periods)) for _, periods in groupby(views, key=lambda period: period.code)]
    yield from sorted(found, key=lambda programme: (str(programme.names["ka"]), programme.code))


def _is_offered(service: Any, municipality: Municipality) -> bool:
    return municipality.id in service.places and municipality.offers(service.code)


def _view(row: Any, municipality: Municipality, service: Any, today: date) -> SubProgramme:
    state = AHEAD if today < row.valid_from else IN_FORCE
    if row.valid_until is not None and row.valid_until <= today:
        state = ENDED
    events = row.content.get("life_events") or service.settings.get("life_events", ())[:1]
    return SubProgramme(
        code=row.code,
        municipality=municipality.code,
        service=service.code,
        life_events=tuple(events),
        state=state,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        content=row.content,
    )


def _counting(periods: list[SubProgramme]) -> SubProgramme:
    """Return the period that counts, of several with the newest first."""
    ahead = [period for period in periods if period.state == AHEAD]
    passed = [period for period in periods if period.state != AHEAD]
    if not passed:
        return ahead[-1]
    if passed[0].state == ENDED and ahead:
        return ahead[-1]
    return replace(passed[0], following=ahead[-1] if ahead else None)
