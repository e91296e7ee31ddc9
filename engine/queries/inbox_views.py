"""A clerk's list, as pages and programs may see it; see `views`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from engine.lists import Due as Due
from engine.queries.views import Names


@dataclass(frozen=True)
class Counts:
    """Numbers of tasks in each tab; one more than `MOST` stands for any number beyond it."""

    MOST: ClassVar[int] = 199

    mine: int
    unit: int
    unassigned: int
    all: int | None  # None: of somebody who sees some of it, while another list is shown
    waiting: int  # for applicants
    overdue: int  # of mine
    due: Mapping[Due, int | None]  # of the tab that is shown; None as for all
    new: Mapping[str, int]  # since the last look: of mine, of the unit, unassigned
    all_is_more: bool = False  # `all` is what was seen of the first ones, and there are others behind


@dataclass(frozen=True)
class InboxRow:
    task_id: UUID
    case_id: UUID
    case_number: str
    service: Names
    service_code: str
    step: Names  # what is to be done, as a verb
    role: str | None  # which office does it
    waits_for: tuple[str, ...]  # what else the case waits for: applicant, payment, answer (of a machine)
    applicant: Names
    municipality: Names
    unit: Names | None
    village: Names | None  # that the application names
    assignee: Names | None
    assignee_id: int | None
    is_acting: bool  # whoever has it, or may take it, does so in the place of an official
    official: Names | None  # who that is, if it is one person
    is_mine: bool
    may_claim: bool
    conflict: str | None  # the code of what keeps this person from a step of their office
    is_for_applicant: bool
    opened_at: datetime
    is_new: bool  # came since the last look at this list
    is_changed: bool  # was there, and has another holder or day since
    due_on: date | None  # the nearest of the step's own and the case's legal deadline
    working_days_left: int | None  # negative when overdue
    channel: str
    reminded: int | None  # the share of a term, in percent, that the office was last reminded of
    is_urgent: bool
    has_message: bool  # of the applicant, that nobody of the office has seen
    is_saved: bool  # this person has begun to fill in its form
    shown: tuple[Names | None, ...]  # what the service shows of its cases, by the columns of the page


@dataclass(frozen=True)
class TaskLabel:
    """Label of a step: what it is called in a sentence about it."""

    task_id: UUID
    case_number: str
    step: Names


@dataclass(frozen=True)
class InboxPage:
    tab: str
    due: Due | None
    service: str | None  # the code of the only one that is shown
    holder: Names | None  # the person whose steps alone are shown
    rows: tuple[InboxRow, ...]
    columns: tuple[Names, ...]  # answers of the one service: those it names, or the chosen
    places: tuple[str, ...]  # where cases keep them
    counts: Counts
    next_after: str | None  # opaque key of the next page
    order: str  # in which it is, see `lists.SORTS`
