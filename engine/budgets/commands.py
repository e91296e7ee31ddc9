"""Lines of a municipality's budget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class AddBudgetLine(Command):
    """Finance enters a line of a year's budget; `ground` names the act by which it has the amount."""

    municipality: str
    year: int
    code: str
    names: Mapping[str, str]
    amount_tetri: int
    ground: str


@dataclass(frozen=True)
class ChangeBudgetLine(Command):
    """A line has another name or amount from now on; `seen_tetri` is the amount that was looked at."""

    line_id: UUID
    names: Mapping[str, str]
    amount_tetri: int
    ground: str
    seen_tetri: int


@dataclass(frozen=True)
class BudgetLineSet:
    """The line that was entered or changed."""

    line_id: UUID


@dataclass(frozen=True)
class OfferBudget(Command):
    """Money of a line may have come free: who waits gets it, in the order of filing."""

    line_id: UUID
