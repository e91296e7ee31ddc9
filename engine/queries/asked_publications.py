"""Publications that were asked for, as those see them who ask and approve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.queries.views import Names
from engine.stores import asked_publications as store
from engine.stores import people

ASKED = """
select a.*, v.digest, v.settings->'names' as names, coalesce(o.open_cases, 0) as open_cases,
    array(select l.person_id from publication_looks l where l.asked_id = a.id order by l.looked_at) as looks,
    exists (select from service_publications p where p.code = a.code) as is_published
from asked_publications a join service_versions v on v.id = a.version_id
left join open_cases_by_version() o on o.version_id = a.base_version
where (cast(:id as uuid) is null or a.id = :id) and (:state = '' or a.state = :state)
  and (cast(:draft_id as uuid) is null or a.draft_id = :draft_id)
order by a.asked_at desc limit 100
"""
PLACES = "select id, code, names from municipalities where id = any (:ids) order by names->>'ka'"


@dataclass(frozen=True)
class AskedPublication:
    """What was asked for; without `places` for all. `open_cases` are those that keep what they have."""

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
    asked_by: Names | None
    asked_at: datetime
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


def waiting(tx: Transaction) -> tuple[AskedPublication, ...]:
    """Return what waits for a second person, the newest first."""
    return _found(tx, state="open")


def one(tx: Transaction, asked_id: UUID) -> AskedPublication:
    """Return it, or raise `NotFound`."""
    found = _found(tx, asked_id=asked_id)
    if not found:
        raise NotFound
    return found[0]


def of_draft(tx: Transaction, draft_id: UUID) -> tuple[AskedPublication, ...]:
    """Return what was asked for with a draft, the newest first."""
    return _found(tx, draft_id=draft_id)


def _found(
    tx: Transaction, *, asked_id: UUID | None = None, draft_id: UUID | None = None, state: str = ""
) -> tuple[AskedPublication, ...]:
    rows = tx.all(ASKED, id=asked_id, draft_id=draft_id, state=state)
    ids = {one for row in rows for one in (row.asked_by, row.settled_by, *row.looks) if one}
    names = people.names(tx, ids)
    return tuple(_view(tx, row, names) for row in rows)


def _view(tx: Transaction, row: Any, names: Mapping[int, Names]) -> AskedPublication:
    places = tx.all(PLACES, ids=row.municipalities) if row.municipalities else []
    return AskedPublication(
        id=row.id,
        draft_id=row.draft_id,
        service=row.code,
        names=row.names,
        digest=bytes(row.digest).hex(),
        places={one.code: one.names for one in places},
        effective_from=row.effective_from,
        law=tuple(row.law),
        note=row.note,
        remarks=row.remarks,
        asked_by=names.get(row.asked_by),
        asked_at=row.asked_at,
        is_mine=row.asked_by == tx.actor.person_id,
        scenarios=row.scenarios,
        state=row.state,
        settled_by=names.get(row.settled_by),
        settled_at=row.settled_at,
        reason=row.reason,
        looks=tuple(names[one] for one in row.looks if one in names),
        has_looked=store.has_looked(tx, row.id),
        open_cases=row.open_cases,
        is_published=row.is_published,
    )
