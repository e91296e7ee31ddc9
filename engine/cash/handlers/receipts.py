"""Receiving a payment in cash at a community centre, and voiding a receipt that was a mistake.

The case learns of cash as of what the treasury took, once. A voided receipt does not move its case back: the
case asks for another payment, and who supervises it decides the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from engine.cash import store as cash
from engine.cash.commands import CashReceived, ReceiveCash, VoidReceipt
from engine.centers.rules.at_center import NotTheSecond, center_of
from engine.certificate_codes import new_code
from engine.clock import local_date
from engine.db.pool import Transaction, without_nul
from engine.errors import NotFound, Rejected
from engine.operations.operation import Operations
from engine.payments.rules import NothingToPay, money_words, notify_case
from engine.payments.store import payments
from engine.roles import Right
from engine.routes import ForAnother, Route, Sender
from engine.steps import OpenCase, open_case
from engine.tenancy import Actor, system

LONGEST_REASON = 500


class CashNotTaken(Rejected):
    """The municipality has not said that this centre takes cash for it."""

    code = "cash.not_taken"


class DayIsCounted(Rejected):
    """Refusal on a day that is counted: what came after the count would be missing in it."""

    code = "cash.day_is_counted"


class EarlierDayOpen(Rejected):
    """The money of an earlier day is not yet counted and confirmed."""

    code = "cash.earlier_day_open"


class ReasonMissing(Rejected):
    """Whoever voids a receipt says why."""

    code = "cash.reason_missing"


class NotToBeVoided(Rejected):
    """A receipt is voided on its day, once, before the day is counted, while its case is open."""

    code = "cash.not_to_be_voided"


def receive_cash(operations: Operations) -> Callable[[ReceiveCash, Transaction], CashReceived]:
    """Return the handler. Of two desks at once the second finds nothing to pay."""

    def handle(command: ReceiveCash, tx: Transaction) -> CashReceived:
        actor = tx.actor
        center = center_of(actor, Right.ASSIST)
        found = cash.at_desk(tx, center, payment_id=command.payment_id, today=local_date(tx.now))
        if found is None:
            raise NotFound
        if not found.is_taken:
            raise CashNotTaken
        tx.switch_principal(system(found.municipality_id))
        payment = payments.payment(tx, command.payment_id)
        case = open_case(tx, operations, payment.case_id)
        if payment.state != "due" or case.row.closed_at is not None:
            raise NothingToPay
        cash.lock(tx, center)
        _refuse_day(tx, center)
        received = _receipt_for(tx, payment, center=center, by=actor)
        reference = _reference(center, received.number)
        payments.paid(tx, payment.id)
        _note(case, "payment.received_in_cash", payment, number=payment.number, receipt=reference)
        money = {"amount_tetri": payment.amount_tetri, "paid_at": tx.now, "reference": reference}
        notify_case(tx, payment, received.receipt_id, **money)
        case.save_in_place()
        tx.switch_principal(actor)
        said = {"receipt": received.number, "payment": payment.number, "tetri": payment.amount_tetri}
        tx.log(f"center/{center}", "cash.received", **said, person=actor.person_id)
        return received

    return handle


def _reference(center: int, number: int) -> str:
    return f"CASH-{center}-{number}"


def _receipt_for(tx: Transaction, payment: Any, *, center: int, by: Actor) -> CashReceived:
    """Settle the payment by a receipt with the centre's next number."""
    assert by.person_id is not None  # who has an office is somebody
    receipt_id, number = uuid4(), cash.next_number(tx, center)
    reference = _reference(center, number)
    cash.settle(tx, receipt_id, payment.id, person=by.person_id, reference=reference)
    cash.add(
        tx,
        id=receipt_id,
        center=center,
        number=number,
        code=new_code(),
        payment_id=payment.id,
        mandate_id=by.acts_for and by.acts_for.mandate_id,
        received_by=by.person_id,
        received_on=local_date(tx.now),
    )
    return CashReceived(receipt_id, number)


def _refuse_day(tx: Transaction, center: int) -> None:
    """Raise unless the cash of the centre stands open today, and only today's."""
    today = local_date(tx.now)
    if cash.is_counted(tx, center, today):
        raise DayIsCounted
    for day in cash.open_days(tx, center):
        if day.on_day < today:
            raise EarlierDayOpen(day=day.on_day)


def void_receipt(operations: Operations) -> Callable[[VoidReceipt, Transaction], None]:
    """Return the handler: another than who received the money says why the receipt does not count."""

    def handle(command: VoidReceipt, tx: Transaction) -> None:
        actor, today = tx.actor, local_date(tx.now)
        center, person_id = center_of(actor), actor.person_id
        assert person_id is not None
        reason = " ".join(without_nul(command.reason).split())
        if not 0 < len(reason) <= LONGEST_REASON:
            raise ReasonMissing(longest=LONGEST_REASON)
        tx.switch_principal(system())
        receipt = _receipt(tx, command.receipt_id, center)
        if receipt.received_by == person_id:
            raise NotTheSecond
        tx.switch_principal(system(receipt.municipality_id))
        payment = payments.payment(tx, receipt.payment_id)
        case = open_case(tx, operations, receipt.case_id)
        cash.lock(tx, center)
        is_over = receipt.received_on != today or cash.is_counted(tx, center, today)
        if is_over or case.row.closed_at is not None or _receipt(tx, receipt.id, center).is_voided:
            raise NotToBeVoided
        again = _ask_again(tx, case, payment, receipt.id)
        cash.void(tx, receipt, reason=reason, asks_again=again, voided_by=person_id, on=today)
        case.save_in_place()
        tx.switch_principal(actor)
        tx.log(f"center/{center}", "cash.voided", receipt=receipt.number, reason=reason, person=person_id)

    return handle


def _receipt(tx: Transaction, receipt_id: UUID, center: int) -> Any:
    found = cash.receipt(tx, receipt_id)
    if found is None or found.center != center:
        raise NotFound
    return found


def _ask_again(tx: Transaction, case: OpenCase, payment: Any, receipt_id: UUID) -> UUID:
    """Let the case ask for another payment instead of the one that was not made."""
    payment_id = case.id_of("payment", f"voided:{receipt_id}")
    asked = {"amount_tetri": payment.amount_tetri, "purpose": payment.purpose, "due_at": payment.due_at}
    number = payments.ask(tx, payment_id, case=case.row, **asked)
    _note(case, "payment.voided", payment, number=payment.number)
    _note(case, "payment.asked", payment, number=number)
    return payment_id


def _note(case: OpenCase, kind: str, payment: Any, **said: Any) -> None:
    case.record(kind, amount=money_words(payment.amount_tetri), **said)


ROUTES = (
    Route(
        ReceiveCash,
        build=lambda use: receive_cash(use.operations),
        sender=Sender.PERSON,
        for_another=ForAnother.ACT,
        at_desk=True,
        result=CashReceived,
    ),
    Route(VoidReceipt, build=lambda use: void_receipt(use.operations), sender=Sender.PERSON),
)
