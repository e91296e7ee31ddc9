"""A clerk's list, as pages and programs may see it; see `views`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from engine.queries.views import Names


@dataclass(frozen=True)
class Counts:
    """How many tasks each tab has; one more than `MOST` stands for any number beyond it."""

    MOST: ClassVar[int] = 199

    mine: int
    unit: int
    unassigned: int
    overdue: int


@dataclass(frozen=True)
class InboxRow:
    task_id: UUID
    case_id: UUID
    case_number: str
    service: Names
    step: Names  # what is to be done, as a verb
    applicant: Names
    municipality: Names
    unit: Names | None
    assignee: Names | None
    is_mine: bool
    opened_at: datetime
    due_on: date | None  # the nearest of the step's own and the case's legal deadline
    working_days_left: int | None  # negative when overdue
    channel: str
    reminded: int | None  # the share of a term, in percent, that the office was last reminded of
    is_urgent: bool
    has_message: bool  # of the applicant, that nobody of the office has seen
    is_saved: bool  # this person has begun to fill in its form


@dataclass(frozen=True)
class InboxPage:
    tab: str
    rows: tuple[InboxRow, ...]
    counts: Counts
    next_after: str | None  # opaque key of the next page
