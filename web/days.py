"""Days as addresses hold them: typed by somebody, or named by a link."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime


def day_of(text: str) -> date | None:
    """Return the day; None where there is none, as an old bookmark may hold anything."""
    for form in ("%d.%m.%Y", "%Y-%m-%d"):
        with suppress(ValueError):
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a day has no zone
    return None
