"""Commands of payments, from asking for one to returning what came too much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class StartPayment(Command):
    """The applicant goes to the treasury to pay."""

    payment_id: UUID


@dataclass(frozen=True)
class PaymentOrder:
    """An order that the treasury is about to get; `order_id` is new with every try."""

    order_id: UUID
    number: str
    amount_tetri: int
    purpose: Mapping[str, str]


@dataclass(frozen=True)
class MoneyReceived(Command):
    """The treasury says that an order was paid."""

    order_id: UUID
    amount_tetri: int
    paid_at: datetime
    reference: str


@dataclass(frozen=True)
class OrderFailed(Command):
    """The treasury says that an order was not paid and will not be."""

    order_id: UUID


@dataclass(frozen=True)
class OrderStillOpen(Command):
    """The treasury does not know yet, or did not answer: it is asked again later."""

    order_id: UUID


@dataclass(frozen=True)
class RecordReturn(Command):
    """Finance has returned money that came too much; `document` is the number of the payment order."""

    order_id: UUID
    document: str


@dataclass(frozen=True)
class ProposeBankDetails(Command):
    """Propose the account from a day on; `seen` is the last proposal that the proposer knew, 0 for none."""

    municipality: str
    recipient: Mapping[str, str]
    iban: str
    treasury_code: str
    act: str
    valid_from: date
    seen: int


@dataclass(frozen=True)
class ApproveBankDetails(Command):
    """Let a proposal be in force from its day on, from today where its day is over."""

    municipality: str
    proposal: int


@dataclass(frozen=True)
class DeclineBankDetails(Command):
    """Take a proposal out of the way, for a reason; whoever proposed it may do so too."""

    municipality: str
    proposal: int
    reason: str
