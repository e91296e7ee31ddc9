"""What an applicant does with letters."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class ReadLetters(Command):
    """The applicant looks at the page of the case, on which its letters stand."""

    case_id: UUID
