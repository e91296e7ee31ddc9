"""Lists of high-mountain settlements: proposed by one administrator of the country, approved by another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class ProposeSettlements(Command):
    """Propose a table of settlements. `seen` is the digest of what was shown of it.

    `rows` are its cells, the first row names the columns. With `is_whole` the municipalities that it names
    have no other settlement: what it leaves out is listed no more from `first_on` on. What its rows name is
    listed up to `last_on`, where the act names a last day.
    """

    rows: tuple[tuple[str, ...], ...]
    act: str
    first_on: date
    is_whole: bool
    seen: str
    last_on: date | None = None


@dataclass(frozen=True)
class ApproveSettlements(Command):
    """Approve a list as the second person; `seen` is the digest of what was shown of it."""

    list_id: UUID
    seen: str


@dataclass(frozen=True)
class DeclineSettlements(Command):
    """Decline a list, or take back one's own."""

    list_id: UUID
