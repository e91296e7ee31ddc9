"""The day on which something is typed: answers written beforehand may be given after midnight.

`TODAY` in answers becomes the day at the moment at which they are typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any, Final

from engine.clock import ZONE


class _Day(Enum):
    OF_TYPING = "the day of typing"


TODAY: Final = _Day.OF_TYPING


def today() -> str:
    """Return the day it is in Tbilisi, as people type it."""
    return datetime.now(ZONE).strftime("%d.%m.%Y")


def as_of_now(answers: Mapping[str, Any], day: str | None = None) -> dict[str, Any]:
    """Return the answers with the day it is, or that it is for whoever has another clock."""
    return {key: (day or today()) if value is TODAY else value for key, value in answers.items()}
