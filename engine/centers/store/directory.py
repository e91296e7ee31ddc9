"""Partners of community centres and their services, as the directory holds them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction, as_json

PUT_PARTNER = """
insert into partners (code, names, source, confidence)
values (:code, cast(:names as jsonb), :source, :confidence)
on conflict (code) do update set names = excluded.names, source = excluded.source,
    confidence = excluded.confidence
"""
BEGIN_PARTNER = f"{PUT_PARTNER.partition('on conflict')[0]} on conflict do nothing"
PARTNERS = "select * from partners order by names->>'ka', code"
IS_PARTNER = "select exists (select from partners where code = :code)"
INSERT = """
insert into partner_services (id, partner, names, cells, sources, link, source, confidence, changed_on)
values (:id, :partner, cast(:names as jsonb), cast(:cells as jsonb), cast(:sources as jsonb), :link, :source,
    :confidence, :today)
on conflict do nothing
"""
CHANGE = """
update partner_services set partner = :partner, names = cast(:names as jsonb), cells = cast(:cells as jsonb),
    sources = cast(:sources as jsonb), link = :link, source = :source, confidence = :confidence,
    version = version + 1, changed_on = :today
where id = :id and not exists (
    select from partner_services o where o.id <> :id and o.partner = :partner and o.withdrawn_on is null
    and o.names->>'ka' = cast(:names as jsonb)->>'ka')
"""
WITHDRAW = "update partner_services set withdrawn_on = :today, version = version + 1 where id = :id"
SERVICE = """
select s.*, p.names as partner_names from partner_services s join partners p on p.code = s.partner
where s.id = :id
"""
LOCKED = "select * from partner_services where id = :id for update"
# What partners offer, and what municipalities offer here; the newest publication of each is in force.
ALL = """
select s.id, s.partner, p.names as partner_names, s.names, s.cells, s.link, s.source, s.confidence,
    s.changed_on, cast(null as text) as code
from partner_services s join partners p on p.code = s.partner where s.withdrawn_on is null
union all
select null, null, null, v.settings->'names', jsonb_build_object('who', v.settings->'summary'), null, null,
    null, v.effective_from, v.code
from (select distinct on (p.code) v.code, v.settings, p.effective_from
      from service_publications p join service_versions v on v.id = p.version_id
      where p.effective_from <= :today
        and not exists (select from publication_ends e where e.publication_id = p.id and e.ends_on <= :today)
      order by p.code, p.effective_from desc, p.id desc) v
where v.settings->'own_motion' is null
"""


def put_partner(tx: Transaction, *, names: Mapping[str, str], **columns: Any) -> None:
    tx.run(PUT_PARTNER, names=as_json(names), **columns)


def begin_partner(tx: Transaction, *, names: Mapping[str, str], **columns: Any) -> None:
    """Enter a partner; one that is known keeps what was entered of it since."""
    tx.run(BEGIN_PARTNER, names=as_json(names), **columns)


def partners(tx: Transaction) -> list[Any]:
    return tx.all(PARTNERS)


def is_partner(tx: Transaction, code: str) -> bool:
    return bool(tx.scalar(IS_PARTNER, code=code))


def insert(
    tx: Transaction,
    *,
    names: Mapping[str, str],
    cells: Mapping[str, Any],
    sources: Mapping[str, str],
    **columns: Any,
) -> bool:
    """Enter a service; False where the partner has one of this name, or it is known by its id."""
    said = {"names": as_json(names), "cells": as_json(cells), "sources": as_json(sources)}
    return tx.run(INSERT, **said, **columns) == 1


def change(
    tx: Transaction,
    *,
    names: Mapping[str, str],
    cells: Mapping[str, Any],
    sources: Mapping[str, str],
    **columns: Any,
) -> bool:
    """Keep the service otherwise; False where the partner has another of this name."""
    said = {"names": as_json(names), "cells": as_json(cells), "sources": as_json(sources)}
    return tx.run(CHANGE, **said, **columns) == 1


def withdraw(tx: Transaction, service_id: UUID, **columns: Any) -> None:
    tx.run(WITHDRAW, id=service_id, **columns)


def service(tx: Transaction, service_id: UUID) -> Any:
    """Return a service with the names of its partner, or None."""
    return tx.one(SERVICE, id=service_id)


def locked(tx: Transaction, service_id: UUID) -> Any:
    """Return a service, its row held to the commit, or None."""
    return tx.one(LOCKED, id=service_id)


def every(tx: Transaction, **columns: Any) -> list[Any]:
    """Return all that is offered, of partners and of municipalities, in one statement."""
    return tx.all(ALL, **columns)
