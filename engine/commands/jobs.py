"""Results of jobs: what comes back from workers, mail servers and the poller of timers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class CompleteJob(Command):
    """A job came back with its result."""

    job_id: UUID
    result: dict[str, Any]


@dataclass(frozen=True)
class FailJob(Command):
    """A job gave up: a boundary event of the diagram takes `error_code`, else an incident opens.

    `detail` is the code of the cause, `params` its harmless details.
    """

    job_id: UUID
    error_code: str
    detail: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class JobUnanswered(Command):
    """The other system did not answer a job this time; it will be asked again."""

    job_id: UUID


@dataclass(frozen=True)
class MailSent(Command):
    """The copy of a letter went out, by mail or SMS, or the person wants or gets none."""

    letter_id: UUID
    by: str = "email"


@dataclass(frozen=True)
class FireTimer(Command):
    timer_id: UUID


@dataclass(frozen=True)
class PostponeTimer(Command):
    """A timer's step failed: keep it for later, and open an incident."""

    timer_id: UUID
    code: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class TimerFired:
    """A timer was fired: the one that was asked for, or one that its case had due before it."""

    timer_id: UUID
    case_id: UUID
    version: int


@dataclass(frozen=True)
class NotifyStaff(Command):
    """Tell those who work on a case, or those who head them, what happened to one of its clocks."""

    case_id: UUID
    kind: str
    clock: str
    last_day: date
    share: int | None
    version: int  # of the case when it happened


@dataclass(frozen=True)
class NoticeMailed(Command):
    """The mail server took a notice to somebody of the staff."""

    notice_id: UUID
