"""Cash of community centres: for the desk that takes it, and for the municipality whose money it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from engine.cash import store as cash
from engine.centers.rules.at_center import center_of
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.offices.administration import as_the_engine
from engine.queries.views import Names
from engine.stores import people

OF_DAY = """
select r.*, n.number as payment, n.purpose, v.reason, v.voided_by from cash_receipts r
join paid_numbers(array(select id from cash_receipts where center = :center and received_on = :day)) n
    on n.receipt_id = r.id
left join cash_voids v on v.receipt_id = r.id
where r.center = :center and r.received_on = :day order by r.number
"""
ONE = """
select r.*, n.number as payment, n.purpose, v.reason, v.voided_by, m.names as municipality,
       k.names as center_names
from cash_receipts r join paid_numbers(array[cast(:id as uuid)]) n on n.receipt_id = r.id
join municipalities m on m.id = r.municipality_id join centers k on k.number = r.center
left join cash_voids v on v.receipt_id = r.id where r.id = :id and r.center = :center
"""
DEPOSITS = """
select d.*, m.names as municipality from cash_deposits d join municipalities m on m.id = d.municipality_id
where d.center = :center order by d.deposited_on desc, d.noted_at desc limit 50
"""
CLOSED = """
select n.*, c.confirmed_by from cash_confirmations c join cash_counts n on n.id = c.count_id
where c.center = :center order by c.on_day desc limit 31
"""


@dataclass(frozen=True)
class AtDesk:
    """A payment that somebody brings to the desk; of its applicant only the initials."""

    payment_id: UUID
    number: str
    municipality: Names
    amount_tetri: int
    purpose: Names
    due_at: datetime | None
    initials: Names
    is_open: bool
    is_taken: bool


@dataclass(frozen=True)
class Receipt:
    """A receipt, and who voided it why, if somebody did."""

    receipt_id: UUID
    number: int
    code: str
    payment: str
    purpose: Names
    amount_tetri: int
    received_at: datetime
    received_by: Names
    reason: str | None
    voided_by: Names | None
    municipality: Names | None = None
    center: Names | None = None
    may_void: bool = False


@dataclass(frozen=True)
class OpenDay:
    """A day that is not closed; what was counted last, if anything was."""

    on_day: date
    receipts: int
    expected_tetri: int
    count_id: UUID | None
    counted_tetri: int | None
    note: str
    counted_by: Names | None
    may_confirm: bool


@dataclass(frozen=True)
class ClosedDay:
    """A day whose cash one has counted and another confirmed."""

    on_day: date
    expected_tetri: int
    counted_tetri: int
    note: str
    counted_by: Names
    confirmed_by: Names


@dataclass(frozen=True)
class ToDeposit:
    """Cash of closed days that lies at the centre for a municipality."""

    code: str
    municipality: Names
    tetri: int
    receipts: int


@dataclass(frozen=True)
class Deposit:
    """Deposit of cash that was brought to the treasury."""

    municipality: Names
    document: str
    expected_tetri: int
    amount_tetri: int
    note: str
    deposited_on: date


@dataclass(frozen=True)
class EndOfDayClosing:
    """The page of the end-of-day closing."""

    open_days: tuple[OpenDay, ...]
    closed: tuple[ClosedDay, ...]
    to_deposit: tuple[ToDeposit, ...]
    deposits: tuple[Deposit, ...]


def at_desk(tx: Transaction, number: str) -> AtDesk | None:
    """Return the payment of a number to whoever works at a centre; None where there is none for them."""
    row = cash.at_desk(tx, center_of(tx.actor), number=number, today=local_date(tx.now))
    if row is None:
        return None
    return AtDesk(
        row.id,
        row.number,
        row.municipality,
        row.amount_tetri,
        row.purpose,
        row.due_at,
        {language: _initials(name) for language, name in row.applicant.items()},
        row.is_open,
        row.is_taken,
    )


def _initials(name: str) -> str:
    return " ".join(f"{word[0]}." for word in name.split()[:2])


def of_day(tx: Transaction, day: date) -> tuple[Receipt, ...]:
    """Return the receipts of a day at the centre of whoever asks, in the order of their numbers."""
    rows = tx.all(OF_DAY, center=center_of(tx.actor), day=day)
    names = people.names(
        tx, {person for row in rows for person in (row.received_by, row.voided_by) if person}
    )
    return tuple(_receipt(row, names) for row in rows)


def receipt(tx: Transaction, receipt_id: UUID) -> Receipt:
    """Return a receipt of the own centre. Raises `NotFound`."""
    center = center_of(tx.actor)
    row = tx.one(ONE, id=receipt_id, center=center)
    if row is None:
        raise NotFound
    names = people.names(tx, {person for person in (row.received_by, row.voided_by) if person})
    with as_the_engine(tx):
        is_counted = cash.is_counted(tx, center, row.received_on)
    may_void = (
        row.reason is None
        and not is_counted
        and row.received_on == local_date(tx.now)
        and row.received_by != tx.actor.person_id
    )
    more = {"municipality": row.municipality, "center": row.center_names, "may_void": may_void}
    return _receipt(row, names, **more)


def _receipt(row: Any, names: Any, **more: Any) -> Receipt:
    return Receipt(
        row.id,
        row.number,
        row.code,
        row.payment,
        row.purpose,
        row.amount_tetri,
        row.received_at,
        names[row.received_by],
        row.reason,
        names.get(row.voided_by),
        **more,
    )


def end_of_day_closing(tx: Transaction) -> EndOfDayClosing:
    """Return what is to be counted, confirmed and deposited at the centre of whoever asks."""
    center = center_of(tx.actor)
    with as_the_engine(tx):
        days = [(day, cash.last_count(tx, center, day.on_day)) for day in cash.open_days(tx, center)]
        lying = cash.to_deposit(tx, center)
        closed, deposits = tx.all(CLOSED, center=center), tx.all(DEPOSITS, center=center)
    names = people.names(
        tx,
        {last.counted_by for _, last in days if last}
        | {person for row in closed for person in (row.counted_by, row.confirmed_by)},
    )
    return EndOfDayClosing(
        tuple(_open_day(day, last, names, tx.actor.person_id) for day, last in days),
        tuple(_closed_day(row, names) for row in closed),
        tuple(_to_deposit(list(rows)) for _, rows in groupby(lying, key=lambda row: row.code)),
        tuple(_deposit(row) for row in deposits),
    )


def _open_day(day: Any, last: Any, names: Any, person_id: int | None) -> OpenDay:
    return OpenDay(
        day.on_day,
        day.receipts,
        day.tetri,
        last and last.id,
        last and last.counted_tetri,
        last.note if last else "",
        names[last.counted_by] if last else None,
        bool(last) and last.counted_by != person_id,
    )


def _closed_day(row: Any, names: Any) -> ClosedDay:
    who = (names[row.counted_by], names[row.confirmed_by])
    return ClosedDay(row.on_day, row.expected_tetri, row.counted_tetri, row.note, *who)


def _to_deposit(rows: list[Any]) -> ToDeposit:
    return ToDeposit(rows[0].code, rows[0].names, sum(row.amount_tetri for row in rows), len(rows))


def _deposit(row: Any) -> Deposit:
    money = (row.expected_tetri, row.amount_tetri)
    return Deposit(row.municipality, row.document, *money, row.note, row.deposited_on)
