"""Filing for a company that directors represent together: one prepares, the others confirm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from engine.commands.base import Command
from engine.texts import OFFICIAL


@dataclass(frozen=True)
class PrepareFiling(Command):
    """Let an application wait for the others. What the same person prepared before is replaced."""

    service: str
    municipality: str
    answers: dict[str, Any]
    language: str = OFFICIAL
    confirmed: tuple[str, ...] | None = None


@dataclass(frozen=True)
class ConfirmFiling(Command):
    """Agree to what another has prepared; the last who is needed files it.

    `digest` is of the answers that were shown.
    """

    filing_id: UUID
    digest: str


@dataclass(frozen=True)
class EndFiling(Command):
    """Withdraw what one has prepared, or decline what another has."""

    filing_id: UUID


@dataclass(frozen=True)
class PreparedFiling:
    """Prepared filing that waits now, and the last day on which it can be confirmed."""

    filing_id: UUID
    last_day: date


@dataclass(frozen=True)
class ConfirmedFiling:
    """Result of a confirmation: the case, or how many more have to confirm."""

    case_id: UUID | None
    missing: int


@dataclass(frozen=True)
class DirectorTold(Command):
    """The notice that something waits, or was declined, has gone out; `by` says how it went."""

    notice_id: UUID
    by: str
