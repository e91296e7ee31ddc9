"""The desk of a community centre: who stands there, and what was filed there today.

The operator files for people and never as one of them; what they may do is the engine's decision.
"""

from __future__ import annotations

from web.blueprints import center as blueprint
from web.center import (
    appointments,
    cash,
    certificates,
    day,
    directory,
    directory_entries,
    end_of_day_closing,
    hours,
    letters,
    presence,
    queue,
    visits,
)

__all__ = [
    "appointments",
    "blueprint",
    "cash",
    "end_of_day_closing",
    "certificates",
    "day",
    "directory",
    "directory_entries",
    "hours",
    "letters",
    "presence",
    "queue",
    "visits",
]
