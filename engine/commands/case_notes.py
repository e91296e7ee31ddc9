"""Notes on a case: what people of the office write for each other."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class WriteNote(Command):
    """Write on the case for the office alone: its applicant never reads it, and the case does not move."""

    case_id: UUID
    text: str
