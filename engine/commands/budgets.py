"""Lines of a municipality's budget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class SetBudgetLine(Command):
    """Finance enters a line of the budget, or the amount it has from now on.

    `ground` names the act of the council by which it has it.
    """

    municipality: str
    year: int
    code: str
    names: Mapping[str, str]
    amount_tetri: int
    ground: str


@dataclass(frozen=True)
class BudgetLineSet:
    """The line that was entered or changed."""

    line_id: UUID


@dataclass(frozen=True)
class OfferBudget(Command):
    """Money of a line may have come free: who waits gets it, in the order of filing."""

    line_id: UUID
