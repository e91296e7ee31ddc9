"""Ad hoc tasks on a case: asked of somebody, answered, withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class AskColleague(Command):
    """Ask a colleague, by `person_id`, or whoever holds an office, by `role`, a question on a case.

    Who is asked sees the case. The applicant never reads question or answer, and the case does not move.
    """

    case_id: UUID
    question: str
    due_on: date
    person_id: int | None = None
    role: str | None = None


@dataclass(frozen=True)
class ColleagueAsked:
    """The ad hoc task that was given."""

    task_id: UUID


@dataclass(frozen=True)
class AnswerColleague(Command):
    """Answer an ad hoc task, once, by whoever was asked."""

    task_id: UUID
    answer: str


@dataclass(frozen=True)
class WithdrawQuestion(Command):
    """Withdraw an ad hoc task that has no answer yet, by who asked or a supervisor."""

    task_id: UUID
