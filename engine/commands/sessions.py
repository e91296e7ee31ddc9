"""Signing in and out."""

from __future__ import annotations

from dataclasses import dataclass

from engine.commands.base import Command


@dataclass(frozen=True)
class SignInDemo(Command):
    """Open a session for a marked demo person; refused outside demo mode."""

    person_id: int


@dataclass(frozen=True)
class EndSession(Command):
    token: str
