"""Correspondence: what applicant and municipality write to each other on a case."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class WriteToCase(Command):
    """Write to the other side. It is no official letter, and the case does not move.

    `kind` is `message`, or `correction` where the applicant asks that data be put right.
    """

    case_id: UUID
    text: str
    as_office: bool = False
    kind: str = "message"


@dataclass(frozen=True)
class MarkMessagesSeen(Command):
    """Somebody of the office has seen what the applicant wrote."""

    case_id: UUID


@dataclass(frozen=True)
class RemindOfAnswer(Command):
    """The last day for the applicant's answer comes near: tell them, once."""

    task_id: UUID


@dataclass(frozen=True)
class RemindOfPlannedEnd(Command):
    """Tell a person that the state of their entry is planned to end on the day that the field names."""

    entry_id: UUID
    field: str


@dataclass(frozen=True)
class ApplicantTold(Command):
    """A notice to an applicant has gone out; `by` says how, or why not."""

    notice_id: UUID
    by: str
