"""The versions of services: what was published when, by whom, by which law, and what still runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.catalogue.store import versions
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.queries.service_views import ServiceVersion, Standing, TakenBack, VersionPublication
from engine.queries.views import Names
from engine.stores import people
from engine.studio.standing import grounds

VERSIONS = """
select v.id, v.code, v.digest, v.semantics, coalesce(o.open_cases, 0) as open_cases
from service_versions v left join open_cases_by_version() o on o.version_id = v.id
where cast(:code as text) is null or v.code = :code order by v.code, v.id
"""
PUBLICATIONS = """
select p.*, e.ends_on, e.reason, e.ended_by from service_publications p
left join publication_ends e on e.publication_id = p.id
where cast(:code as text) is null or p.code = :code order by p.id
"""
PLACES = "select id, code, names from municipalities order by names->>'ka'"
OPEN_CASES = "select municipality_id, open_cases from open_cases_by_place(:code)"
NEWEST = "select settings->'names' as names from service_versions where code = :code order by id desc limit 1"


def listed(tx: Transaction, code: str | None = None) -> tuple[ServiceVersion, ...]:
    """Return the versions of a service, or of all, oldest first, each with the acts that published it."""
    acts = tx.all(PUBLICATIONS, code=code)
    who = people.names(
        tx,
        {
            person
            for act in acts
            for person in (act.publisher_id, act.second_person_id, act.ended_by)
            if person
        },
    )
    in_force = {row.id for row in versions.acts_in_force(tx, code, on=local_date(tx.now))}
    places = {row.id: row for row in tx.all(PLACES)}
    return tuple(
        ServiceVersion(
            service=row.code,
            digest=bytes(row.digest).hex(),
            semantics=row.semantics,
            open_cases=row.open_cases,
            publications=tuple(
                _publication(act, who, places, is_in_force=act.id in in_force)
                for act in acts
                if act.version_id == row.id
            ),
        )
        for row in tx.all(VERSIONS, code=code)
    )


def _publication(
    act: Any, who: Mapping[int, Names], places: Mapping[int, Any], *, is_in_force: bool
) -> VersionPublication:
    taken_back = None
    if act.ends_on is not None:
        taken_back = TakenBack(act.ends_on, act.reason, who.get(act.ended_by))
    return VersionPublication(
        id=act.id,
        effective_from=act.effective_from,
        published_at=act.published_at,
        publisher=who.get(act.publisher_id),
        second_person=who.get(act.second_person_id),
        law=tuple(act.law),
        is_in_force=is_in_force,
        places={
            places[municipality].code: places[municipality].names for municipality in act.municipalities or ()
        },
        note=act.note,
        taken_back=taken_back,
    )


def names(tx: Transaction, code: str) -> Names:
    """Return what the newest version of a service calls it. Raises `NotFound` if there is none."""
    found = tx.one(NEWEST, code=code)
    if found is None:
        raise NotFound
    known: Names = found.names
    return known


def standings(tx: Transaction, code: str) -> tuple[Standing, ...]:
    """Return what of a service is in force where, the version of most municipalities first."""
    names = {row.id: row for row in tx.all(PLACES)}
    open_cases = {row.municipality_id: row.open_cases for row in tx.all(OPEN_CASES, code=code)}
    return tuple(
        Standing(
            digest=None
            if ground.version_id is None
            else bytes(versions.load(tx, ground.version_id).digest).hex(),
            places={names[place].code: names[place].names for place in ground.municipalities},
            open_cases=sum(open_cases.get(place, 0) for place in ground.municipalities),
        )
        for ground in grounds(tx, code, None)
    )
