"""Comments on what is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class WriteComment(Command):
    """Say something about an element of a file of a draft, or with an empty `element` about the file.

    With `request_id` it is about a publish request from the draft, however the draft stands now.
    While one that `must_settle` is open nothing of the service is approved.
    """

    draft_id: UUID
    path: str
    element: str
    body: str
    must_settle: bool = False
    request_id: UUID | None = None


@dataclass(frozen=True)
class CommentWritten:
    """The comment."""

    comment_id: UUID


@dataclass(frozen=True)
class AnswerComment(Command):
    """Answer a comment; it stays open or settled as it is."""

    comment_id: UUID
    body: str


@dataclass(frozen=True)
class SettleComment(Command):
    """Settle a comment, or open it again, with a word or without.

    `seen` is how much had been said to it: nobody settles what they have not read.
    """

    comment_id: UUID
    seen: int
    is_settled: bool = True
    body: str = ""
