"""What has to be equal after the month. Each equation is two numbers counted in different places.

Most are counted in tables that different statements fill, some in the books of the treasury and of the
auction beside the municipality's. Whatever is lost, doubled or altered makes two of them differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import psycopg

from tests.simulation.month import of_cases, of_money

# What happened, taken out of the steps once: many equations ask.
TOLD: Final = """
create temporary table told on commit drop as select case_id, unnest(kinds) as kind from step_events
"""
Books = Mapping[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Sides:
    """An equation with its two numbers."""

    name: str
    left: int
    right: int

    @property
    def holds(self) -> bool:
        return self.left == self.right

    def __str__(self) -> str:
        return f"{'' if self.holds else 'NOT EQUAL: '}{self.name}: {self.left} and {self.right}"


def counted(connection: psycopg.Connection[Any], books: Books) -> Iterator[Sides]:
    """Yield every equation with both numbers."""
    connection.execute("drop table if exists told")
    connection.execute(TOLD)
    for name, (left, right) in (of_cases.EQUATIONS | of_money.EQUATIONS).items():
        yield Sides(name, _number(connection, left), _number(connection, right))
    yield from _of_lines(connection)
    yield from _of_treasury(connection, books)
    yield from _of_auction(connection, books)


def unbalanced(connection: psycopg.Connection[Any], books: Books) -> set[str]:
    """Return the names of the equations that do not hold."""
    return {equation.name for equation in counted(connection, books) if not equation.holds}


def _of_lines(connection: psycopg.Connection[Any]) -> Iterator[Sides]:
    """Of each line: what was allotted is spent, reserved or free, and never less than nothing is free."""
    rows = connection.execute(
        """select l.code, l.amount_tetri, l.committed_tetri,
                  coalesce(sum(r.amount_tetri) filter (where r.state = 'spent'), 0)::bigint,
                  coalesce(sum(r.amount_tetri) filter (where r.state = 'reserved'), 0)::bigint
           from budget_lines l left join budget_requests r on r.line_id = l.id
           group by l.id order by l.code"""
    ).fetchall()
    for code, amount, committed, spent, reserved in rows:
        free = max(0, amount - committed)
        yield Sides(f"line {code}: allotted = spent + reserved + free", amount, spent + reserved + free)


def _of_treasury(connection: psycopg.Connection[Any], books: Books) -> Iterator[Sides]:
    """What the treasury has in its books and what the municipality says of it."""
    payouts = Counter(payout["state"] for payout in books["payouts"])
    told = dict(
        connection.execute(
            "select kind, count(*) from told where kind like 'payout.%' group by kind"
        ).fetchall()
    )
    yield Sides(
        "orders at the treasury = paid + returned + on their way",
        len(books["payouts"]),
        told.get("payout.executed", 0) + told.get("payout.returned", 0) + payouts["accepted"],
    )
    yield Sides(
        "orders the treasury returned = returns told", payouts["returned"], told.get("payout.returned", 0)
    )
    paid = sum(payout["amount_tetri"] for payout in books["payouts"] if payout["state"] == "executed")
    spent = "select coalesce(sum(amount_tetri), 0) from budget_requests where state = 'spent'"
    yield Sides("tetri the treasury paid = tetri spent of the budget", paid, _number(connection, spent))
    received = sum(order["amount_tetri"] for order in books["orders"] if order["state"] == "paid")
    came_in = """select coalesce(sum(paid_tetri), 0) from payment_attempts
                 where paid_tetri is not null and means = 'treasury'"""
    yield Sides("tetri the treasury received = tetri paid through it", received, _number(connection, came_in))


def _of_auction(connection: psycopg.Connection[Any], books: Books) -> Iterator[Sides]:
    """What the electronic auction has in its books, and what cases say of it."""
    lots, sold = books["lots"], [lot for lot in books["lots"] if lot["state"] == "sold"]
    put_up = "select count(*) from jobs where operation = 'auction.announce' and state = 'done'"
    yield Sides("lots put up = lots at the auction", _number(connection, put_up), len(lots))
    protocols = "select count(*) from documents where titles->>'en' = 'Protocol of the auction'"
    over = len(lots) - sum(lot["state"] == "open" for lot in lots)
    yield Sides("lots that are over = protocols", over, _number(connection, protocols))
    won = "from cases where document->'application'->>'lot_number' is not null"
    yield Sides(
        "lots that were sold = contracts with who won",
        len(sold),
        _number(connection, f"select count(distinct document->'application'->>'lot_number') {won}"),
    )
    said = "document->'application'->>"
    prices = f"coalesce({said}'price_tetri', {said}'fee_tetri')::bigint"
    yield Sides(
        "tetri that were bid = tetri in the contracts",
        sum(lot["price_tetri"] for lot in sold),
        _number(connection, f"select coalesce(sum({prices}), 0) {won}"),
    )


def _number(connection: psycopg.Connection[Any], statement: str) -> int:
    row = connection.execute(statement).fetchone()
    assert row is not None
    return int(row[0])
