"""Zones of a municipality's plan: proposed by its administrator, approved by somebody else who may."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class ProposeZones(Command):
    """Propose a GeoJSON file with all zones of a municipality from a day on, by an act."""

    municipality: str
    content: str
    act: str
    first_on: date


@dataclass(frozen=True)
class ApproveZones(Command):
    """Approve zones as the second person: those before end, these begin on their day.

    `seen` is the digest of what was shown of the proposal and of the zones that it ends.
    """

    municipality: str
    plan_id: UUID
    seen: str


@dataclass(frozen=True)
class DeclineZones(Command):
    """Decline zones, or take back one's own."""

    municipality: str
    plan_id: UUID
