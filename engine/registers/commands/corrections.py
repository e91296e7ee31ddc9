"""Corrections of register entries: proposed by one official, approved or sent back by another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class ProposeEntryCorrection(Command):
    """Propose other values of fields of an entry. `written` are fields with their values as typed.

    The register is that of the first municipality where it is kept, if none is named. A ground other than an
    error in writing names the act by its number and day.
    """

    register: str
    municipality: str | None
    entry_id: UUID
    written: tuple[tuple[str, str], ...]
    ground: str
    reason: str
    act_number: str = ""
    act_date: date | None = None


@dataclass(frozen=True)
class ApproveEntryCorrection(Command):
    """Approve a correction as the second person: the entry is replaced by the corrected one."""

    correction_id: UUID


@dataclass(frozen=True)
class ReturnEntryCorrection(Command):
    """Send a correction back with a remark, or take back one's own."""

    correction_id: UUID
    remark: str = ""
