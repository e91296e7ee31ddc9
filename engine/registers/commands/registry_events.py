"""Events of the civil registry: what it tells by its feed, and what follows in a municipality."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class ReportedEvent:
    """One event of the feed."""

    number: int
    kind: str
    personal_number: str = field(repr=False)
    happened_on: date
    content: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True)
class TakeRegistryEvents(Command):
    """Keep the events that concern people of some municipality; the feed was read from `after` on."""

    after: int
    events: tuple[ReportedEvent, ...]


@dataclass(frozen=True)
class FeedSilent(Command):
    """The feed could not be read; `code` says why."""

    code: str


@dataclass(frozen=True)
class FollowEvent(Command):
    """Open what an event opens in the municipality; `told` cases have heard of it already."""

    event_id: UUID
    told: int
