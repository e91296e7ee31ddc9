"""Payments that cases ask for, and the orders by which people pay them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction, as_json

ASK = """
insert into payments (id, municipality_id, case_id, number, amount_tetri, purpose, asked_at, due_at)
select :id, :municipality_id, :case_id,
       :case_number || '/' || (1 + (select count(*) from payments where case_id = :case_id)), :amount_tetri,
       cast(:purpose as jsonb), :now, :due_at
returning number
"""
CANCEL = """
update payments set state = 'cancelled', settled_at = :now
where id = :id and case_id = :case_id and state = 'due'
"""
PAYMENT = "select * from payments where id = :id for update"
ORDER = "select * from payment_attempts where id = :id"
OPEN_ORDERS_OF = """
select id from payment_attempts where payment_id = :payment_id and state = 'open' order by started_at
"""
START = """
insert into payment_attempts (id, payment_id, case_id, municipality_id, started_by, started_at, ask_at)
select :id, p.id, p.case_id, p.municipality_id, :person, :now, :ask_at
from payments p where p.id = :payment_id
"""
STARTED_SINCE = """
select count(*) from payment_attempts where payment_id = :payment_id and started_at > :since
"""
PAID = "update payments set state = 'paid', settled_at = :now where id = :id and state = 'due'"
RECEIVED = """
update payment_attempts set state = :state, why = :why, paid_tetri = :paid_tetri, paid_at = :paid_at,
    reference = :reference, settled_at = :now, ask_at = null
where id = :id and state in ('open', 'failed')
"""
BY_BANK = """
insert into payment_attempts (id, payment_id, case_id, municipality_id, started_by, started_at, state, means,
    why, paid_tetri, paid_at, reference, receipt_number, settled_at)
select :id, p.id, p.case_id, p.municipality_id, :person, :now, :state, 'bank', :why, p.amount_tetri, :paid_at,
    :reference, :receipt_number, :now
from payments p where p.id = :payment_id
on conflict do nothing
"""
IS_BANK_MONEY = "select is_bank_money(:reference)"
FAILED = """
update payment_attempts set state = 'failed', settled_at = :now, ask_at = null
where id = :id and state = 'open'
"""
ASK_LATER = """
update payment_attempts set asked = least(asked + 1, 1000), ask_at = :ask_at where id = :id and state = 'open'
"""
RETURNED = """
update payment_attempts set state = 'returned', returned_by = :person, returned_at = :now,
    returned_with = :document
where id = :id and state = 'to_return'
"""
CLAIM = "select id from claim_open_orders(:now, :until, :limit)"
PLACE = "select municipality_id, case_id, state from place_of_order(:id)"


def ask(
    tx: Transaction,
    payment_id: UUID,
    *,
    case: Any,
    amount_tetri: int,
    purpose: Mapping[str, str],
    due_at: datetime | None,
) -> str:
    """Record that the case asks for money; return the number people name it by."""
    number: str = tx.scalar(
        ASK,
        id=payment_id,
        municipality_id=case.municipality_id,
        case_id=case.id,
        case_number=case.number,
        amount_tetri=amount_tetri,
        purpose=as_json(purpose),
        now=tx.now,
        due_at=due_at,
    )
    return number


def cancel(tx: Transaction, payment_id: UUID, *, case_id: UUID) -> bool:
    """Ask for it no longer; False where it is not due."""
    return tx.run(CANCEL, id=payment_id, case_id=case_id, now=tx.now) == 1


def payment(tx: Transaction, payment_id: UUID) -> Any:
    """Return a payment, its row locked to the commit: what happens to it happens one after the other."""
    return tx.one(PAYMENT, id=payment_id)


def order(tx: Transaction, order_id: UUID) -> Any:
    return tx.one(ORDER, id=order_id)


def open_orders_of(tx: Transaction, payment_id: UUID) -> list[UUID]:
    """Return the orders of a payment of which the end is not known."""
    return [row.id for row in tx.all(OPEN_ORDERS_OF, payment_id=payment_id)]


def started_since(tx: Transaction, payment_id: UUID, since: datetime) -> int:
    return int(tx.scalar(STARTED_SINCE, payment_id=payment_id, since=since))


def start(tx: Transaction, order_id: UUID, payment_id: UUID, *, person: int, ask_at: datetime) -> None:
    """Record an order before the treasury hears of it."""
    tx.run(START, id=order_id, payment_id=payment_id, person=person, now=tx.now, ask_at=ask_at)


def paid(tx: Transaction, payment_id: UUID) -> None:
    tx.run(PAID, id=payment_id, now=tx.now)


def received(tx: Transaction, order_id: UUID, *, state: str, why: str | None, **money: Any) -> bool:
    """Record that money came by an order; False if that is known already."""
    return tx.run(RECEIVED, id=order_id, state=state, why=why, now=tx.now, **money) == 1


def by_bank(tx: Transaction, order_id: UUID, payment_id: UUID, **money: Any) -> bool:
    """Record money that finance found in the statement; False where receipt or money was counted before."""
    return tx.run(BY_BANK, id=order_id, payment_id=payment_id, now=tx.now, **money) == 1


def is_bank_money(tx: Transaction, reference: str) -> bool:
    """Say whether the treasury's number names money that was counted by the receipt of a bank, anywhere."""
    return bool(tx.scalar(IS_BANK_MONEY, reference=reference))


def failed(tx: Transaction, order_id: UUID) -> bool:
    return tx.run(FAILED, id=order_id, now=tx.now) == 1


def ask_later(tx: Transaction, order_id: UUID, *, ask_at: datetime) -> None:
    tx.run(ASK_LATER, id=order_id, ask_at=ask_at)


def returned(tx: Transaction, order_id: UUID, *, person: int, document: str) -> bool:
    return tx.run(RETURNED, id=order_id, person=person, document=document, now=tx.now) == 1


def claim_open(tx: Transaction, *, until: datetime, limit: int) -> list[UUID]:
    """Claim orders to be asked about, of every municipality."""
    return [row.id for row in tx.all(CLAIM, now=tx.now, until=until, limit=limit)]


def place_of(tx: Transaction, order_id: UUID) -> Any:
    """Return municipality, case and state of an order, whoever asks; None if there is none."""
    return tx.one(PLACE, id=order_id)
