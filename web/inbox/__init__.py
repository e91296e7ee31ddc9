"""Pages for staff: lists of steps, one step, one case.

Which steps a person may see or take is the engine's decision.
"""

from __future__ import annotations

from web.blueprints import inbox as blueprint
from web.inbox import (
    budgets,
    consumers,
    feedback,
    incidents,
    lists,
    messages,
    moving,
    opening,
    package,
    returns,
    runs,
    tasks,
    tray,
)

__all__ = [
    "blueprint",
    "budgets",
    "consumers",
    "feedback",
    "incidents",
    "lists",
    "messages",
    "moving",
    "opening",
    "package",
    "returns",
    "runs",
    "tasks",
    "tray",
]
