"""Cash of centres as it was received, voided, counted and deposited. Nothing of it is ever changed."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction

ADD_RULE = """
insert into cash_rules (municipality_id, center, service_code, is_taken, valid_from, act, recorded_by,
    recorded_at)
values (:municipality_id, :center, :service_code, :is_taken, :valid_from, :act, :recorded_by, :now)
"""
RULES = """
select r.*, c.names as center_names from cash_rules r join centers c on c.number = r.center
where r.municipality_id = :municipality_id order by r.id desc
"""
AT_DESK = "select * from payment_at_desk(:number, :id, :center, :today)"
# What happens to the cash of a centre happens one after the other.
LOCK = """
insert into cash_series (center, last) values (:center, 0)
on conflict (center) do update set last = cash_series.last returning last
"""
NEXT = "update cash_series set last = last + 1 where center = :center returning last"
SETTLE = """
insert into payment_attempts (id, payment_id, case_id, municipality_id, started_by, started_at, state, means,
    paid_tetri, paid_at, reference, settled_at)
select :id, p.id, p.case_id, p.municipality_id, :person, :now, 'paid', 'cash', p.amount_tetri, :now,
    :reference, :now
from payments p where p.id = :payment_id
"""
ADD = """
insert into cash_receipts (id, center, number, code, payment_id, case_id, municipality_id, amount_tetri,
    mandate_id, received_by, received_on, received_at)
select :id, :center, :number, :code, p.id, p.case_id, p.municipality_id, p.amount_tetri, :mandate_id,
    :received_by, :received_on, :now
from payments p where p.id = :payment_id
"""
RECEIPT = """
select r.*, v.receipt_id is not null as is_voided from cash_receipts r
left join cash_voids v on v.receipt_id = r.id where r.id = :id
"""
ADD_VOID = """
insert into cash_voids (receipt_id, received_by, received_on, reason, asks_again, voided_by, voided_on,
    voided_at)
select id, received_by, received_on, :reason, :asks_again, :voided_by, :voided_on, :now
from cash_receipts where id = :receipt_id
"""
VOID_PAYMENT = "update payments set state = 'voided' where id = :payment_id and state = 'paid'"
VOID_ATTEMPT = "update payment_attempts set state = 'voided' where id = :id and state = 'paid'"
IS_COUNTED = "select exists (select from cash_counts where center = :center and on_day = :day)"
IS_CLOSED = "select exists (select from cash_confirmations where center = :center and on_day = :day)"
OPEN_DAYS = """
select r.received_on as on_day, count(*) as receipts,
       count(v.receipt_id) as voided,
       coalesce(sum(r.amount_tetri) filter (where v.receipt_id is null), 0)::bigint as tetri
from cash_receipts r left join cash_voids v on v.receipt_id = r.id
where r.center = :center
  and not exists (select from cash_confirmations k where k.center = r.center and k.on_day = r.received_on)
group by r.received_on order by r.received_on
"""
ADD_COUNT = """
insert into cash_counts (id, center, on_day, expected_tetri, counted_tetri, note, counted_by, counted_at)
values (:id, :center, :on_day, :expected_tetri, :counted_tetri, :note, :counted_by, :now)
"""
LAST_COUNT = """
select * from cash_counts where center = :center and on_day = :day order by counted_at desc, id limit 1
"""
COUNT = "select * from cash_counts where id = :id"
CONFIRM = """
insert into cash_confirmations (count_id, counted_by, center, on_day, confirmed_by, confirmed_at)
select id, counted_by, center, on_day, :confirmed_by, :now from cash_counts where id = :count_id
"""
# Received on days that are closed, and not yet brought to the treasury.
TO_DEPOSIT = """
select r.id, r.municipality_id, r.amount_tetri, r.received_on, m.code, m.names
from cash_receipts r join municipalities m on m.id = r.municipality_id
join cash_confirmations k on k.center = r.center and k.on_day = r.received_on
left join cash_voids v on v.receipt_id = r.id left join cash_deposited d on d.receipt_id = r.id
where r.center = :center and v.receipt_id is null and d.receipt_id is null
order by m.code, r.number
"""
ADD_DEPOSIT = """
insert into cash_deposits (id, center, municipality_id, document, expected_tetri, amount_tetri, note,
    deposited_on, noted_by, noted_at)
values (:id, :center, :municipality_id, :document, :expected_tetri, :amount_tetri, :note, :deposited_on,
    :noted_by, :now)
on conflict (municipality_id, document) do nothing
"""
ADD_DEPOSITED = (
    "insert into cash_deposited (receipt_id, deposit_id) select unnest(cast(:ids as uuid[])), :deposit_id"
)
BY_CODE = "select * from cash_receipt_by_code(:code)"


def add_rule(tx: Transaction, **columns: Any) -> None:
    tx.run(ADD_RULE, **columns, now=tx.now)


def rules(tx: Transaction, municipality_id: int) -> list[Any]:
    """Return every entry of the municipality, the last one first."""
    return tx.all(RULES, municipality_id=municipality_id)


def at_desk(
    tx: Transaction, center: int, *, today: date, number: str | None = None, payment_id: UUID | None = None
) -> Any:
    """Return a payment to whoever works at the centre today; None where there is none for them."""
    return tx.one(AT_DESK, number=number, id=payment_id, center=center, today=today)


def lock(tx: Transaction, center: int) -> None:
    """Lock the cash of the centre until the commit; others wait."""
    tx.scalar(LOCK, center=center)


def next_number(tx: Transaction, center: int) -> int:
    return int(tx.scalar(NEXT, center=center))


def settle(tx: Transaction, receipt_id: UUID, payment_id: UUID, *, person: int, reference: str) -> None:
    """Record the order by which a payment is paid, without the treasury."""
    tx.run(SETTLE, id=receipt_id, payment_id=payment_id, person=person, reference=reference, now=tx.now)


def add(tx: Transaction, **columns: Any) -> None:
    tx.run(ADD, **columns, now=tx.now)


def receipt(tx: Transaction, receipt_id: UUID) -> Any:
    return tx.one(RECEIPT, id=receipt_id)


def void(tx: Transaction, receipt: Any, *, reason: str, asks_again: UUID, voided_by: int, on: date) -> None:
    """Record that a receipt does not count, and its payment neither."""
    tx.run(VOID_PAYMENT, payment_id=receipt.payment_id)
    tx.run(VOID_ATTEMPT, id=receipt.id)
    columns = {"reason": reason, "asks_again": asks_again, "voided_by": voided_by, "voided_on": on}
    tx.run(ADD_VOID, receipt_id=receipt.id, **columns, now=tx.now)


def is_counted(tx: Transaction, center: int, day: date) -> bool:
    return bool(tx.scalar(IS_COUNTED, center=center, day=day))


def is_closed(tx: Transaction, center: int, day: date) -> bool:
    return bool(tx.scalar(IS_CLOSED, center=center, day=day))


def open_days(tx: Transaction, center: int) -> list[Any]:
    """Return the days with receipts that nobody has confirmed yet, the oldest first."""
    return tx.all(OPEN_DAYS, center=center)


def add_count(tx: Transaction, **columns: Any) -> None:
    tx.run(ADD_COUNT, **columns, now=tx.now)


def last_count(tx: Transaction, center: int, day: date) -> Any:
    return tx.one(LAST_COUNT, center=center, day=day)


def count(tx: Transaction, count_id: UUID) -> Any:
    return tx.one(COUNT, id=count_id)


def confirm(tx: Transaction, count_id: UUID, *, confirmed_by: int) -> None:
    tx.run(CONFIRM, count_id=count_id, confirmed_by=confirmed_by, now=tx.now)


def to_deposit(tx: Transaction, center: int) -> list[Any]:
    """Return the receipts of closed days whose money lies at the centre."""
    return tx.all(TO_DEPOSIT, center=center)


def deposit(tx: Transaction, deposit_id: UUID, receipts: list[UUID], **columns: Any) -> bool:
    """Record a deposit of these receipts; False if the municipality knows the document already."""
    if tx.run(ADD_DEPOSIT, id=deposit_id, **columns, now=tx.now) != 1:
        return False
    tx.run(ADD_DEPOSITED, ids=receipts, deposit_id=deposit_id)
    return True


def by_code(tx: Transaction, code: str) -> Any:
    """Return what anybody with the code may know, or None."""
    return tx.one(BY_CODE, code=code)
