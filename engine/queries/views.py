"""Views: what pages and programs may see, as frozen data.

Here are those of places, cases and tasks; others are in the modules `*_views` beside this one. Each view is
filled by one query module of this package. A view holds values ready to be
shown in either language; it never holds a database row, SQL or HTML.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from engine.answers.beginning import Beginning
from engine.cases.clock_effects import ClockEffect
from engine.cases.one_press import Press
from engine.payments.queries.payments import PaymentView
from engine.programmes.queries.programmes import CaseProgramme
from engine.property.queries.inventories import Inventory
from engine.queries.appeal_views import ActChange, AppealView, LinkedCase
from engine.queries.colleagues import Colleague, Looking
from engine.queries.corrections import Correction
from engine.queries.correspondence import CaseMessage
from engine.queries.incident_views import IncidentView
from engine.queries.land_views import LandView
from engine.queries.origin_views import AnswerOrigin
from engine.representation.households import Member
from engine.signatures.received import Received
from engine.stores.task_drafts import TaskDraft
from forms import Form

Names = Mapping[str, str]  # {"ka": …, "en": …}


@dataclass(frozen=True)
class Municipality:
    id: int
    code: str
    names: Names
    region: Names
    languages: tuple[str, ...]
    modules: tuple[str, ...]  # that are switched on today
    services_off: frozenset[str] = frozenset()  # of these modules, but switched off by themselves

    def offers(self, service: str) -> bool:
        return service.partition(".")[0] in self.modules and service not in self.services_off


@dataclass(frozen=True)
class TimelineEntry:
    at: datetime
    kind: str  # dotted name; words under events.<kind>
    who: Names | None  # the person who did it; nobody where it followed by itself
    params: Mapping[str, Any]
    cause: str = "person"  # person, system, registry, office


@dataclass(frozen=True)
class AnswerRow:
    label: str
    value: str
    origin: AnswerOrigin | None = None
    is_withheld: bool = False  # of a special category, and not opened by the reader
    can_be_opened: bool = False  # by this reader, who has to say for what


@dataclass(frozen=True)
class AnswerSection:
    """A completed form, readable as filled."""

    element: str
    title: str
    who: Names | None
    at: datetime | None
    rows: tuple[AnswerRow, ...]


@dataclass(frozen=True)
class CaseDocument:
    digest: str
    title: Names | str
    kind: str  # upload, draft, order, letter, receipt
    type: str
    size: int
    added_at: datetime
    received: Received | None = None  # what its signatures were worth, where somebody had signed it
    by: Names | None = None  # who put it there, told to the office where it was not the applicant


@dataclass(frozen=True)
class Letter:
    letter_id: UUID
    case_id: UUID
    case_number: str
    language: str  # in which it was written to the applicant
    subject: Names
    bodies: Mapping[str, str]  # by language; safe: built by the template engine
    document: str | None
    sent_at: datetime
    read_at: datetime | None
    delivered_on: date | None


@dataclass(frozen=True)
class DeadlineView:
    """One clock of a case. A paused one has no last day: it would be a promise."""

    name: Names | None  # of a stage; None for the case itself
    due_on: date | None
    state: str  # running, paused, expired, stopped
    working_days_left: int | None
    derivation: tuple[tuple[str, Mapping[str, Any]], ...]  # (code, params); words under terms.<code>
    law: Names | None
    confidence: str | None
    is_extended: bool


@dataclass(frozen=True)
class OpenTask:
    task_id: UUID
    element: str
    step: Names
    role: str | None
    is_for_applicant: bool
    assignee: Names | None
    due_on: date | None
    may_act: bool


@dataclass(frozen=True)
class Advice:
    """Advice of a decision table, and the rules that gave it."""

    decision: Names
    result: Mapping[str, Any]
    sentences: Mapping[str, tuple[str, ...]]  # by language: the rule that applied, and for which facts
    otherwise: Names | None  # the nearest change that would have given another result


@dataclass(frozen=True)
class CaseView:
    case_id: UUID
    number: str
    service: Names
    service_code: str
    municipality: Municipality
    applicant: str
    applicant_number: str
    representative: Mapping[str, Any] | None  # who filed for the applicant: name, number and ground
    status: str  # received, in_review, waiting_for_you, decided, left_without_decision, closed
    reason: str | None  # granted, refused, unconsidered, withdrawn …
    turn: str  # applicant, office, nobody
    version: int
    filed_at: datetime
    channel: str
    language: str
    deadline: DeadlineView | None
    stages: tuple[DeadlineView, ...]
    order_number: str | None
    decided_on: date | None
    sections: tuple[AnswerSection, ...]
    corrections: tuple[Correction, ...]  # what the office has changed of the applicant's answers
    documents: tuple[CaseDocument, ...]
    letters: tuple[Letter, ...]
    payments: tuple[PaymentView, ...]
    messages: tuple[CaseMessage, ...]
    timeline: tuple[TimelineEntry, ...]
    on_expiry: str  # what silence means, one of EXPIRY_POLICIES
    silence: Names | None  # what the service itself says of it
    tasks: tuple[OpenTask, ...]
    incidents: tuple[IncidentView, ...]
    advice: Advice | None
    by_tables: tuple[Advice, ...]  # each table of a decision that tables made; for the applicant, too
    land: LandView | None  # of a case about a plot
    inventory: Inventory | None  # of a case that counts property; for the office
    programme: CaseProgramme | None  # of a case that draws one up; for the office
    may_withdraw: bool
    is_running: bool  # something waits
    appeal: AppealView | None
    linked: tuple[LinkedCase, ...]
    act_changes: tuple[ActChange, ...]
    household: tuple[Member, ...]  # whom the applicant who looks has named, each to apply for

    @property
    def may_open_special(self) -> bool:
        """Whether there are data of a special category that the reader may open and has not."""
        return any(answer.can_be_opened for section in self.sections for answer in section.rows)


@dataclass(frozen=True)
class TaskView:
    task_id: UUID
    element: str
    step: Names
    role: str | None
    law: Names | None
    is_open: bool
    is_for_applicant: bool
    assignee: Names | None
    is_mine: bool
    may_claim: bool
    conflict: str | None  # the code of what keeps this person from a step of their office
    is_signed: bool  # the step may end with a signature
    due_on: date | None
    working_days_left: int | None
    form: Form
    form_context: Mapping[str, Any]
    draft: TaskDraft | None  # what this person has saved without finishing
    closed_by: Names | None
    closed_at: datetime | None
    case: CaseView
    assignee_id: int | None
    team: tuple[Colleague, ...]  # to whom this supervisor may assign it
    looking: tuple[Looking, ...]  # colleagues who had it open a moment ago
    clock_effects: tuple[ClockEffect, ...]  # what finishing it may do to the clocks; for the office
    begins: Beginning = Beginning()  # with which answers its form begins, for whoever may work on it
    presses: tuple[Press, ...] = ()  # the options of its one question that stand as buttons, likewise


@dataclass(frozen=True)
class TaskForm:
    """The form of a task that is being filled in, without anything of its case."""

    task_id: UUID
    form: Form
    municipality_code: str
    draft: TaskDraft | None
    is_free: bool  # of an office, and nobody has taken it


@dataclass(frozen=True)
class StoredFile:
    content: bytes
    name: str
    type: str
