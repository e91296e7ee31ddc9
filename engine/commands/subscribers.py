"""Telling consumers that entries of registers have changed."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class ChangeTaken(Command):
    """The consumer has taken the change and gave a receipt."""

    change_id: UUID
    receipt: str


@dataclass(frozen=True)
class ChangeNotTaken(Command):
    """The consumer did not take the change now, or where `is_final` refuses it; `code` says why."""

    change_id: UUID
    code: str
    is_final: bool = False


@dataclass(frozen=True)
class TellChangeAgain(Command):
    """Tell a consumer what it refused once more."""

    change_id: UUID


@dataclass(frozen=True)
class SettleChange(Command):
    """Note that a consumer learnt of a change by other means, such as a letter: how, and by which paper."""

    change_id: UUID
    note: str
