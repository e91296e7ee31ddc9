"""Batches as the office sees them: what can be planned, what was planned, and how far it has come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.catalogue.store import versions
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotAllowed, NotFound
from engine.roles import Right
from engine.stores import people, reference, switches
from engine.texts import LANGUAGES

Names = Mapping[str, str]

LIST = """
select r.*, m.names as municipality, u.names as unit
from runs r join municipalities m on m.id = r.municipality_id
left join units u on u.code = r.unit_code where r.municipality_id = any (:places)
order by r.planned_at desc, r.id limit 50
"""
ONE = """
select r.*, m.names as municipality, u.names as unit
from runs r join municipalities m on m.id = r.municipality_id
left join units u on u.code = r.unit_code where r.id = :id
"""
TALLY = """
select o.unit_code, u.names as unit, o.outcome, o.reason, o.foreseen, count(*) as number
from run_entries o left join units u on u.code = o.unit_code where o.run_id = :id
group by 1, 2, 3, 4, 5 order by o.unit_code nulls last
"""
# A few of each kind, so that who plans sees whom the condition meets.
SAMPLE = """
select e.key, e.fields, u.names as unit, o.foreseen from (
    select *, row_number() over (partition by foreseen, unit_code order by entry_id) as place
    from run_entries where run_id = :id) o
join register_entries e on e.id = o.entry_id left join units u on u.code = o.unit_code
where o.place <= 2 order by o.place, o.foreseen nulls first, o.unit_code limit 12
"""
UNITS = """
select u.code, u.names, m.code as municipality from units u join municipalities m on m.id = u.municipality_id
where m.id = any (:places) order by u.names->>'ka', u.code
"""


@dataclass(frozen=True)
class PlannableService:
    """A service that can be planned as a batch over a register in a municipality."""

    service: str
    names: Names
    municipality: str
    place: Names


@dataclass(frozen=True)
class PlanPage:
    """Page for planning a batch: the services that it can be of, and the units that it can be narrowed to."""

    services: tuple[PlannableService, ...]
    units: tuple[Any, ...]


@dataclass(frozen=True)
class Sampled:
    """An entry as a sample shows it."""

    key: str
    name: str
    unit: Names | None
    foreseen: str | None


@dataclass(frozen=True)
class UnitTally:
    """Progress of a batch in one unit."""

    unit: Names | None
    chosen: int
    foreseen: int
    opened: int
    waiting: int


@dataclass(frozen=True)
class BatchView:
    """A batch. `hindered` and `passed` count entries by what stands, or stood, against their cases."""

    batch_id: UUID
    service: Names
    municipality: Names
    unit: Names | None
    condition: str
    ground: str
    state: str
    looked_at: int
    planned_by: Names | None
    planned_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    units: tuple[UnitTally, ...] = ()
    hindered: tuple[tuple[str, int], ...] = ()
    passed: tuple[tuple[str, int], ...] = ()
    samples: tuple[Sampled, ...] = ()

    @property
    def chosen(self) -> int:
        return sum(unit.chosen for unit in self.units)

    @property
    def foreseen(self) -> int:
        """The cases that the dry run foresees."""
        return sum(unit.foreseen for unit in self.units)

    @property
    def opened(self) -> int:
        return sum(unit.opened for unit in self.units)

    @property
    def settled(self) -> int:
        return self.chosen - sum(unit.waiting for unit in self.units)


def may_plan(tx: Transaction) -> bool:
    """Tell whether this person may plan batches anywhere."""
    return bool(_places(tx))


def plannable(tx: Transaction) -> PlanPage:
    """Return what this person may plan a batch of, today."""
    places, today = _places(tx), local_date(tx.now)
    rows = [row for row in versions.by_place(tx, on=today) if "cohort" in row.settings]
    found = []
    for place in (reference.municipality_by_id(tx, place) for place in places):
        for row in rows:
            if place.id in row.places and switches.is_offered(tx, place.id, row.code, on=today):
                found.append(PlannableService(row.code, row.settings["names"], place.code, place.names))
    return PlanPage(tuple(found), tuple(tx.all(UNITS, places=list(places))))


def listed(tx: Transaction) -> tuple[BatchView, ...]:
    """Return the newest batches of the municipalities where this person batches some."""
    rows = tx.all(LIST, places=list(_places(tx)))
    names = _services(tx)
    return tuple(_view(row, names, {}) for row in rows)


def one(tx: Transaction, batch_id: UUID) -> BatchView:
    """Return a batch with its counts; of a plan a few entries too, which is noted in its stream."""
    row = tx.one(ONE, id=batch_id)
    if row is None:
        raise NotFound
    if row.municipality_id not in _places(tx):
        raise NotAllowed
    tally = tx.all(TALLY, id=batch_id)
    samples = _samples(tx, batch_id) if row.state == "planned" else ()
    return _view(
        row,
        _services(tx),
        people.names(tx, {row.planned_by} - {None}),
        units=_units(tally),
        hindered=_counted(tally, "foreseen"),
        passed=_counted(tally, "reason"),
        samples=samples,
    )


def _samples(tx: Transaction, batch_id: UUID) -> tuple[Sampled, ...]:
    rows = tx.all(SAMPLE, id=batch_id)
    tx.log(f"runs/{batch_id}", "batch.sample_shown", number=len(rows))
    return tuple(
        Sampled(
            key=row.key,
            name=f"{row.fields.get('given_name', '')} {row.fields.get('family_name', '')}".strip(),
            unit=row.unit,
            foreseen=row.foreseen,
        )
        for row in rows
    )


def _units(tally: list[Any]) -> tuple[UnitTally, ...]:
    by_unit: dict[str | None, list[Any]] = {}
    for row in tally:
        by_unit.setdefault(row.unit_code, []).append(row)

    def count(rows: list[Any], **of: Any) -> int:
        return sum(row.number for row in rows if all(getattr(row, k) == v for k, v in of.items()))

    return tuple(
        UnitTally(
            unit=rows[0].unit,
            chosen=count(rows),
            foreseen=count(rows, foreseen=None),
            opened=count(rows, outcome="opened"),
            waiting=count(rows, outcome="waiting"),
        )
        for rows in by_unit.values()
    )


def _counted(tally: list[Any], column: str) -> tuple[tuple[str, int], ...]:
    found: Counter[str] = Counter()
    for row in tally:
        if getattr(row, column) is not None:
            found[getattr(row, column)] += row.number
    return tuple(found.most_common())


def _view(row: Any, services: Mapping[str, Names], who: Mapping[int, Names], **more: Any) -> BatchView:
    return BatchView(
        batch_id=row.id,
        service=services.get(row.service_code) or dict.fromkeys(LANGUAGES, row.service_code),
        municipality=row.municipality,
        unit=row.unit,
        condition=row.condition,
        ground=row.ground,
        state=row.state,
        looked_at=row.looked_at,
        planned_by=who.get(row.planned_by),
        planned_at=row.planned_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
        **more,
    )


def _services(tx: Transaction) -> dict[str, Names]:
    return {
        row.code: row.settings["names"]
        for row in versions.all_in_force(tx, municipality_id=None, on=local_date(tx.now))
    }


def _places(tx: Transaction) -> tuple[int, ...]:
    actor = tx.actor
    return tuple(place for place in actor.municipalities if actor.may(Right.RUN_COHORTS, place))
