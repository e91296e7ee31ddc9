"""Views of the signed-in person, for pages and programs; see `views`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from engine.queries.views import Names
from engine.tenancy import Actor, RoleGrant


@dataclass(frozen=True)
class Session:
    actor: Actor
    signed_in_at: datetime
    expires_at: datetime
    method: str
    session_id: UUID
    ends_at: datetime  # if nothing more happens
    provider: str | None = None  # that opened it, by its key


@dataclass(frozen=True)
class OwnSession:
    """An open session, as its person sees it in a list."""

    session_id: UUID
    method: str
    device: str
    signed_in_at: datetime
    seen_at: datetime


@dataclass(frozen=True)
class KeptForm:
    """Form that was sent when the session was over."""

    path: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class DemoPerson:
    person_id: int
    personal_number: str
    name: Names
    roles: tuple[RoleGrant, ...]
