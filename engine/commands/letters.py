"""Commands on letters: what an applicant does with them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class ReadLetters(Command):
    """The applicant looks at the page of the case, on which its letters stand."""

    case_id: UUID


@dataclass(frozen=True)
class HandOverLetter(Command):
    """The operator gives a letter on paper to whoever stands at the desk: from then on it is delivered."""

    case_id: UUID
    letter_id: UUID
