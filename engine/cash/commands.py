"""Cash at community centres: received, voided, counted, confirmed, brought to the treasury."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class SetCashRule(Command):
    """Let a centre take cash for a municipality, or not any more; without a `service`, of all services."""

    municipality: str
    center: int
    service: str
    is_taken: bool
    act: str
    valid_from: date


@dataclass(frozen=True)
class ReceiveCash(Command):
    """Receive a payment in cash, of whoever stands at the desk or brought the number of the payment."""

    payment_id: UUID


@dataclass(frozen=True)
class CashReceived:
    """The receipt; `number` is the running number of the centre."""

    receipt_id: UUID
    number: int


@dataclass(frozen=True)
class VoidReceipt(Command):
    """Void a mistaken receipt on its day, as another than who received the money."""

    receipt_id: UUID
    reason: str = field(repr=False)


@dataclass(frozen=True)
class CountCash(Command):
    """Enter what was counted at the end of a day; `note` says why it differs from the receipts."""

    on_day: date
    counted_tetri: int
    note: str = field(default="", repr=False)


@dataclass(frozen=True)
class ConfirmCount(Command):
    """Confirm what another has counted: the day is closed."""

    count_id: UUID


@dataclass(frozen=True)
class RecordDeposit(Command):
    """Note with which document the cash of closed days was brought to the treasury.

    `expected_tetri` is the sum that was seen: what changed meanwhile is looked at first.
    """

    municipality: str
    document: str
    deposited_on: date
    expected_tetri: int
    amount_tetri: int
    note: str = field(default="", repr=False)
