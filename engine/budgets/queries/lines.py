"""Budgets as finance sees them: each line, what is left of it, and who waits for money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.formats import full_name
from engine.roles import Right

LINES = """
select l.*, m.code as place_code, m.names as place,
       coalesce(r.spent, 0) as spent_tetri, coalesce(r.waiting, 0) as waiting
from budget_lines l join municipalities m on m.id = l.municipality_id
left join (select line_id, sum(amount_tetri) filter (where state = 'spent') as spent,
                  count(*) filter (where state = 'waiting') as waiting
           from budget_requests group by line_id) r on r.line_id = l.id
where l.municipality_id = any (:places) and (cast(:line_id as uuid) is null or l.id = :line_id)
order by l.year desc, m.code, l.code
"""
CHANGES = """
select c.amount_tetri, c.ground, c.changed_at, p.given_name, p.family_name
from budget_changes c left join people p on p.id = c.changed_by where c.line_id = :line_id order by c.id desc
"""
# Who waits comes first, in the order in which they are served.
REQUESTS = """
select r.case_id, r.amount_tetri, r.state, r.filed_at, c.number
from budget_requests r join cases c on c.id = r.case_id where r.line_id = :line_id
order by r.state <> 'waiting', r.filed_at, r.case_id, r.asked_at limit :limit
"""
PLACES = "select id, code, names from municipalities where id = any (:places) order by code"
SHOWN = 200


@dataclass(frozen=True)
class LineView:
    """A line of a year's budget. All amounts are tetri; `left_tetri` is promised to nobody."""

    line_id: UUID
    place_code: str
    place: Mapping[str, str]
    year: int
    code: str
    names: Mapping[str, str]
    amount_tetri: int
    reserved_tetri: int
    spent_tetri: int
    left_tetri: int
    waiting: int


@dataclass(frozen=True)
class ChangeView:
    """The amount a line had from an instant on, and why."""

    amount_tetri: int
    ground: str
    changed_at: datetime
    changed_by: Mapping[str, str] | None


@dataclass(frozen=True)
class RequestView:
    """Request of a case for money of a line of the budget."""

    case_id: UUID
    number: str
    amount_tetri: int
    state: str
    filed_at: datetime


def keeps(tx: Transaction) -> bool:
    """Say whether this person keeps the budget of some municipality."""
    return bool(_places(tx))


def lines(tx: Transaction) -> tuple[LineView, ...]:
    """Return the lines of the municipalities whose budget this person keeps, the newest year first."""
    return tuple(_line(row) for row in tx.all(LINES, places=_places(tx), line_id=None))


def line(tx: Transaction, line_id: UUID) -> tuple[LineView, tuple[ChangeView, ...], tuple[RequestView, ...]]:
    """Return a line with its amounts, the newest first, and the cases that asked it for money."""
    row = tx.one(LINES, places=_places(tx), line_id=line_id)
    if row is None:
        raise NotFound
    changes = tuple(
        ChangeView(
            change.amount_tetri,
            change.ground,
            change.changed_at,
            full_name(change) if change.given_name else None,
        )
        for change in tx.all(CHANGES, line_id=line_id)
    )
    requests = tuple(
        RequestView(request.case_id, request.number, request.amount_tetri, request.state, request.filed_at)
        for request in tx.all(REQUESTS, line_id=line_id, limit=SHOWN)
    )
    return _line(row), changes, requests


def places(tx: Transaction) -> list[Any]:
    """Return the municipalities whose budget this person keeps."""
    return tx.all(PLACES, places=_places(tx))


def _places(tx: Transaction) -> list[int]:
    return [place for place in tx.actor.municipalities if tx.actor.may(Right.KEEP_BUDGET, place)]


def _line(row: Any) -> LineView:
    return LineView(
        line_id=row.id,
        place_code=row.place_code,
        place=row.place,
        year=row.year,
        code=row.code,
        names=row.names,
        amount_tetri=row.amount_tetri,
        reserved_tetri=row.committed_tetri - int(row.spent_tetri),
        spent_tetri=int(row.spent_tetri),
        left_tetri=row.amount_tetri - row.committed_tetri,
        waiting=row.waiting,
    )
