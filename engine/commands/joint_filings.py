"""Filing for a company that two directors represent together: one prepares, the other confirms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from engine.commands.base import Command
from engine.texts import OFFICIAL


@dataclass(frozen=True)
class PrepareFiling(Command):
    """Let an application wait for the other director. What the same person prepared before is replaced."""

    service: str
    municipality: str
    answers: dict[str, Any]
    language: str = OFFICIAL


@dataclass(frozen=True)
class ConfirmFiling(Command):
    """File what the other director prepared; `digest` is of the answers that were shown."""

    filing_id: UUID
    digest: str


@dataclass(frozen=True)
class EndFiling(Command):
    """Withdraw what one has prepared, or decline what the other has."""

    filing_id: UUID


@dataclass(frozen=True)
class PreparedFiling:
    """What waits now, and the last day on which it can be confirmed."""

    filing_id: UUID
    last_day: date
