"""Publications that an analyst asks for and a second person approves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class AskPublication(Command):
    """Ask for a draft to be put into force. Without a law, that of its service.json counts.

    `municipalities` are codes; without any, all get it. `undoes` are the digests of versions in force there
    that the draft knows nothing of, and that are meant to be undone.
    """

    draft_id: UUID
    effective_from: date
    note: str
    municipalities: tuple[str, ...] = ()
    law: list[dict[str, Any]] | None = None
    undoes: tuple[str, ...] = ()


@dataclass(frozen=True)
class PublicationAsked:
    """What was asked for."""

    asked_id: UUID


@dataclass(frozen=True)
class LookAtDifferences(Command):
    """Somebody opens what differs in a group of places; who approves must have, for each."""

    asked_id: UUID
    group: int = 1


@dataclass(frozen=True)
class KeepScenarios(Command):
    """Keep how the scenarios of what was asked for came out."""

    asked_id: UUID
    results: dict[str, Any]


@dataclass(frozen=True)
class ApprovePublication(Command):
    """Put what was asked for into force. `despite` says why, where scenarios have failed.

    `seen` are the seals of the differences that a program was told; a page has noted who opened them.
    """

    asked_id: UUID
    despite: str = ""
    seen: tuple[str, ...] | None = None


@dataclass(frozen=True)
class DeclinePublication(Command):
    """Refuse what somebody else has asked for, or withdraw one's own asking; it takes a reason."""

    asked_id: UUID
    reason: str
