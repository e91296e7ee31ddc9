"""Pages for staff: lists of steps, one step, one case.

Which steps a person may see or take is the engine's decision.
"""

from __future__ import annotations

from web.blueprints import inbox as blueprint
from web.inbox import (
    act_numbers,
    announcements,
    aside,
    asset_imports,
    assets,
    board,
    budgets,
    cash,
    chosen,
    consumers,
    course,
    feedback,
    incidents,
    inventories,
    lists,
    messages,
    moving,
    notes,
    opening,
    package,
    payouts,
    returns,
    runs,
    search,
    special,
    tasks,
    tray,
)

__all__ = [
    "asset_imports",
    "aside",
    "assets",
    "blueprint",
    "act_numbers",
    "announcements",
    "board",
    "budgets",
    "cash",
    "chosen",
    "consumers",
    "course",
    "feedback",
    "incidents",
    "inventories",
    "lists",
    "messages",
    "moving",
    "notes",
    "opening",
    "package",
    "payouts",
    "returns",
    "runs",
    "search",
    "special",
    "tasks",
    "tray",
]
