"""Instants as an operator types and reads them: Georgian time unless the offset is written.

Refuses to know what they are for.
"""

from __future__ import annotations

from datetime import UTC, datetime

from engine.clock import ZONE


def parse(text: str) -> datetime:
    """Return the instant in UTC. Raises `ValueError` for what is none."""
    found = datetime.fromisoformat(text.strip())
    return (found if found.tzinfo else found.replace(tzinfo=ZONE)).astimezone(UTC)


def show(instant: datetime) -> str:
    """Return the instant so that `parse` gives it back, without what is below a second where that is none."""
    return instant.astimezone(ZONE).isoformat(sep=" ")
