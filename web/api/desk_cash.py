"""Cash at the desk of a centre: received by the number of a payment, voided, counted, deposited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from engine.cash import taking
from engine.cash.commands import CashReceived, ConfirmCount, CountCash, RecordDeposit, VoidReceipt
from engine.cash.queries import desk as queries
from engine.cash.queries.desk import AtDesk, EndOfDayClosing, Receipt
from engine.clock import local_date
from engine.errors import NotFound
from web.api.callers import Who
from web.api.operations import operation
from web.api.reading import sent_key
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Strict, code_field, day, tetri, text
from web.auth import current_actor
from web.engine_access import engine

TAG = "centers"
RECEIPT = "/desk/receipts/<uuid:receipt_id>"
READS: dict[str, Any] = {"tag": TAG, "scope": "centers:read"}
ACTS: dict[str, Any] = {"tag": TAG, "scope": "centers:act"}


@dataclass(frozen=True)
class Receipts:
    """The receipts of today at the centre."""

    items: tuple[Receipt, ...]
    on: date


class PaymentNumber(Strict):
    """The number that the payer names."""

    number = text(60)


class VoidReason(Strict):
    """Reason for voiding a receipt."""

    reason = text(500)


class CountOfDay(Strict):
    """Count of the cash in the drawer at the end of a day; the note says why it differs from the receipts."""

    on_day = day()
    counted_tetri = tetri()
    note = text(500, required=False, load_default="")


class NewDeposit(Strict):
    """By which document cash came to the treasury; `expected_tetri` is the sum that the caller has read."""

    municipality = code_field()
    document = text(100)
    deposited_on = day()
    expected_tetri = tetri()
    amount_tetri = tetri()
    note = text(500, required=False, load_default="")


@operation(
    "GET",
    "/desk/payments",
    Who.OFFICE,
    does=("გადახდის პოვნა ნომრით", "Find a payment by its number"),
    pages=("center.cash",),
    asks=PaymentNumber,
    gives=shape(AtDesk),
    **READS,
)
def find_desk_payment(asked: dict[str, str]) -> AtDesk:
    with engine().read(current_actor()) as tx:
        found = queries.at_desk(tx, " ".join(asked["number"].split()))
    if found is None:
        raise NotFound
    return found


@operation(
    "POST",
    "/desk/payments/<uuid:payment_id>/receipts",
    Who.OFFICE,
    does=("ნაღდი ფულის მიღება", "Receive a payment in cash"),
    pages=("center.receive",),
    gives=shape(CashReceived),
    status=201,
    **ACTS,
)
def receive_cash(payment_id: UUID) -> CashReceived:
    return taking.take_cash(engine(), payment_id, actor=current_actor(), key=sent_key())


@operation(
    "GET",
    "/desk/receipts",
    Who.OFFICE,
    does=("დღევანდელი ქვითრები", "List the receipts of today"),
    pages=("center.cash",),
    gives=shape(Receipts),
    **READS,
)
def list_receipts() -> Receipts:
    with engine().read(current_actor()) as tx:
        today = local_date(tx.now)
        return Receipts(queries.of_day(tx, today), today)


@operation(
    "GET",
    RECEIPT,
    Who.OFFICE,
    does=("ქვითარი", "Get a receipt"),
    pages=("center.cash_receipt",),
    gives=shape(Receipt),
    **READS,
)
def get_receipt(receipt_id: UUID) -> Receipt:
    with engine().read(current_actor()) as tx:
        return queries.receipt(tx, receipt_id)


@operation(
    "POST",
    f"{RECEIPT}/void",
    Who.OFFICE,
    does=("ქვითრის გაუქმება", "Void a receipt"),
    pages=("center.void",),
    takes=VoidReason,
    **ACTS,
)
def void_receipt(body: dict[str, str], receipt_id: UUID) -> None:
    send(VoidReceipt(receipt_id, body["reason"]))


@operation(
    "GET",
    "/desk/end-of-day",
    Who.OFFICE,
    does=("დაუხურავი დღეები", "See the days that are not closed"),
    pages=("center.end_of_day_closing",),
    gives=shape(EndOfDayClosing),
    **READS,
)
def get_end_of_day_closing() -> EndOfDayClosing:
    with engine().read(current_actor()) as tx:
        return queries.end_of_day_closing(tx)


@operation(
    "POST",
    "/desk/end-of-day/counts",
    Who.OFFICE,
    does=("დათვლილის შეყვანა", "Enter what was counted"),
    pages=("center.count_cash",),
    takes=CountOfDay,
    **ACTS,
)
def count_cash(body: dict[str, Any]) -> None:
    send(CountCash(**body))


@operation(
    "POST",
    "/desk/end-of-day/counts/<uuid:count_id>/confirmation",
    Who.OFFICE,
    does=("სხვის დათვლილის დადასტურება", "Confirm what another counted"),
    pages=("center.confirm_count",),
    **ACTS,
)
def confirm_count(count_id: UUID) -> None:
    send(ConfirmCount(count_id))


@operation(
    "POST",
    "/desk/deposits",
    Who.OFFICE,
    does=("ხაზინაში შეტანილის აღნიშვნა", "Note what was brought to the treasury"),
    pages=("center.record_deposit",),
    takes=NewDeposit,
    **ACTS,
)
def record_deposit(body: dict[str, Any]) -> None:
    send(RecordDeposit(**body))
