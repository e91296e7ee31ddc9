"""Uploaded files and filed applications."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from engine.commands.base import Command
from engine.texts import OFFICIAL


@dataclass(frozen=True)
class StoreDocument(Command):
    """Keep an uploaded file. It belongs to the uploader until a case refers to it.

    `token` says what it was sent for, `beside` which files the form holds already; `takes_containers` that it
    asks for signed containers, which nobody else takes.
    """

    content: bytes
    name: str
    municipality: str = ""  # where it is known already
    token: str = ""
    beside: tuple[str, ...] = ()
    takes_containers: bool = False


@dataclass(frozen=True)
class RecordInfected(Command):
    """Note that the signed-in person sent a file in which the virus scanner found something."""

    signature: str
    digest: str
    size: int


@dataclass(frozen=True)
class ForgetUpload(Command):
    """Forget an upload that nobody has filed for long, with its file if nobody else cites it."""

    upload_id: UUID
    digest: str


@dataclass(frozen=True)
class FileApplication(Command):
    """File an application of the signed-in person.

    A signed one brings what the card was asked, and the file with its signature, which was verified.
    `recorded_at` is the instant of receipt where it is not the present (paper, offline). `confirmed` are the
    preconditions of which the applicant was warned and in spite of which they file; None where whoever sends
    it has shown them all.
    """

    service: str
    municipality: str
    answers: dict[str, Any]
    language: str = OFFICIAL
    channel: str = "portal"
    recorded_at: datetime | None = None
    preparation_id: UUID | None = None
    signed: bytes = field(default=b"", repr=False)
    confirmed: tuple[str, ...] | None = None


@dataclass(frozen=True)
class OpenProceeding(Command):
    """Open an ex officio proceeding about a person or a company, by its number.

    `since` is the number of the case that asked for it, `asked_by` who acted on that one. With `anew`, the
    number of an earlier case, it is what that one asked for, to be decided again; only the system opens such.
    """

    service: str
    municipality: str
    person: str
    answers: dict[str, Any]
    language: str = "ka"
    channel: str = "desk"
    since: str | None = None
    asked_by: int | None = None
    anew: str | None = None


@dataclass(frozen=True)
class FiledCase:
    """The receipt of an application: what the applicant was told."""

    case_id: UUID
    number: str
    filed_at: datetime
    due_on: date | None


@dataclass(frozen=True)
class StoredDocument:
    """A kept file, as form answers refer to it."""

    document: str
    name: str
    size: int
    type: str
    signed: str | None = None  # what the signatures on it are worth; None where nobody has signed it

    def as_answer(self) -> dict[str, Any]:
        said = {"document": self.document, "name": self.name, "size": self.size, "type": self.type}
        return {**said, "signed": self.signed} if self.signed else said
