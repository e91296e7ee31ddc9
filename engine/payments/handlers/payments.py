"""Orders to pay, and money that came: for what was asked, or to be returned.

The treasury's word alone counts, and it counts once: its order and its own number of what it received
name the money for ever. What happens to one payment happens one after the other, by its row.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from engine.commands.cases import StepTaken
from engine.db.pool import Transaction
from engine.errors import NotAllowed, NotFound, Rejected
from engine.operations.operation import Operations
from engine.payments.commands import (
    MoneyReceived,
    OrderFailed,
    OrderStillOpen,
    PaymentOrder,
    RecordReturn,
    StartPayment,
)
from engine.payments.rules import NothingToPay, money_words, notify_case
from engine.payments.store import payments
from engine.roles import Right
from engine.routes import ForAnother, Route, Sender
from engine.steps import OpenCase, open_case
from engine.stores import cases
from engine.tenancy import Actor

MOST_ORDERS_AN_HOUR = 10
LONGEST_DOCUMENT = 60
FIRST_ASKED_AFTER = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)


class TooManyOrders(Rejected):
    """Somebody begins to pay again and again."""

    code = "payment.too_many_orders"


class DocumentMissing(Rejected):
    """A return names the payment order it was made with."""

    code = "payment.document_missing"


def start_payment(command: StartPayment, tx: Transaction) -> PaymentOrder:
    """Note a new order before the treasury hears of it, so that none is ever forgotten."""
    payment = payments.payment(tx, command.payment_id)
    case = payment and cases.load(tx, payment.case_id)
    if case is None or case.applicant_id != tx.actor.party_id:
        raise NotFound
    if payment.state != "due" or case.closed_at is not None:
        raise NothingToPay
    if payments.started_since(tx, payment.id, tx.now - timedelta(hours=1)) >= MOST_ORDERS_AN_HOUR:
        raise TooManyOrders(most=MOST_ORDERS_AN_HOUR)
    order_id = uuid4()
    payments.start(tx, order_id, payment.id, person=case.applicant_id, ask_at=tx.now + FIRST_ASKED_AFTER)
    return PaymentOrder(order_id, payment.number, payment.amount_tetri, payment.purpose)


def money_received(operations: Operations) -> Callable[[MoneyReceived, Transaction], StepTaken | None]:
    """Return the handler. What came for nothing, twice or too late is kept apart to be returned."""

    def handle(command: MoneyReceived, tx: Transaction) -> StepTaken | None:
        order, payment = _order(tx, command.order_id)
        case = open_case(tx, operations, payment.case_id)
        if payments.is_bank_money(tx, command.reference):
            return _known_already(case, tx, order.id, payment, command.reference)
        why = _why_not(command, payment, case)
        if not payments.received(
            tx,
            order.id,
            state="to_return" if why else "paid",
            why=why,
            paid_tetri=command.amount_tetri,
            paid_at=command.paid_at,
            reference=command.reference,
        ):
            return None
        case.record(
            "payment.to_return" if why else "payment.received",
            number=payment.number,
            amount=money_words(command.amount_tetri),
            **({"why": why} if why else {}),
        )
        if why is None:
            payments.paid(tx, payment.id)
            notify_case(
                tx,
                payment,
                order.id,
                amount_tetri=command.amount_tetri,
                paid_at=command.paid_at,
                reference=command.reference,
            )
        return case.save_in_place()

    return handle


def _order(tx: Transaction, order_id: Any) -> tuple[Any, Any]:
    """Return an order and its payment, which stays locked to the commit."""
    found = payments.order(tx, order_id)
    if found is None:
        raise NotFound
    payment = payments.payment(tx, found.payment_id)
    return payments.order(tx, order_id), payment


def _known_already(
    case: OpenCase, tx: Transaction, order_id: Any, payment: Any, reference: str
) -> StepTaken | None:
    """Close an order whose money was counted by the receipt of a bank: the same money counts once."""
    if not payments.failed(tx, order_id):
        return None
    case.record("payment.known_already", number=payment.number, reference=reference)
    return case.save_in_place()


def _why_not(command: MoneyReceived, payment: Any, case: OpenCase) -> str | None:
    """Say why the money is not what the case waits for; None if it is."""
    if command.amount_tetri != payment.amount_tetri:
        return "other_amount"
    if payment.state == "paid":
        return "double"
    if payment.state == "cancelled" or case.row.closed_at is not None:
        return "late"
    return None


def order_failed(operations: Operations) -> Callable[[OrderFailed, Transaction], StepTaken | None]:
    """Return the handler: the payment is still due, another order may follow."""

    def handle(command: OrderFailed, tx: Transaction) -> StepTaken | None:
        order, payment = _order(tx, command.order_id)
        if not payments.failed(tx, order.id):
            return None
        case = open_case(tx, operations, payment.case_id)
        case.record("payment.failed", number=payment.number)
        return case.save_in_place()

    return handle


def order_still_open(command: OrderStillOpen, tx: Transaction) -> None:
    """Ask again later, each time after twice as long."""
    order, _ = _order(tx, command.order_id)
    wait = min(FIRST_ASKED_AFTER * 2 ** min(order.asked, 12), LONGEST_WAIT)
    payments.ask_later(tx, order.id, ask_at=tx.now + wait)


def record_return(operations: Operations) -> Callable[[RecordReturn, Transaction], StepTaken]:
    """Return the handler: finance says with which payment order the money went back."""

    def handle(command: RecordReturn, tx: Transaction) -> StepTaken:
        order, payment = _order(tx, command.order_id)
        person_id = _finance(tx.actor, payment.municipality_id)
        document = " ".join(command.document.split())
        if not 0 < len(document) <= LONGEST_DOCUMENT or not document.isprintable():
            raise DocumentMissing(most=LONGEST_DOCUMENT)
        if not payments.returned(tx, order.id, person=person_id, document=document):
            raise NothingToPay("payment.returned_already")
        case = open_case(tx, operations, payment.case_id)
        amount = money_words(order.paid_tetri)
        case.record("payment.returned", number=payment.number, amount=amount, document=document)
        return case.save_in_place()

    return handle


def _finance(actor: Actor, municipality_id: int) -> int:
    if municipality_id not in actor.municipalities or actor.person_id is None:
        raise NotFound
    if not actor.may(Right.RETURN_MONEY, municipality_id):
        raise NotAllowed
    return actor.person_id


ROUTES = (
    Route(
        StartPayment,
        start_payment,
        sender=Sender.PERSON,
        guests=True,
        for_another=ForAnother.ACT,
        result=PaymentOrder,
    ),
    Route(
        MoneyReceived,
        build=lambda use: money_received(use.operations),
        sender=Sender.SYSTEM,
        result=StepTaken,
    ),
    Route(
        OrderFailed, build=lambda use: order_failed(use.operations), sender=Sender.SYSTEM, result=StepTaken
    ),
    Route(OrderStillOpen, order_still_open, sender=Sender.SYSTEM),
    Route(
        RecordReturn, build=lambda use: record_return(use.operations), sender=Sender.STAFF, result=StepTaken
    ),
)
