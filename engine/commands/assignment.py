"""Assignment of steps: claimed, released, assigned by a supervisor."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class ClaimTask(Command):
    """Put a step on one's own list."""

    task_id: UUID


@dataclass(frozen=True)
class ReleaseTask(Command):
    """Give a step of one's own list back to the unit; a wrong claim says why."""

    task_id: UUID
    reason: str = ""


@dataclass(frozen=True)
class RecuseFromCase(Command):
    """Take no part in a case any more, and say why."""

    case_id: UUID
    reason: str


@dataclass(frozen=True)
class AssignTask(Command):
    """A supervisor assigns a step to somebody who may work on it; nobody: back to the unit.

    `seen` is who had it on the page: of two heads at once the later is told what the first did.
    """

    task_id: UUID
    person_id: int | None
    reason: str
    seen: int | None = None
