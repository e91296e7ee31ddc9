"""API of payments: what a case asks to be paid, going to the treasury, and money that came too much."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from engine.errors import NotFound
from engine.payments import paying as payments
from engine.payments.commands import RecordReturn
from engine.payments.queries import payments as queries
from engine.payments.queries.payments import PaymentView, ReturnView
from engine.roles import Right
from web.api.callers import Who
from web.api.cases import case_of
from web.api.operations import operation
from web.api.reading import sent_key
from web.api.shapes import shape
from web.api.shared import Strict, text
from web.auth import current_actor
from web.engine_access import engine
from web.i18n import current_language

TAG = "payments"


@dataclass(frozen=True)
class Payments:
    """List of the payments that a case asks for, with every try to pay."""

    items: tuple[PaymentView, ...]


@dataclass(frozen=True)
class Treasury:
    """The address of the treasury's page, on which the person pays."""

    address: str


@dataclass(frozen=True)
class Returns:
    """Money that is to go back, the oldest first."""

    items: tuple[ReturnView, ...]


class MoneyReturn(Strict):
    """The number of the payment order by which it went back."""

    document = text(100)


@operation(
    "GET",
    "/cases/<uuid:case_id>/payments",
    Who.EITHER,
    does=("რა არის გადასახდელი საქმეზე", "List what a case asks to be paid"),
    pages=("citizen.case",),
    tag=TAG,
    scope="cases:read",
    gives=shape(Payments),
)
def list_payments(case_id: UUID) -> Payments:
    return Payments(case_of(case_id).payments)


@operation(
    "POST",
    "/cases/<uuid:case_id>/payments/<uuid:payment_id>/orders",
    Who.PERSON,
    does=("გადახდაზე გადასვლა", "Go to the treasury to pay"),
    tag=TAG,
    scope="cases:act",
    gives=shape(Treasury),
    status=201,
)
def start_payment(case_id: UUID, payment_id: UUID) -> Treasury:
    key = sent_key()
    if payment_id not in {payment.payment_id for payment in case_of(case_id).payments}:
        raise NotFound
    actor, language = current_actor(), current_language()
    return Treasury(payments.begin(engine(), payment_id, actor=actor, language=language, key=key))


@operation(
    "GET",
    "/returns",
    Who.OFFICE,
    does=("დასაბრუნებელი თანხები", "List money that is to go back"),
    pages=("inbox.returns",),
    tag=TAG,
    scope="cases:read",
    right=Right.RETURN_MONEY,
    gives=shape(Returns),
)
def list_returns() -> Returns:
    with engine().read(current_actor()) as tx:
        return Returns(queries.to_return(tx))


@operation(
    "POST",
    "/returns/<uuid:order_id>",
    Who.OFFICE,
    does=("თანხის დაბრუნების აღნიშვნა", "Note that money went back"),
    pages=("inbox.record_return",),
    tag=TAG,
    scope="cases:act",
    right=Right.RETURN_MONEY,
    takes=MoneyReturn,
)
def record_return(body: dict[str, str], order_id: UUID) -> None:
    engine().send(RecordReturn(order_id, body["document"]), actor=current_actor(), key=sent_key())
