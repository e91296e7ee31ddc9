"""The versions of services: what was published when, by whom, by which law, and what still runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.queries.service_views import ServiceVersion, VersionPublication
from engine.queries.views import Names
from engine.stores import people

VERSIONS = """
select v.id, v.code, v.digest, v.semantics, coalesce(o.open_cases, 0) as open_cases
from service_versions v left join open_cases_by_version() o on o.version_id = v.id
where cast(:code as text) is null or v.code = :code order by v.code, v.id
"""
PUBLICATIONS = """
select * from service_publications where cast(:code as text) is null or code = :code order by id
"""

NEWEST = "select settings->'names' as names from service_versions where code = :code order by id desc limit 1"


def listed(tx: Transaction, code: str | None = None) -> tuple[ServiceVersion, ...]:
    """Return the versions of a service, or of all, oldest first, each with the acts that published it."""
    acts = tx.all(PUBLICATIONS, code=code)
    names = people.names(tx, {one for act in acts for one in (act.publisher_id, act.second_person_id) if one})
    in_force = {act.id for act in _in_force(acts, local_date(tx.now)).values()}
    return tuple(
        ServiceVersion(
            service=row.code,
            digest=bytes(row.digest).hex(),
            semantics=row.semantics,
            open_cases=row.open_cases,
            publications=tuple(
                _publication(act, names, is_in_force=act.id in in_force)
                for act in acts
                if act.version_id == row.id
            ),
        )
        for row in tx.all(VERSIONS, code=code)
    )


def _in_force(acts: list[Any], today: Any) -> dict[str, Any]:
    """Return the act in force by service: the latest day, of one day the later act."""
    begun = [act for act in acts if act.effective_from <= today]
    return {act.code: act for act in sorted(begun, key=lambda act: (act.effective_from, act.id))}


def _publication(act: Any, names: Mapping[int, Any], *, is_in_force: bool) -> VersionPublication:
    return VersionPublication(
        effective_from=act.effective_from,
        published_at=act.published_at,
        publisher=names.get(act.publisher_id),
        second_person=names.get(act.second_person_id),
        law=tuple(act.law),
        is_in_force=is_in_force,
    )


def names(tx: Transaction, code: str) -> Names:
    """Return what the newest version of a service calls it. Raises `NotFound` if there is none."""
    found = tx.one(NEWEST, code=code)
    if found is None:
        raise NotFound
    known: Names = found.names
    return known
