"""Messages and signals between cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class PublishMessage(Command):
    """A message for a case of the municipality, named by its number or by the key it waits with.

    `payload` is JSON text from outside. Kept for its lifetime if no case waits yet. `message_id` is
    the sender's own: the same message sent twice is one.
    """

    municipality: str
    name: str
    correlation_key: str
    payload: bytes = b"null"
    lifetime: timedelta = timedelta(0)
    message_id: str | None = None


@dataclass(frozen=True)
class PublishedMessage:
    """A message was accepted: taken by a case at once, or kept until `expires_at`."""

    message_id: UUID
    case_id: UUID | None
    expires_at: datetime


@dataclass(frozen=True)
class DeliverMessage(Command):
    """A kept message meets a case that has begun to wait for it."""

    message_id: UUID


@dataclass(frozen=True)
class ExpireMessage(Command):
    """The lifetime of a message is over."""

    message_id: UUID


@dataclass(frozen=True)
class BroadcastSignal(Command):
    """A signal for every case of the municipality that waits for it; `payload` is JSON text."""

    municipality: str
    name: str
    payload: bytes = b"null"


@dataclass(frozen=True)
class DeliverSignal(Command):
    """A signal that was thrown meets one of the cases that waited for it."""

    signal_id: UUID
    case_id: UUID
