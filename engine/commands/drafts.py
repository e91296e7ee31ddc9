"""Unfinished answers: an application before it is filed, a task before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class SaveDraft(Command):
    """Keep unfinished answers of the signed-in person; they need not be valid.

    With a `page` only its answers are replaced. `seen` is the version of the draft that the page was
    shown with, `window` names where it is being filled in: what another window has changed since is not
    overwritten. `is_automatic` marks what a script saves, which a press of a button may have overtaken;
    `is_last` what it saves while the page is left: nothing of that window is newer.
    """

    service: str
    municipality: str
    answers: dict[str, Any]
    page: str | None = None
    seen: int = 0
    window: str = ""
    is_passed: bool = False
    is_automatic: bool = False
    is_last: bool = False


@dataclass(frozen=True)
class ChooseDraftPage(Command):
    """Of two versions of a page keep one: `rival` is what came second. `seen` is the draft's version."""

    service: str
    municipality: str
    page: str
    keep: str  # "kept" or "rival"
    seen: int


@dataclass(frozen=True)
class DropDraft(Command):
    """The person throws the draft away."""

    service: str
    municipality: str


@dataclass(frozen=True)
class ExpireDrafts(Command):
    """Drop drafts that nobody has come back to."""


@dataclass(frozen=True)
class SavedDraft:
    """Draft as saved. A rival is kept beside the page that was changed elsewhere at `changed_at`.

    `is_overtaken` says that nothing was kept: the same window has saved the page since.
    """

    version: int
    saved_at: datetime
    last_day: date
    is_rival: bool = False
    is_overtaken: bool = False
    changed_at: datetime | None = None


@dataclass(frozen=True)
class SaveTaskDraft(Command):
    """Keep the answers of a task's form without finishing the task; they need not be valid.

    `seen` is the version of what was kept before, as it was shown, and `window` where it is filled in.
    `is_automatic` and `is_last` are those of `SaveDraft`.
    """

    task_id: UUID
    answers: dict[str, Any]
    seen: int = 0
    window: str = ""
    is_automatic: bool = False
    is_last: bool = False


@dataclass(frozen=True)
class SavedTaskDraft:
    """Draft of a task's form as saved; overtaken: the same window has kept something newer."""

    version: int
    saved_at: datetime
    is_overtaken: bool = False
