"""Publish requests of analysts, and their four-eyes approval."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class RequestPublication(Command):
    """Request that a draft is put into force. Without a law, that of its service.json counts.

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
class PublicationRequested:
    """The publish request that was opened."""

    request_id: UUID


@dataclass(frozen=True)
class LookAtDifferences(Command):
    """Somebody opens the differences in a group of places; an approver must have, for each."""

    request_id: UUID
    group: int = 1


@dataclass(frozen=True)
class KeepScenarios(Command):
    """Keep how the scenarios of a publish request came out."""

    request_id: UUID
    results: dict[str, Any]


@dataclass(frozen=True)
class ApprovePublication(Command):
    """Put the requested version into force. `despite` says why, where scenarios have failed.

    `seen` are the seals of the differences that a program was told; a page has noted who opened them.
    """

    request_id: UUID
    despite: str = ""
    seen: tuple[str, ...] | None = None


@dataclass(frozen=True)
class DeclinePublication(Command):
    """Refuse somebody else's publish request, or withdraw one's own; it takes a reason."""

    request_id: UUID
    reason: str
