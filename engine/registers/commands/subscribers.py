"""Commands of delivering register changes to their subscribers."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class ChangeDelivered(Command):
    """The subscriber has accepted the change and gave a receipt."""

    change_id: UUID
    receipt: str


@dataclass(frozen=True)
class ChangeNotDelivered(Command):
    """The subscriber did not accept the change now, or where `is_final` refuses it; `code` says why."""

    change_id: UUID
    code: str
    is_final: bool = False


@dataclass(frozen=True)
class RedeliverChange(Command):
    """Deliver a refused change to its subscriber once more."""

    change_id: UUID


@dataclass(frozen=True)
class SettleChange(Command):
    """Record that a subscriber learnt of a change by other means: how, and by which paper."""

    change_id: UUID
    note: str
