"""The register of property as the office reads it: found by words, and one thing as it stood on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.property.rules.kinds import KINDS, PRESENT_STATES
from engine.roles import Right

PAGE: Final = 50
LONGEST_QUESTION: Final = 100
# Nobody asks for a plan here: a municipality has some thousand things, and the index leads to its own.
LIST = """
select a.id, a.municipality_id, a.inventory_no, a.kind, s.name, s.state, s.cadastral_code, s.value_tetri,
       m.names as place, u.kind as used_as
from assets a join municipalities m on m.id = a.municipality_id
join asset_states s on s.asset_id = a.id and s.superseded_by is null
    and s.valid_from <= :on and (s.valid_until is null or s.valid_until > :on)
left join asset_rights u on u.asset_id = a.id and u.excludes = 'use' and u.state = 'held'
    and u.valid_from <= :on and (u.valid_until is null or u.valid_until > :on)
where a.municipality_id = any (:places) and (cast(:kind as text) is null or a.kind = :kind)
  and (:words = '' or position(:words in lower(s.name)) > 0 or position(:words in lower(a.inventory_no)) > 0
       or position(:words in s.cadastral_code) > 0)
  and (a.inventory_no, a.id) > (:after_no, cast(:after_id as uuid))
order by a.inventory_no, a.id limit :limit
"""
ASSET = """
select a.*, m.names as place from assets a join municipalities m on m.id = a.municipality_id
where a.id = :id and a.municipality_id = any (:places)
"""
STATES = """
select s.*, c.number as case_number, i.file_name from asset_states s left join cases c on c.id = s.case_id
left join asset_imports i on i.id = s.import_id
where s.asset_id = :id order by s.valid_from desc, s.recorded_at desc
"""
RIGHTS = """
select r.*, c.number as case_number, i.file_name from asset_rights r left join cases c on c.id = r.case_id
left join asset_imports i on i.id = r.import_id
where r.asset_id = :id and r.state <> 'given_up' order by r.valid_from desc, r.recorded_at desc
"""
PAPERS = """
select distinct on (d.digest) encode(d.digest, 'hex') as digest, d.title, d.case_id, d.type from documents d
where d.case_id = any (select case_id from asset_states where asset_id = :id
                       union select case_id from asset_rights where asset_id = :id)
  and d.kind <> 'draft' order by d.digest, d.added_at limit 100
"""
COUNTED = """
select m.code, m.names as place, count(s.id)::int as number
from municipalities m left join asset_states s on s.municipality_id = m.id and s.superseded_by is null
    and s.valid_from <= :on and (s.valid_until is null or s.valid_until > :on) and s.state = any (:present)
where m.id = any (:places) group by m.id order by m.code
"""
PLACES = "select id, code, names from municipalities where id = any (:places) order by code"
_NONE = UUID(int=0)


@dataclass(frozen=True)
class Listed:
    """A thing in the list, as it stood on the day; `used_as` is the right by which somebody else used it."""

    asset_id: UUID
    place: Mapping[str, str]
    inventory_no: str
    kind: str
    name: str
    state: str
    cadastral_code: str | None
    value_tetri: int
    used_as: str | None


@dataclass(frozen=True)
class CountedProperty:
    """Property of a municipality as a register: how many things it has today."""

    municipality: str
    place: Mapping[str, str]
    number: int


@dataclass(frozen=True)
class Page:
    """A page of the list; `after` leads to the next one, if there is one."""

    rows: tuple[Listed, ...]
    after: str | None


@dataclass(frozen=True)
class State:
    """State of a thing from a day to another (exclusive), with references to where the reason is written."""

    name: str
    category: str
    state: str
    cadastral_code: str | None
    value_tetri: int
    fields: Mapping[str, Any]
    ground: str
    valid_from: date
    valid_until: date | None
    case_id: UUID | None
    case_number: str | None
    table: str | None
    order_number: str | None
    is_superseded: bool

    def holds(self, on: date) -> bool:
        """Tell whether the thing was in this state on the day."""
        return not self.is_superseded and _covers(self, on)


@dataclass(frozen=True)
class HeldRight:
    """A right to a thing: whose, since when, until when (exclusive). The municipality's own names nobody."""

    kind: str
    is_reserved: bool
    is_own: bool
    holder: str | None
    valid_from: date
    valid_until: date | None
    fee_tetri: int | None
    fee_period: str | None
    contract_no: str | None
    ended_ground: str | None
    case_id: UUID | None
    case_number: str | None
    table: str | None

    def holds(self, on: date) -> bool:
        """Tell whether it was somebody's on the day; what is only kept for a proceeding is nobody's yet."""
        return not self.is_reserved and _covers(self, on)


@dataclass(frozen=True)
class Paper:
    """A photograph or document of a case that entered, changed or gave the thing; read with the case."""

    title: str
    case_id: UUID
    digest: str
    is_picture: bool


@dataclass(frozen=True)
class AssetView:
    """A thing with all its states and rights, the newest first."""

    asset_id: UUID
    place: Mapping[str, str]
    inventory_no: str
    kind: str
    states: tuple[State, ...]
    rights: tuple[HeldRight, ...]
    papers: tuple[Paper, ...]

    def on(self, day: date) -> State | None:
        """Return the state on a day; None before the thing was entered."""
        return next((state for state in self.states if state.holds(day)), None)


def keeps(tx: Transaction) -> bool:
    """Say whether this person keeps the property of some municipality."""
    return bool(places(tx))


def counted(tx: Transaction, *, on: date) -> tuple[CountedProperty, ...]:
    """Return how many things each municipality has whose property this person keeps."""
    rows = tx.all(COUNTED, places=places(tx), on=on, present=list(PRESENT_STATES))
    return tuple(CountedProperty(row.code, row.place, row.number) for row in rows)


def page(
    tx: Transaction, *, words: str = "", kind: str | None = None, on: date, after: str | None = None
) -> Page:
    """Return what the municipalities had on the day whose name, number or cadastral code holds the words."""
    after_no, _, after_id = (after or "").rpartition("~")
    rows = tx.all(
        LIST,
        places=places(tx),
        words=words.strip()[:LONGEST_QUESTION].lower(),
        kind=kind if kind in KINDS else None,
        on=on,
        after_no=after_no,
        after_id=_uuid(after_id),
        limit=PAGE + 1,
    )
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return Page(tuple(map(_listed, rows[:PAGE])), last and f"{last.inventory_no}~{last.id}")


def asset(tx: Transaction, asset_id: UUID) -> AssetView:
    """Return one thing with everything that held of it. Raises `NotFound`."""
    row = tx.one(ASSET, id=asset_id, places=places(tx))
    if row is None:
        raise NotFound
    return AssetView(
        row.id,
        row.place,
        row.inventory_no,
        row.kind,
        tuple(map(_state, tx.all(STATES, id=asset_id))),
        tuple(map(_right, tx.all(RIGHTS, id=asset_id))),
        tuple(
            Paper(paper.title, paper.case_id, paper.digest, paper.type.startswith("image/"))
            for paper in tx.all(PAPERS, id=asset_id)
        ),
    )


def kept_places(tx: Transaction) -> list[Any]:
    """Return the municipalities whose property this person keeps, with their names."""
    return tx.all(PLACES, places=places(tx))


def places(tx: Transaction) -> list[int]:
    """Return the municipalities whose property this person keeps."""
    return [place for place in tx.actor.municipalities if tx.actor.may(Right.KEEP_PROPERTY, place)]


def _covers(one: State | HeldRight, on: date) -> bool:
    return one.valid_from <= on and (one.valid_until is None or on < one.valid_until)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return _NONE


def _listed(row: Any) -> Listed:
    return Listed(
        row.id,
        row.place,
        row.inventory_no,
        row.kind,
        row.name,
        row.state,
        row.cadastral_code,
        row.value_tetri,
        row.used_as,
    )


def _state(row: Any) -> State:
    return State(
        name=row.name,
        category=row.category,
        state=row.state,
        cadastral_code=row.cadastral_code,
        value_tetri=row.value_tetri,
        fields=row.fields,
        ground=row.ground,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        case_id=row.case_id,
        case_number=row.case_number,
        table=row.file_name,
        order_number=row.order_number,
        is_superseded=row.superseded_by is not None,
    )


def _right(row: Any) -> HeldRight:
    return HeldRight(
        kind=row.kind,
        is_reserved=row.state == "reserved",
        is_own=row.is_own,
        holder=row.holder_name,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        fee_tetri=row.fee_tetri,
        fee_period=row.fee_period,
        contract_no=row.contract_no,
        ended_ground=row.ended_ground,
        case_id=row.case_id,
        case_number=row.case_number,
        table=row.file_name,
    )
