"""Drafts of services."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class BeginServiceDraft(Command):
    """Begin a draft from the version of `service` in force; with `copy_as` it becomes a new service.

    `copy_as` is the last part of the new code: it stays in the module of what it is copied from.
    """

    service: str
    copy_as: str | None = None


@dataclass(frozen=True)
class BeginNewService(Command):
    """Begin a draft of a service that there is not yet; `name` is the last part of its code."""

    module: str
    name: str
    names: Mapping[str, str]


@dataclass(frozen=True)
class OtherFile:
    """A file that is kept together with another one, or not at all."""

    path: str
    content: bytes
    seen: int


@dataclass(frozen=True)
class SaveServiceFile(Command):
    """Keep a file of a draft. `seen` is the revision that the change was made to, 0 for a new file.

    `others` are kept with it: a form with its words in another language.
    """

    draft_id: UUID
    path: str
    content: bytes
    seen: int
    others: tuple[OtherFile, ...] = ()


@dataclass(frozen=True)
class SavedServiceFile:
    """State of a saved file; `is_changed` is False where it was so before. `others` are revisions too."""

    revision: int
    saved_at: datetime
    is_changed: bool
    others: tuple[int, ...] = ()


@dataclass(frozen=True)
class RenameServiceFile(Command):
    """Give a form, letter, table or scenario of a draft another name, there and wherever it is called by it.

    `seen` names the revisions of its files, joined by a hyphen: whoever was faster is not undone.
    """

    draft_id: UUID
    kind: str
    name: str
    seen: str
    new_name: str


@dataclass(frozen=True)
class RemoveServiceFile(Command):
    """Take a form, letter, table or scenario out of a draft; one that is called by its name stays."""

    draft_id: UUID
    kind: str
    name: str
    seen: str


@dataclass(frozen=True)
class DropServiceDraft(Command):
    """Lay a draft aside: it is listed no more, and nothing of it can be changed."""

    draft_id: UUID


@dataclass(frozen=True)
class ChosenFile:
    """Choice between two states of a file for a draft. `seen` is its revision there, 0 without one."""

    path: str
    seen: int
    is_theirs: bool


@dataclass(frozen=True)
class RebaseDraft(Command):
    """Rebase a draft on a newer version of its service: of each file that it changed one state is chosen.

    `digest` is the beginning of that version's.
    """

    draft_id: UUID
    digest: str
    files: tuple[ChosenFile, ...]
