"""Views of an application that is not filed yet; frozen data like all views."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

Names = Mapping[str, str]


@dataclass(frozen=True)
class Rival:
    """Rival answers: another device has sent them for a page that had been changed meanwhile."""

    answers: Mapping[str, Any]
    saved_at: datetime


@dataclass(frozen=True)
class DraftView:
    """A draft as its owner left it. The answers are as typed: they are checked when they are filed."""

    answers: Mapping[str, Any]
    version: int
    saved_at: datetime
    last_day: date  # until which it is kept
    begun: frozenset[str]  # pages that somebody has saved
    passed: frozenset[str]  # pages that somebody has left without an error
    rivals: Mapping[str, Rival]  # pages with two versions
    changed_at: Mapping[str, datetime]  # by page


@dataclass(frozen=True)
class DraftCard:
    """One line of a person's drafts."""

    service_code: str
    service: Names
    municipality_code: str
    municipality: Names
    saved_at: datetime
    last_day: date
