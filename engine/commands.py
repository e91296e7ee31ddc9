"""Everything that can be asked of the engine, as frozen data.

A command names what is wanted and carries nothing else. Who asks, under which idempotency
key and when is added by the bus. One list however long, so that nobody has to look elsewhere for
what can be asked. `PERMISSIONS` in `engine.interceptors.permission` says who
may send each of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID


class Command:
    """Marks a frozen dataclass as a command."""

    __slots__ = ()


@dataclass(frozen=True)
class SignInDemo(Command):
    """Open a session for a marked demo person; refused outside demo mode."""

    person_id: int


@dataclass(frozen=True)
class EndSession(Command):
    token: str


@dataclass(frozen=True)
class SaveDraft(Command):
    """Keep unfinished answers of the signed-in person; they need not be valid."""

    service: str
    municipality: str
    answers: dict[str, Any]


@dataclass(frozen=True)
class StoreDocument(Command):
    """Keep an uploaded file. It belongs to the uploader until a case refers to it."""

    content: bytes
    name: str
    municipality: str


@dataclass(frozen=True)
class FileApplication(Command):
    """File an application of the signed-in person.

    `recorded_at` is the instant of receipt where it is not the present (paper, offline).
    """

    service: str
    municipality: str
    answers: dict[str, Any]
    language: str = "ka"
    channel: str = "portal"
    recorded_at: datetime | None = None


@dataclass(frozen=True)
class ClaimTask(Command):
    task_id: UUID


@dataclass(frozen=True)
class ReleaseTask(Command):
    task_id: UUID


@dataclass(frozen=True)
class CompleteTask(Command):
    """Finish a task with its form's answers; `expected_version` is the case version the person saw."""

    task_id: UUID
    answers: dict[str, Any]
    expected_version: int | None = None


@dataclass(frozen=True)
class WithdrawCase(Command):
    """The applicant withdraws the application."""

    case_id: UUID
    expected_version: int | None = None


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
    """The mail server took the e-mail copy of a letter."""

    letter_id: UUID


@dataclass(frozen=True)
class RetryIncident(Command):
    """Try again what stopped."""

    incident_id: UUID


@dataclass(frozen=True)
class SkipIncident(Command):
    """Go on without what stopped. A job's outputs see `result`, and null for what it does not name."""

    incident_id: UUID
    reason: str
    result: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ReportBroken(Command):
    """A person's step broke and was taken back: keep that it did. Sent by the engine itself."""

    code: str
    params: dict[str, Any]
    task_id: UUID | None = None
    case_id: UUID | None = None
    token: str | None = None


@dataclass(frozen=True)
class MoveToken(Command):
    """A supervisor takes a waiting token away and puts it at another element, on a legal basis."""

    case_id: UUID
    token: str
    element: str
    legal_basis: str
    expected_version: int


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
class PublishMessage(Command):
    """A message for a case of the municipality, named by its number or by the key it waits with.

    `payload` is JSON text from outside. Kept for its lifetime if no case waits yet. `message_id` is
    the sender's own: the same message sent twice is one.
    """

    municipality: str
    name: str
    correlation_key: str
    payload: bytes = b"null"
    lifetime: timedelta = timedelta(0)
    message_id: str | None = None


@dataclass(frozen=True)
class DeliverMessage(Command):
    """A kept message meets a case that has begun to wait for it."""

    message_id: UUID


@dataclass(frozen=True)
class ExpireMessage(Command):
    """The lifetime of a message is over."""

    message_id: UUID


@dataclass(frozen=True)
class BroadcastSignal(Command):
    """A signal for every case of the municipality that waits for it; `payload` is JSON text."""

    municipality: str
    name: str
    payload: bytes = b"null"


@dataclass(frozen=True)
class DeliverSignal(Command):
    """A signal that was thrown meets one of the cases that waited for it."""

    signal_id: UUID
    case_id: UUID


@dataclass(frozen=True)
class TellStaff(Command):
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


@dataclass(frozen=True)
class DeclareDayOff(Command):
    """A decreed day off, for the country or one municipality; open deadlines move by it."""

    day: date
    names: dict[str, str]
    municipality: str | None = None


@dataclass(frozen=True)
class RecountCase(Command):
    """Count a case's open deadlines anew because of a day that was declared off."""

    case_id: UUID
    because_of: date


@dataclass(frozen=True)
class PublishService(Command):
    """Publish the service in `folder`; a digest that is already published is left alone.

    People are named by their personal numbers. `law` is a list of acts as in service.json, which
    counts where none is given, as its effective date does. `is_retroactive` lets the version count from
    a day in the past, though cases were filed since; they keep theirs.
    """

    folder: Path
    publisher: str
    second_person: str | None = None
    law: list[dict[str, Any]] | None = None
    effective_from: date | None = None
    is_retroactive: bool = False


@dataclass(frozen=True)
class RollBackService(Command):
    """Publish a version of the service again, found by the beginning of its digest."""

    service: str
    digest: str
    publisher: str
    second_person: str | None = None
    law: list[dict[str, Any]] | None = None
    effective_from: date | None = None
    is_retroactive: bool = False


@dataclass(frozen=True)
class NamePublisher(Command):
    """Give somebody the right to publish services; names are needed where the person is not known yet."""

    personal_number: str
    given_name: dict[str, str] | None = None
    family_name: dict[str, str] | None = None


@dataclass(frozen=True)
class LoadMunicipality(Command):
    """Create or refresh a municipality with its units, settlements and switched-on modules."""

    data: dict[str, Any]


@dataclass(frozen=True)
class LoadPerson(Command):
    """Create or refresh a demo person with roles."""

    data: dict[str, Any]


@dataclass(frozen=True)
class LoadReferenceData(Command):
    """Holidays, parameters and community centres; rows already known are left alone."""

    holidays: tuple[dict[str, Any], ...] = ()
    parameters: tuple[dict[str, Any], ...] = ()
    centers: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class FiledCase:
    """The receipt of an application: what the applicant was told."""

    case_id: UUID
    number: str
    filed_at: datetime
    due_on: date | None


@dataclass(frozen=True)
class ServicePublished:
    """A version in force from a day on; without a day, it was published before and nothing was done."""

    service: str
    digest: str
    effective_from: date | None


@dataclass(frozen=True)
class StoredDocument:
    """A kept file, as form answers refer to it."""

    document: str
    name: str
    size: int
    type: str

    def as_answer(self) -> dict[str, Any]:
        return {"document": self.document, "name": self.name, "size": self.size, "type": self.type}


@dataclass(frozen=True)
class PublishedMessage:
    """A message was accepted: taken by a case at once, or kept until `expires_at`."""

    message_id: UUID
    case_id: UUID | None
    expires_at: datetime


@dataclass(frozen=True)
class StepTaken:
    """A case moved on; `version` is the new version."""

    case_id: UUID
    version: int
    opened: tuple[UUID, ...] = field(default=())


@dataclass(frozen=True)
class TimerFired:
    """A timer was fired: the one that was asked for, or one that its case had due before it."""

    timer_id: UUID
    case_id: UUID
    version: int
