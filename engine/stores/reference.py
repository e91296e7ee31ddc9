"""Municipalities, settlements, holidays, parameters, sub-programmes, centres."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from engine import canonical
from engine.db.pool import Transaction, as_json
from engine.terms import Calendar

MUNICIPALITY = "select * from municipalities where code = :code"
MUNICIPALITY_BY_ID = "select * from municipalities where id = :id"
MUNICIPALITY_IDS = "select array_agg(id order by id) from municipalities"
MUNICIPALITY_NAMES = "select id, code, names from municipalities order by id"
# Zones that an act has entered no file takes back.
UPSERT_MUNICIPALITY = """
insert into municipalities (code, names, region, data)
values (:code, cast(:names as jsonb), cast(:region as jsonb), cast(:data as jsonb))
on conflict (code) do update set names = excluded.names, region = excluded.region,
    data = excluded.data || case when exists (
        select from zone_plans p where p.municipality_id = municipalities.id and p.outcome = 'approved')
        then jsonb_build_object('zones', municipalities.data->'zones') else '{}' end
returning id
"""
# What an act has entered or changed no file takes back.
UPSERT_SETTLEMENT = """
insert into settlements (code, municipality_id, unit_code, names, altitude, valid_from, valid_until, source,
    confidence, is_demo)
values (:code, :municipality_id, :unit_code, cast(:names as jsonb), :altitude, :valid_from, :valid_until,
    :source, :confidence, :is_demo)
on conflict (code) do update set names = excluded.names, unit_code = excluded.unit_code,
    altitude = excluded.altitude, valid_until = excluded.valid_until, source = excluded.source,
    confidence = excluded.confidence
where settlements.act is null
"""
ADD_HOLIDAY = """
insert into holidays (day, municipality_id, names, kind, confidence, act, recorded_by, recorded_at)
values (:day, :municipality_id, cast(:names as jsonb), :kind, :confidence, :act, :recorded_by, :now)
on conflict do nothing
"""
DAYS_OFF = """
select day, municipality_id, names, kind, act, recorded_by, recorded_at from holidays
where (municipality_id is null or municipality_id = :municipality_id) and day >= :since
order by day, municipality_id nulls first
"""
HOLIDAYS = """
select day, names, kind from holidays where municipality_id is null or municipality_id = :municipality_id
"""
CHANGE_CALENDAR = "select change_calendar()"
PARAMETER = """
insert into parameters (name, municipality_id, kind, value, unit, valid_from, valid_until, law,
    confidence, recorded_at)
values (:name, :municipality_id, :kind, cast(:value as jsonb), :unit, :valid_from, :valid_until,
    cast(:law as jsonb), :confidence, :now)
on conflict do nothing
"""
PARAMETER = """
select name, kind, value, unit, law, confidence from parameters
where name = :name and (municipality_id is null or municipality_id = :municipality_id)
  and valid_from <= :on and (valid_until is null or valid_until > :on)
order by municipality_id nulls last, recorded_at desc, id desc limit 1
"""
PARAMETER_OF_THE_COUNTRY = """
select value from parameters
where name = :name and municipality_id is null
  and valid_from <= :on and (valid_until is null or valid_until > :on)
order by recorded_at desc, id desc limit 1
"""
ALL_PARAMETERS = """
select name, kind, value, unit, law, confidence, valid_from, valid_until, recorded_at from parameters
where municipality_id is null or municipality_id = :municipality_id
order by name, municipality_id nulls last, recorded_at desc, id desc
"""
ADD_PROGRAMME = """
insert into programmes (municipality_id, code, valid_from, valid_until, content, digest, recorded_at)
values (:municipality_id, :code, :valid_from, :valid_until, cast(:content as jsonb), :digest, :now)
on conflict do nothing
"""
# What was recorded last of an entry counts: one that is to end earlier is recorded anew.
ALL_PROGRAMMES = """
select distinct on (code, valid_from) code, content, valid_from, valid_until from programmes
where municipality_id = :municipality_id order by code, valid_from desc, recorded_at desc, id desc
"""
EVERY_PROGRAMME = """
select distinct on (municipality_id, code, valid_from) municipality_id, code, content, valid_from, valid_until
from programmes order by municipality_id, code, valid_from desc, recorded_at desc, id desc
"""
CENTERS = "select number from centers where municipality_code = :municipality order by number"
# What was entered of a centre no file takes back.
ADD_CENTER = """
insert into centers (number, names, municipality_code) values (:number, cast(:names as jsonb), :municipality)
on conflict (number) do update set names = excluded.names
where not exists (select from center_entries e where e.center = excluded.number)
"""
SETTLEMENT = """
select s.code, s.names, s.unit_code, s.altitude, u.names as unit_names, m.code as municipality
from settlements s join municipalities m on m.id = s.municipality_id left join units u on u.code = s.unit_code
where s.code = :code and s.valid_from <= :on and (s.valid_until is null or s.valid_until > :on)
"""
ALL_SETTLEMENTS = """
select s.code, s.names, u.names as unit_names, s.valid_from, s.valid_until
from settlements s left join units u on u.code = s.unit_code
where s.municipality_id = :municipality_id order by s.names->>'ka', s.code
"""

DECREED = "decreed"
DECLARED_SINGLY = (DECREED, "government_resolution")  # kinds of days off that no law repeats every year


def municipality(tx: Transaction, code: str) -> Any:
    return tx.one(MUNICIPALITY, code=code)


def municipality_ids(tx: Transaction) -> tuple[int, ...]:
    """Return the ids of all municipalities."""
    return tuple(tx.scalar(MUNICIPALITY_IDS) or ())


def municipality_names(tx: Transaction) -> dict[str, Mapping[str, str]]:
    """Return what every municipality is called, by its code."""
    return {row.code: row.names for row in tx.all(MUNICIPALITY_NAMES)}


def everywhere(tx: Transaction) -> list[Any]:
    """Return id, code and names of every municipality, in the order of the ids."""
    return tx.all(MUNICIPALITY_NAMES)


def municipalities_by_id(tx: Transaction) -> dict[int, str]:
    """Return the code of every municipality by its id, in the order of the ids."""
    return {row.id: row.code for row in tx.all(MUNICIPALITY_NAMES)}


def municipality_by_id(tx: Transaction, municipality_id: int) -> Any:
    return tx.one(MUNICIPALITY_BY_ID, id=municipality_id)


def put_municipality(tx: Transaction, data: Mapping[str, Any]) -> int:
    """Create or refresh the municipality; return its id."""
    return int(
        tx.scalar(
            UPSERT_MUNICIPALITY,
            code=data["code"],
            names=as_json(data["names"]),
            region=as_json(data["region"]),
            data=as_json(data),
        )
    )


def centers(tx: Transaction, municipality: str) -> tuple[int, ...]:
    """Return the numbers of the community centres in a municipality, by its code."""
    return tuple(row.number for row in tx.all(CENTERS, municipality=municipality))


def put_settlement(tx: Transaction, municipality_id: int, settlement: Mapping[str, Any]) -> None:
    tx.run(
        UPSERT_SETTLEMENT,
        code=settlement["code"],
        municipality_id=municipality_id,
        unit_code=settlement.get("unit"),
        names=as_json(settlement["names"]),
        altitude=settlement.get("altitude"),
        valid_from=settlement["valid_from"],
        valid_until=settlement.get("valid_until"),
        source=settlement.get("source"),
        confidence=settlement.get("confidence"),
        is_demo=settlement.get("demo", False),
    )


def add_holiday(
    tx: Transaction,
    *,
    day: date,
    names: Mapping[str, str],
    kind: str,
    confidence: str,
    municipality_id: int | None = None,
    act: str | None = None,
    recorded_by: int | None = None,
) -> None:
    """Enter a day off of the country or of one municipality; a known one is left alone."""
    tx.run(
        ADD_HOLIDAY,
        day=day,
        municipality_id=municipality_id,
        names=as_json(names),
        kind=kind,
        confidence=confidence,
        act=act,
        recorded_by=recorded_by,
        now=tx.now,
    )


def days_off(tx: Transaction, municipality_id: int | None, *, since: date) -> list[Any]:
    """Return the days off of the country and of the municipality from a day on."""
    return tx.all(DAYS_OFF, municipality_id=municipality_id, since=since)


def calendar(tx: Transaction, municipality_id: int | None) -> Calendar:
    """Return the country's days off with those of the municipality."""
    return _calendar(tx.all(HOLIDAYS, municipality_id=municipality_id))


def change_calendar(tx: Transaction) -> None:
    """Wait for everybody who is counting, and make others wait until the commit."""
    tx.run(CHANGE_CALENDAR)


def _calendar(rows: list[Any]) -> Calendar:
    known_until = date(max(row.day.year for row in rows) + 1, 1, 1) if rows else None
    decreed = frozenset(row.day for row in rows if row.kind in DECLARED_SINGLY)
    names = {row.day: row.names for row in rows}
    return Calendar(frozenset(row.day for row in rows), known_until, names, decreed)


def parameter(tx: Transaction, name: str, *, municipality_id: int, on: date) -> Any:
    """Return the value valid on the day; the municipality's own goes before the country's."""
    return tx.one(PARAMETER, name=name, municipality_id=municipality_id, on=on)


def number_of_the_country(tx: Transaction, name: str, *, on: date) -> int | None:
    """Return the country's value of a parameter that is a number, as it is on the day."""
    row = tx.one(PARAMETER_OF_THE_COUNTRY, name=name, on=on)
    return None if row is None else int(row.value)


def all_parameters(tx: Transaction, municipality_id: int) -> list[Any]:
    """Return the parameters of all times; of several valid on a day the first of a name counts."""
    return tx.all(ALL_PARAMETERS, municipality_id=municipality_id)


def add_programme(tx: Transaction, *, content: Mapping[str, Any], **columns: Any) -> None:
    """Add an entry of a sub-programme; the table is append-only and known entries are left alone."""
    digest = hashlib.sha256(canonical.dumps(content)).digest()
    tx.run(ADD_PROGRAMME, **columns, content=as_json(content), digest=digest, now=tx.now)


def all_programmes(tx: Transaction, municipality_id: int) -> list[Any]:
    """Return the sub-programmes of all times; of several valid on a day the first of a code counts."""
    return tx.all(ALL_PROGRAMMES, municipality_id=municipality_id)


def programmes_of_all(tx: Transaction) -> list[Any]:
    """Return the sub-programmes of all times and municipalities, of each code the newest period first."""
    return tx.all(EVERY_PROGRAMME)


def add_center(tx: Transaction, *, number: int, names: Mapping[str, str], municipality: str | None) -> None:
    tx.run(ADD_CENTER, number=number, names=as_json(names), municipality=municipality)


def settlement(tx: Transaction, code: str, *, on: date) -> Any:
    return tx.one(SETTLEMENT, code=code, on=on)


def all_settlements(tx: Transaction, municipality_id: int) -> list[Any]:
    """Return the high-mountain settlements of the municipality of all times."""
    return tx.all(ALL_SETTLEMENTS, municipality_id=municipality_id)
