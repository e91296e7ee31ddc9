"""One-time codes, and the addresses of a person that codes may go to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from engine.commands.base import Command
from engine.texts import OFFICIAL


@dataclass(frozen=True)
class RequestCode(Command):
    """Ask for a code to sign in. The answer is the same whoever is or isn't known here."""

    personal_number: str = field(repr=False)
    contact: str = field(repr=False)
    language: str = OFFICIAL
    network: str | None = field(default=None, repr=False)  # the address that the request came from


@dataclass(frozen=True)
class RequestAnotherCode(Command):
    """Ask again for a code in the same browser; the one before is void."""

    attempt: str = field(repr=False)
    network: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class CodeRequested:
    """A code is on its way, if there is anybody to send it to; `attempt` is for that browser alone."""

    attempt: str = field(repr=False)
    expires_at: datetime
    again_at: datetime


@dataclass(frozen=True)
class SignInByCode(Command):
    """Open a session with the code that was sent for this attempt."""

    attempt: str = field(repr=False)
    typed: str = field(repr=False)
    device: str = ""


@dataclass(frozen=True)
class CodeAnswered:
    """Result of typing a code: the token of the session or the contact, or how many tries are left."""

    token: str | None = field(default=None, repr=False)
    contact_id: int | None = None
    tries_left: int = 0

    @property
    def is_right(self) -> bool:
        return self.token is not None or self.contact_id is not None


@dataclass(frozen=True)
class RequestBinding(Command):
    """Ask for a code to an address that is to become somebody's contact.

    On the ground `card` it is the sender's own; on the ground `desk` that of a person who stands before the
    sender and whose document and registry record the sender has seen: `known_as` is that record.
    """

    contact: str = field(repr=False)
    ground: Literal["card", "desk"] = "card"
    known_as: KnownPerson | None = None
    language: str = OFFICIAL


@dataclass(frozen=True)
class KnownPerson:
    """A person as the civil registry knows them."""

    personal_number: str = field(repr=False)
    given_name: str = field(repr=False)
    family_name: str = field(repr=False)
    birth_date: str = field(repr=False)


@dataclass(frozen=True)
class ConfirmContact(Command):
    """Make the address a contact with the code that was sent there."""

    attempt: str = field(repr=False)
    typed: str = field(repr=False)


@dataclass(frozen=True)
class EndContact(Command):
    """Stop using an address; sessions that were opened through it end."""

    contact_id: int


@dataclass(frozen=True)
class IssueCode(Command):
    """Make the code of a request, for the worker that sends it. It exists in that worker's memory alone."""

    code_id: UUID


@dataclass(frozen=True)
class IssuedCode:
    """A code on its way."""

    code: str = field(repr=False)
    person_id: int | None
    kind: str
    address: str = field(repr=False)
    language: str
    purpose: str
    expires_at: datetime


@dataclass(frozen=True)
class RecordWrongCode(Command):
    """Put a wrong guess on record with the person it aimed at."""

    code_id: UUID
    tries: int


@dataclass(frozen=True)
class ForgetCodes(Command):
    """Delete requests that limits no longer count."""
