"""Quality review at the desk: draw a sample of decisions, record what the check of one found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class DrawSample(Command):
    """Draw `size` decisions of a service by chance, of those that were made from `since` to `until`.

    `kind` is `any`, `automatic` (by tables) or `by_people`; `ground` the ground of a refusal, `clerk_id`
    whoever did a step of the case.
    """

    service: str
    municipality: str
    since: date
    until: date
    size: int
    kind: str = "any"
    ground: str | None = None
    clerk_id: int | None = None


@dataclass(frozen=True)
class SampleDrawn:
    """The sample, and of how many decisions it was drawn."""

    sample_id: UUID
    among: int


@dataclass(frozen=True)
class RecordCheck(Command):
    """Record what the check of a decision found: each question of the list, the result, the remedy."""

    sample_id: UUID
    case_id: UUID
    findings: Mapping[str, str]
    result: str
    remedy: str
    remarks: str = ""
