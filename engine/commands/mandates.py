"""Acting for others."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from engine.commands.base import Command
from engine.connectors.representations import RegisteredMandate


@dataclass(frozen=True)
class KeepMandates(Command):
    """Keep what a register said about whom a person represents; what it names no more has ended."""

    representative_id: int
    register: str
    reference: str
    digest: str
    mandates: tuple[RegisteredMandate, ...] = field(repr=False)


@dataclass(frozen=True)
class ActFor(Command):
    """From now on act by this mandate in one's session; None is to act for oneself."""

    session_id: UUID
    mandate_id: UUID | None
