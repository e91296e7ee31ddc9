"""Tokens by which programs act for a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class MakeToken(Command):
    """Let a program act for the signed-in person, as a citizen or in one of their offices.

    `token_id` is the sender's: the same page sent twice makes one token. On `last_day` it still counts.
    """

    token_id: UUID
    name: str
    scopes: tuple[str, ...]
    last_day: date
    role: str | None = None
    municipality: str | None = None


@dataclass(frozen=True)
class EndToken(Command):
    """End a token: one's own, or one of an office of the municipality that one administers."""

    token_id: UUID
