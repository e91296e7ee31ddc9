"""The directory of services on a day, on two days side by side, and what was entered of a service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from engine.centers.directory_plan import refuse_others
from engine.centers.rules.directory_table import PARTS, ServiceFacts
from engine.centers.store import directory
from engine.centers.store import directory_entries as store
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.queries.changed_parts import ChangedPart, changed_parts
from engine.queries.views import Names
from engine.stores import people


@dataclass(frozen=True)
class ServiceOnDay:
    """A partner's service as it is on a day; without an act where a form or the files said so."""

    service_id: UUID
    partner_names: Names
    facts: ServiceFacts
    since: date
    act: str | None


@dataclass(frozen=True)
class ServiceEntry:
    """Entry about a service, from a day on; without a person where the installation began with it."""

    valid_from: date
    partner_names: Names
    facts: ServiceFacts
    is_withdrawn: bool
    changes: tuple[ChangedPart, ...]  # from the entry before
    act: str | None
    who: Names | None
    at: datetime


@dataclass(frozen=True)
class ServiceChange:
    """A service that is new, gone or otherwise on a day than on one before it."""

    service_id: UUID
    partner_names: Names
    names: Names
    what: str
    parts: tuple[ChangedPart, ...]
    since: date | None
    act: str | None


def on_day(tx: Transaction, day: date) -> tuple[ServiceOnDay, ...]:
    """Return the services of partners on a day, by partner and name. Raises `NotAllowed`."""
    refuse_others(tx)
    found = [
        ServiceOnDay(
            row.service_id,
            row.partner_names,
            ServiceFacts(row.partner, **row.content),
            row.valid_from,
            row.act,
        )
        for row in store.on(tx, day)
    ]
    return tuple(sorted(found, key=lambda service: (service.facts.partner, service.facts.names["ka"])))


def compared(tx: Transaction, *, since: date, until: date) -> tuple[ServiceChange, ...]:
    """Return the services that are otherwise on the later day. Raises `NotAllowed`."""
    earlier = {service.service_id: service for service in on_day(tx, since)}
    later = {service.service_id: service for service in on_day(tx, until)}
    found = []
    for service in later.values():
        before = earlier.get(service.service_id)
        parts = changed_parts(before.facts.parts() if before else None, service.facts.parts(), PARTS)
        if before is None or parts:
            what = "new" if before is None else "changed"
            found.append(_change(service, what, parts, since=service.since, act=service.act))
    gone = [service for known, service in earlier.items() if known not in later]
    return (*found, *(_change(service, "withdrawn", (), since=None, act=None) for service in gone))


def history(tx: Transaction, service_id: UUID) -> tuple[ServiceEntry, ...]:
    """Return what was entered of a service, that of the last day first. Raises `NotAllowed`, `NotFound`.

    A service of which nothing was entered has no entries: the installation began with it.
    """
    refuse_others(tx)
    rows = store.entered(tx, service_id)
    names = people.names(tx, {row.recorded_by for row in rows if row.recorded_by is not None})
    facts = [ServiceFacts(row.partner, **row.content) for row in rows]
    if not rows and directory.service(tx, service_id) is None:
        raise NotFound
    return tuple(
        ServiceEntry(
            row.valid_from,
            row.partner_names,
            of_it,
            row.is_withdrawn,
            changed_parts(before.parts() if before else None, of_it.parts(), PARTS),
            row.act,
            names.get(row.recorded_by),
            row.recorded_at,
        )
        for row, of_it, before in zip(rows, facts, [*facts, None][1:], strict=True)
    )


def _change(
    service: ServiceOnDay, what: str, parts: tuple[ChangedPart, ...], *, since: date | None, act: str | None
) -> ServiceChange:
    return ServiceChange(
        service.service_id, service.partner_names, service.facts.names, what, parts, since, act
    )
