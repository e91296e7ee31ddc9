"""Commands on a case and its tasks: what people do with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class CompleteTask(Command):
    """Finish a task with its form's answers; `expected_version` is the case version the person saw."""

    task_id: UUID
    answers: dict[str, Any]
    expected_version: int | None = None


@dataclass(frozen=True)
class WithdrawCase(Command):
    """The applicant withdraws the application."""

    case_id: UUID
    expected_version: int | None = None


@dataclass(frozen=True)
class StepTaken:
    """A case moved on; `version` is the new version."""

    case_id: UUID
    version: int
    opened: tuple[UUID, ...] = field(default=())
