"""Municipalities and what is switched on there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.queries.views import Municipality, Names
from engine.texts import LANGUAGES

# Of several entries of a switch that hold on the day the last one counts.
ALL = """
select m.id, m.code, m.names, m.region,
    municipality_setting(m.id, 'languages', :on)->'languages' as languages,
    coalesce(s.modules, '{}') as modules, coalesce(s.services_off, '{}') as services_off
from municipalities m left join (
    select municipality_id,
        array_agg(code order by code) filter (where is_on and position('.' in code) = 0) as modules,
        array_agg(code) filter (where not is_on and position('.' in code) > 0) as services_off
    from (select distinct on (municipality_id, code) municipality_id, code, is_on from switches
          where valid_from <= :on and (valid_until is null or valid_until > :on)
          order by municipality_id, code, id desc) as newest
    group by municipality_id) as s on s.municipality_id = m.id
where (cast(:code as text) is null or m.code = :code) order by m.names->>'ka'
"""
CENTERS = """
select coalesce(e.names, k.names) as names, coalesce(e.address, '{}') as address, e.phone,
    coalesce(e.hours, '{}') as hours
from centers k left join lateral (
    select * from center_entries where center = k.number and valid_from <= :on
    order by valid_from desc, id desc limit 1) e on true
where coalesce(e.municipality_code, k.municipality_code) = :code
order by coalesce(e.names, k.names)->>'ka', k.number
"""


OFFICE = """
select municipality_setting(m.id, 'letterhead', :on) as letterhead,
    municipality_setting(m.id, 'hours', :on) as hours
from municipalities m where m.code = :code
"""


@dataclass(frozen=True)
class OfficeContact:
    """Address and hours of a municipality's office today; what nobody has entered is empty."""

    address: Names
    phone: str | None
    email: str | None
    hours: Names
    reception: Names

    @property
    def is_known(self) -> bool:
        return any((self.address, self.phone, self.email, self.hours))


@dataclass(frozen=True)
class CenterContact:
    """A community centre, with what is known of where it is and when it is open, in words by language."""

    names: Names
    address: Names
    phone: str | None
    hours: Names


def municipalities(tx: Transaction) -> tuple[Municipality, ...]:
    """Return every municipality, in Georgian alphabetical order."""
    return tuple(_view(row) for row in _rows(tx, None))


def municipality(tx: Transaction, code: str) -> Municipality:
    """Return one municipality. Raises `NotFound`."""
    rows = _rows(tx, code)
    if not rows:
        raise NotFound
    return _view(rows[0])


def centers(tx: Transaction, code: str) -> tuple[CenterContact, ...]:
    """Return the municipality's community centres as they are today."""
    return tuple(
        CenterContact(row.names, row.address, row.phone, row.hours)
        for row in tx.all(CENTERS, code=code, on=local_date(tx.now))
    )


def office(tx: Transaction, code: str) -> OfficeContact:
    """Return where people find the municipality's office today. Raises `NotFound`."""
    row = tx.one(OFFICE, code=code, on=local_date(tx.now))
    if row is None:
        raise NotFound
    papers, times = row.letterhead or {}, row.hours or {}
    return OfficeContact(
        papers.get("address") or {},
        papers.get("phone"),
        papers.get("email"),
        times.get("hours") or {},
        times.get("reception") or {},
    )


def _rows(tx: Transaction, code: str | None) -> list[Any]:
    return tx.all(ALL, code=code, on=local_date(tx.now))


def _view(row: Any) -> Municipality:
    languages = tuple(row.languages or LANGUAGES)
    return Municipality(
        row.id,
        row.code,
        row.names,
        row.region,
        languages,
        tuple(row.modules),
        frozenset(row.services_off),
    )
