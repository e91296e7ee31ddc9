"""Errors of a run of a scenario, and the words for them in differences."""

from __future__ import annotations

from engine.errors import EngineError, InvalidForm
from engine.texts import TERMINAL
from forms import describe


class CannotRun(Exception):
    """A step of the scenario was not possible; the message says which and why."""


def in_words(error: Exception) -> str:
    """Return what an error says, of a form every answer that it refuses."""
    if isinstance(error, InvalidForm):
        return "; ".join(f"{wrong.path}: {describe(wrong, TERMINAL)}" for wrong in error.errors)
    if isinstance(error, EngineError):
        return f"{error.error_code} {error.params or ''}".strip()
    return str(error)
