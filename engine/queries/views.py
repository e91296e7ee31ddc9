"""What pages and programs may see, as frozen data.

Each view is filled by one query module of this package. A view holds values ready to be
shown in either language; it never holds a database row, SQL or HTML. Long, because whoever
changes a page looks for its view in one place; nothing here does anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from engine.queries.appeal_views import AppealView, LinkedCase
from engine.queries.correspondence import CaseMessage
from engine.queries.draft_views import DraftView
from engine.queries.incident_views import IncidentView
from engine.queries.origin_views import AnswerOrigin
from engine.queries.payments import PaymentView
from engine.stores.task_drafts import TaskDraft
from engine.tenancy import Actor, RoleGrant
from forms import Form

Names = Mapping[str, str]  # {"ka": …, "en": …}


@dataclass(frozen=True)
class Session:
    actor: Actor
    signed_in_at: datetime
    expires_at: datetime
    method: str
    session_id: UUID
    ends_at: datetime  # if nothing more happens


@dataclass(frozen=True)
class OwnSession:
    """An open session, as its person sees it in a list."""

    session_id: UUID
    method: str
    device: str
    signed_in_at: datetime
    seen_at: datetime


@dataclass(frozen=True)
class KeptForm:
    """What was sent when the session was over."""

    path: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class DemoPerson:
    person_id: int
    personal_number: str
    name: Names
    roles: tuple[RoleGrant, ...]


@dataclass(frozen=True)
class Municipality:
    id: int
    code: str
    names: Names
    region: Names
    languages: tuple[str, ...]
    modules: tuple[str, ...]


@dataclass(frozen=True)
class ServiceCard:
    code: str
    module: str
    names: Names
    summary: Names


@dataclass(frozen=True)
class ServicePage:
    """A service as a citizen meets it, in the version that is in force today."""

    code: str
    names: Names
    summary: Names
    settings: Mapping[str, Any]  # service.json
    form: Form  # in the asked language
    form_context: Mapping[str, Any]  # options and parameters for validate/render
    term: Mapping[str, Any] | None  # {"number", "unit", "law", "confidence"}
    due_on: date | None  # if filed now
    derivation: tuple[tuple[str, Mapping[str, Any]], ...]  # of that day; words under terms.derivation
    draft: DraftView | None  # the person's own


@dataclass(frozen=True)
class VersionPublication:
    """The act that put a version into force; in demo mode it may name nobody."""

    effective_from: date
    published_at: datetime
    publisher: Names | None
    second_person: Names | None
    law: tuple[Mapping[str, Any], ...]
    is_in_force: bool  # for what is filed today


@dataclass(frozen=True)
class ServiceVersion:
    service: str
    digest: str
    semantics: Mapping[str, int]
    open_cases: int
    publications: tuple[VersionPublication, ...]


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


@dataclass(frozen=True)
class TimelineEntry:
    at: datetime
    kind: str  # dotted name; words under events.<kind>
    who: Names | None
    params: Mapping[str, Any]


@dataclass(frozen=True)
class AnswerRow:
    label: str
    value: str
    origin: AnswerOrigin | None = None


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


@dataclass(frozen=True)
class DeadlineView:
    """One clock of a case. One that stands still has no last day: it would be a promise."""

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
    """What a decision table said, and which rules said it."""

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
    documents: tuple[CaseDocument, ...]
    letters: tuple[Letter, ...]
    payments: tuple[PaymentView, ...]
    messages: tuple[CaseMessage, ...]
    timeline: tuple[TimelineEntry, ...]
    on_expiry: str  # what silence means, one of EXPIRY_POLICIES
    tasks: tuple[OpenTask, ...]
    incidents: tuple[IncidentView, ...]
    advice: Advice | None
    may_withdraw: bool
    is_running: bool  # something waits
    appeal: AppealView | None
    linked: tuple[LinkedCase, ...]


@dataclass(frozen=True)
class TaskView:
    task_id: UUID
    element: str
    step: Names
    role: str | None
    law: str | None
    is_open: bool
    is_for_applicant: bool
    assignee: Names | None
    is_mine: bool
    may_claim: bool
    due_on: date | None
    working_days_left: int | None
    form: Form
    form_context: Mapping[str, Any]
    draft: TaskDraft | None  # what this person has saved without finishing
    closed_by: Names | None
    closed_at: datetime | None
    case: CaseView


@dataclass(frozen=True)
class StoredFile:
    content: bytes
    name: str
    type: str
