"""Sending what an address asks for, once under its key, as whoever the token is for."""

from __future__ import annotations

from typing import Any

from engine.commands.base import Command
from web.api.reading import sent_key
from web.auth import current_actor
from web.engine_access import engine


def send(command: Command) -> Any:
    """Return what came of the command. The same request with the same key is done once."""
    return engine().send(command, actor=current_actor(), key=sent_key())
