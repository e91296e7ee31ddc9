"""Signing in with the identity card. What it proves is verified before, outside any transaction."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.commands.base import Command
from engine.commands.contacts import KnownPerson


@dataclass(frozen=True)
class AskChallenge(Command):
    """Ask for something new that a card can sign; returns it."""


@dataclass(frozen=True)
class TakeChallenge(Command):
    """Use a challenge up. It is good once, whatever comes of it."""

    nonce: str = field(repr=False)


@dataclass(frozen=True)
class SignInWithCard(Command):
    """Open a session for whom a card has proven; `known` is who they are, if nobody here knows them yet."""

    personal_number: str = field(repr=False)
    certificate: str  # its digest, for the record
    exempted_because: str | None = None  # why nobody was asked whether the certificate was revoked
    known: KnownPerson | None = field(default=None, repr=False)
    device: str = ""
