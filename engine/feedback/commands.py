"""Commands of feedback: what people say of pages and services."""

from __future__ import annotations

from dataclasses import dataclass

from engine.commands.base import Command


@dataclass(frozen=True)
class GiveFeedback(Command):
    """Say something of a page, or of a service one has had: from 1, bad, to 5, good. It tells nobody who."""

    kind: str
    page: str
    rating: int
    comment: str
    language: str
    service: str | None = None
    municipality: str | None = None
