"""Channels: how a person wants to hear of letters."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from engine.commands.base import Command
from engine.texts import Language


@dataclass(frozen=True)
class ChooseChannel(Command):
    """Choose where copies of letters go; without a contact they stay in the portal.

    For one case, or for all that have no choice of their own.
    """

    contact_id: int | None
    language: Language
    case_id: UUID | None = None


@dataclass(frozen=True)
class DropChannelOfCase(Command):
    """Let a case do as all others do."""

    case_id: UUID


@dataclass(frozen=True)
class StopCopies(Command):
    """Send no more copies to whoever this link was mailed to; nobody has to sign in for that."""

    token: str = field(repr=False)


@dataclass(frozen=True)
class MarkUnreachable(Command):
    """The mail server or the telephone company refuses the address for good."""

    person_id: int
    address: str = field(repr=False)


@dataclass(frozen=True)
class TakeBounce(Command):
    """A mail server reported later that a letter did not arrive at the address."""

    letter_id: UUID
    address: str = field(repr=False)
