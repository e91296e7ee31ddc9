"""Lines of a budget, what cases ask of them, and who waits for money."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction, as_json

ASK = "select ask_budget(:id, :case_id, cast(:year as smallint), :code, :amount_tetri, :now, :programme)"
REQUEST = "select * from budget_requests where id = :id and case_id = :case_id for update"
SETTLE = """
update budget_requests set state = :state, amount_tetri = :amount_tetri, settled_at = :now where id = :id
"""
LINES_OF_YEAR = """
select code, names, amount_tetri, committed_tetri from budget_lines
where municipality_id = :municipality_id and year = :year order by code
"""
LINE = "select * from budget_lines where id = :id for update"
INSERT_LINE = """
insert into budget_lines (id, municipality_id, year, code, names, amount_tetri)
values (:id, :municipality_id, :year, :code, cast(:names as jsonb), :amount_tetri)
on conflict do nothing
"""
CHANGE_LINE = (
    "update budget_lines set names = cast(:names as jsonb), amount_tetri = :amount_tetri where id = :id"
)
NOTE_CHANGE = """
insert into budget_changes (line_id, municipality_id, amount_tetri, ground, changed_by, changed_at)
values (:line_id, :municipality_id, :amount_tetri, :ground, :person, :now)
"""
WAITING = """
select id, case_id, amount_tetri from budget_requests where line_id = :line_id and state = 'waiting'
order by filed_at, case_id, asked_at, id limit :limit
"""
RESERVE = "update budget_requests set state = 'reserved' where id = :id and state = 'waiting'"


def ask(
    tx: Transaction,
    request_id: UUID,
    *,
    case_id: UUID,
    year: int,
    code: str,
    amount_tetri: int,
    programme: str | None,
) -> str | None:
    """Ask a line for money; return `reserved` or `waiting`, None where there is no such line."""
    state: str | None = tx.scalar(
        ASK,
        id=request_id,
        case_id=case_id,
        year=year,
        code=code,
        amount_tetri=amount_tetri,
        programme=programme,
        now=tx.now,
    )
    return state


def request(tx: Transaction, request_id: UUID, *, case_id: UUID) -> Any:
    """Return what the case has asked for, its row locked to the commit."""
    return tx.one(REQUEST, id=request_id, case_id=case_id)


def settle(tx: Transaction, request_id: UUID, *, state: str, amount_tetri: int) -> None:
    """The money of a request is spent or given back."""
    tx.run(SETTLE, id=request_id, state=state, amount_tetri=amount_tetri, now=tx.now)


def lines_of_year(tx: Transaction, municipality_id: int, year: int) -> list[Any]:
    """Return the lines of a year's budget."""
    return tx.all(LINES_OF_YEAR, municipality_id=municipality_id, year=year)


def line(tx: Transaction, line_id: UUID) -> Any:
    """Return a line, locked to the commit: nobody else gets money from it meanwhile."""
    return tx.one(LINE, id=line_id)


def insert_line(tx: Transaction, *, names: Mapping[str, str], **columns: Any) -> bool:
    """Add a line; False where the year has one of this code."""
    return tx.run(INSERT_LINE, names=as_json(names), **columns) == 1


def change_line(tx: Transaction, line_id: UUID, *, names: Mapping[str, str], amount_tetri: int) -> None:
    tx.run(CHANGE_LINE, id=line_id, names=as_json(names), amount_tetri=amount_tetri)


def record_change(
    tx: Transaction, line_id: UUID, *, municipality_id: int, amount_tetri: int, ground: str
) -> None:
    """Keep which amount the line has from now on, and why."""
    tx.run(
        NOTE_CHANGE,
        line_id=line_id,
        municipality_id=municipality_id,
        amount_tetri=amount_tetri,
        ground=ground,
        person=tx.actor.person_id,
        now=tx.now,
    )


def waiting(tx: Transaction, line_id: UUID, *, limit: int) -> list[Any]:
    """Return who waits for money of the line, in the order in which they filed."""
    return tx.all(WAITING, line_id=line_id, limit=limit)


def reserve(tx: Transaction, request_id: UUID) -> None:
    tx.run(RESERVE, id=request_id)
