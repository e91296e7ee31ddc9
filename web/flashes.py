"""Flash messages: what the next page says first, each with its kind.

The kind decides how it looks and how a screen reader says it (WCAG 2.2, 4.1.3); `flask.flash` without one
would show a failure as a success.
"""

from __future__ import annotations

from enum import Enum
from typing import Any

import flask


class Kind(Enum):
    """The class of the notice that shows a message."""

    DONE = "good"
    NOTE = ""
    FAILED = "bad"


def done(text: str) -> None:
    """Say that what the person wanted is done."""
    _keep(text, Kind.DONE)


def note(text: str) -> None:
    """Say how things stand, where nothing was done and nothing is wrong."""
    _keep(text, Kind.NOTE)


def failed(text: str) -> None:
    """Say that what the person wanted was not done."""
    _keep(text, Kind.FAILED)


def take() -> list[tuple[Kind, str]]:
    """Return the messages that this page shows; each is shown once."""
    kept: Any = flask.get_flashed_messages(with_categories=True)
    return [(Kind(kind), text) for kind, text in kept]


def _keep(text: str, kind: Kind) -> None:
    flask.flash(text, kind.value)
