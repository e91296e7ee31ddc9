"""An inventory as whoever counts sees it: how far it is, and what is still to be found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from engine.cases import sight
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.stores import people

PAGE: Final = 50
LONGEST_QUESTION: Final = 100
OPEN, DONE = "open", "done"
INVENTORY = """
select i.*, c.number, m.names as place,
    exists (select from tasks a where a.case_id = i.case_id and a.state = 0 and a.role = i.role) as is_begun,
    count(t.id)::int as total, count(t.result)::int as counted
from inventories i join cases c on c.id = i.case_id join municipalities m on m.id = i.municipality_id
left join inventory_items t on t.case_id = i.case_id
where i.case_id = :case_id group by i.case_id, c.number, m.names
"""
ITEMS = """
select t.* from inventory_items t
where t.case_id = :case_id and (:words = '' or position(:words in lower(t.name)) > 0
    or position(:words in lower(coalesce(t.inventory_no, ''))) > 0
    or position(:words in lower(coalesce(t.location, ''))) > 0)
  and (:part = '' or (t.result is null) = (:part = 'open'))
  and (coalesce(t.inventory_no, '~'), t.id) > (:after_no, cast(:after_id as uuid))
order by coalesce(t.inventory_no, '~'), t.id limit :limit
"""
ITEM = """
select * from inventory_items where id = :id and case_id = :case_id
"""
_NONE = UUID(int=0)


@dataclass(frozen=True)
class Inventory:
    """An inventory and how far it is; `may_count` says it of whoever reads."""

    case_id: UUID
    number: str
    place: Mapping[str, str]
    counted_on: date
    total: int
    counted: int
    is_open: bool
    may_count: bool


@dataclass(frozen=True)
class Item:
    """A thing on the list as it was listed, or found beside it, and what was said of it."""

    item_id: UUID
    is_listed: bool
    inventory_no: str | None
    kind: str
    name: str
    location: str | None
    value_tetri: int
    result: str | None
    note: str | None
    photos: tuple[str, ...]
    counted_by: Mapping[str, str] | None
    counted_at: datetime | None
    version: int


@dataclass(frozen=True)
class Page:
    """A page of the list; `after` leads to the next one, if there is one."""

    rows: tuple[Item, ...]
    after: str | None


def of_case(tx: Transaction, case_id: UUID) -> Inventory | None:
    """Return the inventory of a case, if it is one."""
    row = tx.one(INVENTORY, case_id=case_id)
    if row is None:
        return None
    is_open = row.closed_at is None
    return Inventory(
        case_id,
        row.number,
        row.place,
        row.counted_on,
        row.total,
        row.counted,
        is_open,
        is_open and row.is_begun and tx.actor.has_role(row.role, row.municipality_id),
    )


def inventory(tx: Transaction, case_id: UUID) -> Inventory:
    """Return the inventory of a case that the reader may look into. Raises `NotFound`."""
    sight.seen(tx, case_id)
    found = of_case(tx, case_id)
    if found is None:
        raise NotFound
    return found


def page(tx: Transaction, case_id: UUID, *, words: str, part: str, after: str | None) -> Page:
    """Return the things whose name, number or place holds the words: all, those left, or those counted."""
    after_no, _, after_id = (after or "").rpartition("|")
    rows = tx.all(
        ITEMS,
        case_id=case_id,
        words=words.strip()[:LONGEST_QUESTION].lower(),
        part=part if part in (OPEN, DONE) else "",
        after_no=after_no,
        after_id=_uuid(after_id),
        limit=PAGE + 1,
    )
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    names = people.names(tx, {row.counted_by for row in rows if row.counted_by})
    shown = tuple(_item(row, names) for row in rows[:PAGE])
    return Page(shown, last and f"{last.inventory_no or '~'}|{last.id}")


def item(tx: Transaction, case_id: UUID, item_id: UUID) -> Item:
    """Return one thing of the list of a case that the reader may look into. Raises `NotFound`."""
    sight.seen(tx, case_id)
    row = tx.one(ITEM, id=item_id, case_id=case_id)
    if row is None:
        raise NotFound
    return _item(row, people.names(tx, {row.counted_by} if row.counted_by else set()))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return _NONE


def _item(row: Any, names: Mapping[int, Mapping[str, str]]) -> Item:
    return Item(
        row.id,
        row.asset_id is not None,
        row.inventory_no,
        row.kind,
        row.name,
        row.location,
        row.value_tetri,
        row.result,
        row.note,
        tuple(row.photos),
        names.get(row.counted_by),
        row.counted_at,
        row.version,
    )
