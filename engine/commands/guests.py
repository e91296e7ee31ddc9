"""Filing without an account, and following what was filed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from engine.commands.base import Command
from engine.commands.contacts import CodeRequested
from engine.texts import OFFICIAL


@dataclass(frozen=True)
class RequestGuestCode(Command):
    """Ask for a code to an address, to file an application of a service that allows it without an account."""

    service: str
    municipality: str
    contact: str = field(repr=False)
    language: str = OFFICIAL
    network: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class BeginAsGuest(Command):
    """Open a session of somebody who says who they are and has an address."""

    attempt: str = field(repr=False)
    typed: str = field(repr=False)
    given_name: str = field(repr=False)
    family_name: str = field(repr=False)
    personal_number: str = field(repr=False)
    device: str = ""


@dataclass(frozen=True)
class ShowTrackingCode(Command):
    """Give the guest who filed a case the code to follow it; it is the same each time."""

    case_id: UUID


@dataclass(frozen=True)
class TrackCase(Command):
    """Ask by a tracking code how a case stands; tries that find nothing are counted."""

    typed: str = field(repr=False)
    network: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class TrackedCase:
    """The plain state of a case: nothing of the person, the answers or the decision's content."""

    service: dict[str, str]
    municipality: dict[str, str]
    status: str
    reason: str | None
    turn: str
    filed_at: datetime
    due_on: date | None


@dataclass(frozen=True)
class LinkCase(Command):
    """Take a case that one has filed as a guest to one's own cases."""

    typed: str = field(repr=False)
    network: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class RequestReturnCode(Command):
    """Ask, with the code of a case that a guest filed, for a one-time code to the address they confirmed."""

    typed: str = field(repr=False)
    language: str = OFFICIAL
    network: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class ReturnCodeRequested:
    """A code is on its way to the guest of the case."""

    requested: CodeRequested
    case_id: UUID


@dataclass(frozen=True)
class ReturnAsGuest(Command):
    """Open a session of the guest who filed a case, with the code that was sent to their address."""

    attempt: str = field(repr=False)
    typed: str = field(repr=False)
    device: str = ""
