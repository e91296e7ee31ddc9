"""Commands of announcements: what municipalities and the state announce, and what people answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class PublishAnnouncement(Command):
    """Announce something for a period, the last day included.

    Without a municipality the state announces it. An empty audience is the whole country; a municipality
    speaks to its own people.
    """

    kind: str
    titles: dict[str, str]
    bodies: dict[str, str]
    first_on: date
    last_on: date
    municipality: str | None = None
    audience: tuple[str, ...] = ()


@dataclass(frozen=True)
class WithdrawAnnouncement(Command):
    """Take an announcement back; what was answered stays."""

    announcement_id: UUID


@dataclass(frozen=True)
class TellOutcome(Command):
    """Tell what came of what people answered, once the period is over."""

    announcement_id: UUID
    texts: dict[str, str]


@dataclass(frozen=True)
class RespondToAnnouncement(Command):
    """Say an opinion on a consultation, or sign up for an event: each person once."""

    announcement_id: UUID
    stance: str = ""
    text: str = ""


@dataclass(frozen=True)
class AnnouncementPublished:
    """The announcement stands."""

    announcement_id: UUID
