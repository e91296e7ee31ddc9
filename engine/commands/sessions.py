"""Signing in and out."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class SignInDemo(Command):
    """Open a session for a marked demo person; refused outside demo mode."""

    person_id: int
    device: str = ""


@dataclass(frozen=True)
class EndSession(Command):
    token: str = field(repr=False)


@dataclass(frozen=True)
class EndOwnSession(Command):
    """End one of one's own sessions, on whatever device it is open."""

    session_id: UUID


@dataclass(frozen=True)
class EndAllSessions(Command):
    """Sign out everywhere."""


@dataclass(frozen=True)
class KeepForm(Command):
    """Keep what was sent after a session had run out, for its person alone; `token` is of that session."""

    token: str = field(repr=False)
    path: str
    fields: tuple[tuple[str, str], ...] = field(repr=False)


@dataclass(frozen=True)
class DropForm(Command):
    """Forget a kept form."""

    form_id: UUID
