"""Signing in by OpenID Connect. What tokens prove is verified before, outside any transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from engine.commands.base import Command
from engine.commands.contacts import KnownPerson
from engine.tenancy import Assurance


@dataclass(frozen=True)
class BeginOpenId(Command):
    """Keep a new attempt to sign in at a provider; returns its state, which is good once."""

    provider: str


@dataclass(frozen=True)
class TakeOpenId(Command):
    """Use an attempt up, whatever comes of it."""

    provider: str
    state: str = field(repr=False)


@dataclass(frozen=True)
class SignInByOpenId(Command):
    """Open a session for whom a provider names; `known` is who they are, if nobody here knows them."""

    provider: str
    issuer: str
    subject: str = field(repr=False)
    personal_number: str = field(repr=False)
    assurance: Assurance
    acr: str | None
    provider_session: str | None = field(default=None, repr=False)
    opens_offices: bool = False
    is_for_staff_alone: bool = False
    goes_on_as: int | None = None  # whose session goes on: nobody else takes their place unnoticed
    known: KnownPerson | None = field(default=None, repr=False)
    device: str = ""


@dataclass(frozen=True)
class EndProviderSessions(Command):
    """End the sessions that a provider has ended; a token that came before changes nothing."""

    provider: str
    issuer: str
    token_id: str = field(repr=False)
    expires_at: datetime
    subject: str | None = field(default=None, repr=False)
    provider_session: str | None = field(default=None, repr=False)
