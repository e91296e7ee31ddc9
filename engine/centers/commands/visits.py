"""Visits: what visitors of a community centre were given. A visit names no visitor."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class RecordVisit(Command):
    """Note what somebody was given at the centre, where they were referred, or what of it they used.

    `given` and `referred` name a service of the directory; what of the house they used does not.
    """

    kind: str
    service_id: UUID | None = None
    referred_to: str = ""
    people: int = 1


@dataclass(frozen=True)
class RecordOutcome(Command):
    """Note what came of a visit: `received`, `refused` or `not_known`; what was noted before is replaced."""

    visit_id: UUID
    outcome: str


@dataclass(frozen=True)
class VisitRecorded:
    """The visit has a number by which whoever comes back names it."""

    visit_id: UUID
    number: int
