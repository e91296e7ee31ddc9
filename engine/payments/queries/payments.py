"""Payments of a case: what is to be paid, and what finance has to return."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction
from engine.roles import Right
from engine.stores import reads

OF_CASE = "select * from payments where case_id = :case_id order by asked_at, number"
ORDERS_OF_CASE = "select * from payment_attempts where case_id = :case_id order by started_at, id"
TO_RETURN = """
select a.id, a.case_id, a.municipality_id, a.why, a.paid_tetri, a.paid_at, a.reference, p.number,
       c.number as case_number, c.applicant_name
from payment_attempts a join payments p on p.id = a.payment_id join cases c on c.id = a.case_id
where a.state = 'to_return' and a.municipality_id = any (:municipalities)
order by a.settled_at, a.id {limit}
"""


COUNT_TO_RETURN = """
select count(*) from payment_attempts where state = 'to_return' and municipality_id = any (:municipalities)
"""


@dataclass(frozen=True)
class OrderView:
    """One try to pay."""

    order_id: UUID
    state: str  # open, failed, paid, to_return, returned, voided
    means: str  # treasury, cash, bank
    why: str | None  # double, late, other_amount
    started_at: datetime
    paid_tetri: int | None
    paid_at: datetime | None
    reference: str | None
    returned_with: str | None


@dataclass(frozen=True)
class PaymentView:
    """Payment that a case asks for, and every try to pay it, the oldest first."""

    payment_id: UUID
    number: str
    amount_tetri: int
    purpose: Mapping[str, str]
    due_at: datetime | None
    state: str  # due, paid, cancelled, voided
    orders: tuple[OrderView, ...]

    @property
    def is_under_way(self) -> bool:
        """Somebody has begun to pay, and how it ended is not known."""
        return any(order.state == "open" for order in self.orders)


@dataclass(frozen=True)
class ReturnView:
    """Money that came too much and is to go back."""

    order_id: UUID
    case_id: UUID
    case_number: str
    applicant: Mapping[str, str]
    number: str
    why: str
    amount_tetri: int
    paid_at: datetime
    reference: str


def of_case(tx: Transaction, case_id: UUID) -> tuple[PaymentView, ...]:
    """Return what the case asks for, the oldest first; none where the case does not exist here."""
    orders: dict[UUID, list[OrderView]] = {}
    for row in tx.all(ORDERS_OF_CASE, case_id=case_id):
        orders.setdefault(row.payment_id, []).append(_order(row))
    return tuple(
        PaymentView(
            payment_id=row.id,
            number=row.number,
            amount_tetri=row.amount_tetri,
            purpose=row.purpose,
            due_at=row.due_at,
            state=row.state,
            orders=tuple(orders.get(row.id, ())),
        )
        for row in tx.all(OF_CASE, case_id=case_id)
    )


def _order(row: Any) -> OrderView:
    return OrderView(
        order_id=row.id,
        state=row.state,
        means=row.means,
        why=row.why,
        started_at=row.started_at,
        paid_tetri=row.paid_tetri,
        paid_at=row.paid_at,
        reference=row.reference,
        returned_with=row.returned_with,
    )


def count_to_return(tx: Transaction) -> int:
    """Return how much there is to give back in the municipalities where this person does that."""
    actor = tx.actor
    places = [place for place in actor.municipalities if actor.may(Right.RETURN_MONEY, place)]
    return int(tx.scalar(COUNT_TO_RETURN, municipalities=places)) if places else 0


def to_return(tx: Transaction, *, is_export: bool = False) -> tuple[ReturnView, ...]:
    """Return what the municipalities of this person have to give back, the oldest first; all for a file.

    What is taken away as a file is on record with each case.
    """
    sql = TO_RETURN.format(limit="" if is_export else "limit 500")
    rows = tx.all(sql, municipalities=list(tx.actor.municipalities))
    if is_export:
        reads.record_exported(tx, ((row.case_id, row.municipality_id) for row in rows))
    return tuple(
        ReturnView(
            order_id=row.id,
            case_id=row.case_id,
            case_number=row.case_number,
            applicant=row.applicant_name,
            number=row.number,
            why=row.why,
            amount_tetri=row.paid_tetri,
            paid_at=row.paid_at,
            reference=row.reference,
        )
        for row in rows
    )
