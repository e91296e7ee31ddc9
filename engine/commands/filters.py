"""Parts of lists that clerks keep under a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class SaveFilter(Command):
    """Keep a part of a list under a name, for oneself or for a unit in which one works.

    `filter_id` is the sender's: the same page sent twice keeps one. Without a unit a shared one is for the
    whole municipality. `conditions` (see `lists.CONDITIONS`) are days, an answer and the order.
    """

    filter_id: UUID
    name: str
    list: str
    due: str | None = None
    service: str | None = None
    municipality: str | None = None
    unit: str | None = None
    is_shared: bool = False
    conditions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RenameFilter(Command):
    """Give it another name; `seen` is its version on the page."""

    filter_id: UUID
    name: str
    seen: int


@dataclass(frozen=True)
class RemoveFilter(Command):
    """Remove one's own, or a shared one as the head of its unit."""

    filter_id: UUID
