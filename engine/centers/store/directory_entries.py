"""Entries of the directory of services, from a day on. Only added to; `partner_services` follows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from engine.centers.rules.directory_following import EnteredService, ServiceState, followed
from engine.db.pool import Transaction, as_json

_CONTENT = """
jsonb_build_object('names', s.names, 'cells', s.cells, 'sources', s.sources, 'link', s.link,
    'source', s.source, 'confidence', s.confidence)
"""
# What a service was before anything was entered of it is kept with its first entry.
BEGIN = f"""
insert into directory_entries (service_id, valid_from, partner, content, is_withdrawn, recorded_at)
select s.id, s.changed_on, s.partner, {_CONTENT}, s.withdrawn_on is not null, :now from partner_services s
where s.id = any(cast(:ids as uuid[]))
    and not exists (select from directory_entries e where e.service_id = s.id)
"""
ADD = """
insert into directory_entries (service_id, valid_from, partner, content, is_withdrawn, act, recorded_by,
    recorded_at)
select id, :valid_from, partner, content, is_withdrawn, :act, :by, :now
from jsonb_to_recordset(cast(:services as jsonb)) as n(id uuid, partner text, content jsonb,
    is_withdrawn boolean)
"""
_NEWEST = """
select distinct on (service_id) * from directory_entries where valid_from <= :on
order by service_id, valid_from desc, id desc
"""
ON = f"""
select e.service_id, e.partner, p.names as partner_names, e.content, e.valid_from, e.act
from ({_NEWEST}) e join partners p on p.code = e.partner where not e.is_withdrawn
union all
select s.id, s.partner, p.names, {_CONTENT}, s.changed_on, null
from partner_services s join partners p on p.code = s.partner
where s.withdrawn_on is null and s.changed_on <= :on
    and not exists (select from directory_entries e where e.service_id = s.id)
"""
ENTERED = """
select e.*, p.names as partner_names from directory_entries e join partners p on p.code = e.partner
where e.service_id = :service_id order by e.valid_from desc, e.id desc
"""
NOW = f"""
select s.id, s.partner, {_CONTENT} as content, s.withdrawn_on is not null as is_withdrawn
from partner_services s
"""
# The names of what changes are free while it does: services may exchange them.
FREE = """
update partner_services set withdrawn_on = coalesce(withdrawn_on, :on) where id = any(cast(:ids as uuid[]))
"""
FOLLOW = f"""
insert into partner_services as s (id, partner, names, cells, sources, link, source, confidence, changed_on,
    withdrawn_on)
select n.service_id, n.partner, n.content->'names', n.content->'cells', n.content->'sources',
    n.content->>'link', n.content->>'source', n.content->>'confidence', n.valid_from,
    case when n.is_withdrawn then n.valid_from end
from ({_NEWEST}) n where n.service_id = any(cast(:ids as uuid[]))
on conflict (id) do update set partner = excluded.partner, names = excluded.names, cells = excluded.cells,
    sources = excluded.sources, link = excluded.link, source = excluded.source,
    confidence = excluded.confidence, version = s.version + 1, changed_on = excluded.changed_on,
    withdrawn_on = excluded.withdrawn_on
"""
# Of two who enter services at once the later sees what the first has entered.
LOCK = "select pg_advisory_xact_lock(hashtext('mms.directory'))"


def begin(tx: Transaction, ids: Sequence[UUID]) -> None:
    """Keep what services are of which nothing was entered so far."""
    tx.run(BEGIN, ids=[str(service_id) for service_id in ids], now=tx.now)


def add(tx: Transaction, services: Sequence[Mapping[str, Any]], **entry: Any) -> None:
    """Enter services from a day on: their id, partner, content, and whether they are withdrawn."""
    tx.run(ADD, services=as_json(services), now=tx.now, **entry)


def on(tx: Transaction, day: date) -> list[Any]:
    """Return the services of the directory as they are on a day."""
    return tx.all(ON, on=day)


def entered(tx: Transaction, service_id: UUID) -> list[Any]:
    """Return the entries of a service, that of the last day first."""
    return tx.all(ENTERED, service_id=service_id)


def follow(tx: Transaction, *, on: date) -> int:
    """Let services be as the entries in force say; return how many were otherwise."""
    now = {row.id: ServiceState(row.partner, row.content, row.is_withdrawn) for row in tx.all(NOW)}
    newest = {
        row.service_id: EnteredService(
            ServiceState(row.partner, row.content, row.is_withdrawn), (row.valid_from, row.id)
        )
        for row in tx.all(_NEWEST, on=on)
    }
    ids = [str(service_id) for service_id in followed(now, newest)]
    if not ids:
        return 0
    tx.run(FREE, ids=ids, on=on)
    return tx.run(FOLLOW, ids=ids, on=on)


def lock(tx: Transaction) -> None:
    """Wait until whoever else enters or follows the directory has committed."""
    tx.run(LOCK)
