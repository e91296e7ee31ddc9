"""Quality review as heads see it: samples, what they found, what may be drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from engine.catalogue.published import published
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.formats import full_name
from engine.roles import Right
from engine.texts import LANGUAGES

PERIOD: Final = timedelta(days=365)  # whose decisions, clerks and grounds are offered
SHOWN: Final = 200
PLACES = "select id, code, names from municipalities where id = any (:places) order by code"
DECIDED = """
select c.service_code, max(c.version_id) as version_id, count(*) as number,
       array_agg(distinct c.document #>> '{draft_act,refusal_reason}')
           filter (where c.document #>> '{draft_act,refusal_reason}' is not null) as grounds
from cases c where c.municipality_id = :place and c.decided_on >= :since and c.order_number is not null
group by c.service_code order by c.service_code
"""
CLERKS = """
select distinct p.id, p.given_name, p.family_name from tasks t join people p on p.id = t.closed_by
where t.municipality_id = :place and t.state = 1 and t.closed_at >= :since and t.role is not null
order by p.family_name, p.given_name, p.id limit 200
"""
SAMPLES = """
select s.*, m.names as place, p.given_name, p.family_name,
       (select max(c.version_id) from cases c join quality_checks q on q.case_id = c.id
        where q.sample_id = s.id) as version_id,
       count(q.case_id) as size, count(q.result) as checked,
       count(*) filter (where q.result = 'flawed') as flawed,
       count(*) filter (where q.result = 'wrong') as wrong
from quality_samples s join municipalities m on m.id = s.municipality_id
join people p on p.id = s.drawn_by join quality_checks q on q.sample_id = s.id
where cast(:sample_id as uuid) is null or s.id = :sample_id
group by s.id, m.names, p.given_name, p.family_name order by s.drawn_at desc, s.id limit :limit
"""
CHECKS = """
select q.*, c.number, c.order_number, c.decided_on, c.reason as outcome,
       a.case_id is not null as is_automatic, p.given_name, p.family_name,
       exists (select from tasks t where t.case_id = c.id and t.state = 1 and t.closed_by = :person_id)
           as is_own
from quality_checks q join cases c on c.id = q.case_id
left join automatic_decisions a on a.case_id = c.id left join people p on p.id = q.checked_by
where q.sample_id = :sample_id order by q.place
"""
BY_TABLES = "select exists (select from automatic_decisions where case_id = :case_id)"

Names = Mapping[str, str]


@dataclass(frozen=True)
class Drawable:
    """A service of which decisions can be drawn: how many were made in the last year, on which grounds."""

    service: str
    names: Names
    number: int
    grounds: Mapping[str, Names]


@dataclass(frozen=True)
class Clerk:
    """Whoever did a step in the last year."""

    person_id: int
    names: Names


@dataclass(frozen=True)
class QualityPlace:
    """Municipality, with the services and clerks of which a sample may be drawn."""

    code: str
    place: Names
    services: tuple[Drawable, ...]
    clerks: tuple[Clerk, ...]


@dataclass(frozen=True)
class Sample:
    """A sample, what it was drawn of, and what its checks have found so far."""

    sample_id: UUID
    place: Names
    service: Names
    since: date
    until: date
    kind: str
    ground: str | None
    by_clerk: bool
    seed: str
    among: int
    size: int
    checked: int
    flawed: int
    wrong: int
    drawn_at: datetime
    drawn_by: Names


@dataclass(frozen=True)
class Check:
    """A decision of a sample; without a result it is still to be checked."""

    case_id: UUID
    place: int
    number: str
    order_number: str
    decided_on: date
    outcome: str
    is_automatic: bool
    may_check: bool
    findings: Mapping[str, str]
    result: str | None
    remedy: str | None
    remarks: str
    checked_at: datetime | None
    checked_by: Names | None


@dataclass(frozen=True)
class QualityPage:
    """Samples, the newest first, and of what another can be drawn."""

    places: tuple[QualityPlace, ...]
    samples: tuple[Sample, ...]


@dataclass(frozen=True)
class SampleView:
    """A sample with its decisions."""

    sample: Sample
    checks: tuple[Check, ...]


def page(tx: Transaction) -> QualityPage:
    """Return the samples of the municipalities whose service the person heads."""
    headed = [place for place in tx.actor.municipalities if tx.actor.may(Right.SUPERVISE, place)]
    since = local_date(tx.now) - PERIOD
    places = tuple(
        QualityPlace(
            place.code,
            place.names,
            tuple(_drawable(tx, row) for row in tx.all(DECIDED, place=place.id, since=since)),
            tuple(Clerk(row.id, full_name(row)) for row in tx.all(CLERKS, place=place.id, since=since)),
        )
        for place in tx.all(PLACES, places=headed)
    )
    return QualityPage(places, tuple(_sample(tx, row) for row in _samples(tx, headed)))


def sample(tx: Transaction, sample_id: UUID) -> SampleView:
    """Return one sample with its decisions. Raises `NotFound`."""
    headed = [place for place in tx.actor.municipalities if tx.actor.may(Right.SUPERVISE, place)]
    found = _samples(tx, headed, sample_id)
    if not found:
        raise NotFound
    rows = tx.all(CHECKS, sample_id=sample_id, person_id=tx.actor.person_id)
    return SampleView(_sample(tx, found[0]), tuple(_check(row) for row in rows))


def check(tx: Transaction, sample_id: UUID, case_id: UUID) -> tuple[Sample, Check]:
    """Return one decision of a sample. Raises `NotFound`."""
    found = sample(tx, sample_id)
    for row in found.checks:
        if row.case_id == case_id:
            return found.sample, row
    raise NotFound


def is_by_tables(tx: Transaction, case_id: UUID) -> bool:
    """Say whether tables alone led to the decision of a case."""
    return bool(tx.scalar(BY_TABLES, case_id=case_id))


def _samples(tx: Transaction, headed: list[int], sample_id: UUID | None = None) -> list[Any]:
    rows = tx.all(SAMPLES, sample_id=sample_id, limit=SHOWN)
    return [row for row in rows if row.municipality_id in headed]


def _drawable(tx: Transaction, row: Any) -> Drawable:
    version = published(tx, row.version_id)
    grounds = {ground: _reason(version, ground) for ground in row.grounds or ()}
    return Drawable(row.service_code, version.names, row.number, grounds)


def _reason(version: Any, ground: str) -> Names:
    return {language: version.texts.under(language, "reasons").get(ground, ground) for language in LANGUAGES}


def _sample(tx: Transaction, row: Any) -> Sample:
    names = published(tx, row.version_id).names
    kept = {name: getattr(row, name) for name in Sample.__dataclass_fields__ if hasattr(row, name)}
    shown = {"sample_id": row.id, "service": names, "by_clerk": row.clerk_id is not None}
    return Sample(**{**kept, **shown, "drawn_by": full_name(row)})


def _check(row: Any) -> Check:
    kept = {name: getattr(row, name) for name in Check.__dataclass_fields__ if hasattr(row, name)}
    by = None if row.checked_by is None else full_name(row)
    may = row.result is None and not row.is_own
    return Check(**{**kept, "findings": row.findings or {}, "checked_by": by, "may_check": may})
