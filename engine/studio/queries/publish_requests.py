"""Publish requests as their authors and approvers see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.queries.views import Names
from engine.stores import people
from engine.studio.seals import seal
from engine.studio.store import publish_requests as store

REQUESTS = """
select a.*, v.digest, v.settings->'names' as names,
    exists (select from service_publications p where p.code = a.code) as is_published
from asked_publications a join service_versions v on v.id = a.version_id
where (cast(:id as uuid) is null or a.id = :id) and (:state = '' or a.state = :state)
  and (cast(:draft_id as uuid) is null or a.draft_id = :draft_id)
order by a.asked_at desc limit 100
"""
GROUPS = """
select g.number, g.version_id, g.municipalities, v.digest,
    array(select l.person_id from publication_looks l
          where l.asked_id = g.asked_id and l.number = g.number order by l.looked_at) as looks,
    (select coalesce(sum(o.open_cases), 0) from open_cases_by_place(:code) o
     where o.municipality_id = any (g.municipalities)) as open_cases
from publication_groups g left join service_versions v on v.id = g.version_id
where g.asked_id = :id order by g.number
"""
PLACES = "select id, code, names from municipalities where id = any (:ids) order by names->>'ka'"
DIGESTS = "select digest from service_versions where id = any (:ids) order by id"


@dataclass(frozen=True)
class PublishRequestGroup:
    """Municipalities in which the same was in force when it was requested, and what is open there.

    Without a `digest` nothing was in force; `is_same` says that the publish request is.
    """

    number: int
    digest: str | None
    is_same: bool
    places: Mapping[str, Names]
    open_cases: int
    looks: tuple[Names, ...]
    has_looked: bool


@dataclass(frozen=True)
class PublishRequest:
    """The publish request; without `places` for all. `open_cases` are those that keep what they have.

    `undoes` are versions that the draft knew nothing of; its author has confirmed that.
    """

    id: UUID
    draft_id: UUID
    service: str
    names: Names
    digest: str
    places: Mapping[str, Names]
    effective_from: date
    law: tuple[Mapping[str, Any], ...]
    note: str
    remarks: int
    requested_by: Names | None
    requested_at: datetime
    is_mine: bool
    scenarios: Mapping[str, Any] | None
    state: str
    settled_by: Names | None
    settled_at: datetime | None
    reason: str | None
    looks: tuple[Names, ...]
    has_looked: bool
    open_cases: int
    is_published: bool  # then there are cases of an older version
    groups: tuple[PublishRequestGroup, ...]
    undoes: tuple[str, ...]

    @property
    def lacks_scenarios(self) -> bool:
        """Whether it is of a new service whose scenarios, run to their end, do not take all of it."""
        coverage = None if self.scenarios is None else self.scenarios["coverage"]
        is_whole = coverage is not None and not coverage["missing"]
        return self.scenarios is not None and not self.is_published and not is_whole


def waiting(tx: Transaction) -> tuple[PublishRequest, ...]:
    """Return the publish requests that wait for approval, the newest first."""
    return _found(tx, state="open")


def one(tx: Transaction, request_id: UUID) -> PublishRequest:
    """Return it, or raise `NotFound`."""
    found = _found(tx, request_id=request_id)
    if not found:
        raise NotFound
    return found[0]


def of_draft(tx: Transaction, draft_id: UUID) -> tuple[PublishRequest, ...]:
    """Return the publish requests of a draft, the newest first."""
    return _found(tx, draft_id=draft_id)


def seal_of(tx: Transaction, request_id: UUID, group: int, *, secret: str) -> str:
    """Return by what whoever asks shows that they were told what differs there, or raise `NotFound`."""
    request = store.find(tx, request_id)
    found = next((asked for asked in store.groups(tx, request_id) if asked.number == group), None)
    if request is None or found is None:
        raise NotFound
    return seal(secret, request, found, person_id=tx.actor.person_id)


def _found(
    tx: Transaction, *, request_id: UUID | None = None, draft_id: UUID | None = None, state: str = ""
) -> tuple[PublishRequest, ...]:
    rows = tx.all(REQUESTS, id=request_id, draft_id=draft_id, state=state)
    return tuple(_view(tx, row) for row in rows)


def _view(tx: Transaction, row: Any) -> PublishRequest:
    places = tx.all(PLACES, ids=row.municipalities) if row.municipalities else []
    groups = tx.all(GROUPS, id=row.id, code=row.code)
    looks = tuple(dict.fromkeys(look for group in groups for look in group.looks))
    names = people.names(tx, {person for person in (row.asked_by, row.settled_by, *looks) if person})
    return PublishRequest(
        id=row.id,
        draft_id=row.draft_id,
        service=row.code,
        names=row.names,
        digest=bytes(row.digest).hex(),
        places={place.code: place.names for place in places},
        effective_from=row.effective_from,
        law=tuple(row.law),
        note=row.note,
        remarks=row.remarks,
        requested_by=names.get(row.asked_by),
        requested_at=row.asked_at,
        is_mine=row.asked_by == tx.actor.person_id,
        scenarios=row.scenarios,
        state=row.state,
        settled_by=names.get(row.settled_by),
        settled_at=row.settled_at,
        reason=row.reason,
        looks=tuple(names[look] for look in looks if look in names),
        has_looked=store.has_looked(tx, row.id),
        open_cases=sum(int(group.open_cases) for group in groups),
        is_published=row.is_published,
        groups=tuple(_group(tx, group, row.version_id, names) for group in groups),
        undoes=tuple(bytes(undone.digest).hex() for undone in tx.all(DIGESTS, ids=row.undoes)),
    )


def _group(tx: Transaction, group: Any, version_id: int, names: Mapping[int, Names]) -> PublishRequestGroup:
    return PublishRequestGroup(
        number=group.number,
        digest=None if group.digest is None else bytes(group.digest).hex(),
        is_same=group.version_id == version_id,
        places={place.code: place.names for place in tx.all(PLACES, ids=group.municipalities)},
        open_cases=int(group.open_cases),
        looks=tuple(names[look] for look in group.looks if look in names),
        has_looked=tx.actor.person_id in group.looks,
    )
