"""Signing a step. What a card has signed is verified before, outside any transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class OpenSigning(Command):
    """Fix the answers of a step and what is to be signed; what was begun goes on if nothing has changed."""

    task_id: UUID
    answers: dict[str, Any]
    expected_version: int | None = None


@dataclass(frozen=True)
class OpenApplicationSigning(Command):
    """Fix the answers of an application that is signed and then filed."""

    service: str
    municipality: str
    answers: dict[str, Any]
    language: str
    confirmed: tuple[str, ...] | None = None


@dataclass(frozen=True)
class OpenedSigning:
    """Opened signing: what is to be signed is ready."""

    signing_id: UUID


@dataclass(frozen=True)
class DropSigning(Command):
    """Give up what nobody has signed yet; its number is free."""

    signing_id: UUID


@dataclass(frozen=True)
class KeepPreparation(Command):
    """Keep what a card is asked to sign; returns its id."""

    signing_id: UUID
    certificate: bytes = field(repr=False)
    kept: bytes = field(repr=False)


@dataclass(frozen=True)
class TakeReturned(Command):
    """Keep what another program gave back for a preparation, until its person goes on."""

    preparation_id: UUID
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class AddSignature(Command):
    """Record a signature that was verified; the last one finishes the step."""

    preparation_id: UUID
    content: bytes = field(repr=False)  # the file with the signature, already in the store


@dataclass(frozen=True)
class SignOnPaper(Command):
    """Record that all have signed on paper; `document` is the scan, which the person has uploaded."""

    signing_id: UUID
    document: str


@dataclass(frozen=True)
class KeepProof(Command):
    """Note until when a signed document proves itself, with the renewed file where there is one.

    `due_at` is when to look again; without it there is nothing to renew.
    """

    case_id: UUID
    document: str
    due_at: datetime | None = None
    proven_until: datetime | None = None
    renewed: str | None = None
    problem: str | None = None


@dataclass(frozen=True)
class KeepPackage(Command):
    """Keep the package of a closed case among its documents, so that its proof is renewed.

    `head` is that of the timeline in it: if the case has moved since, nothing is kept.
    """

    case_id: UUID
    head: str
    document: str
    name: str
    size: int


@dataclass(frozen=True)
class VoidNumber(Command):
    """Say why no act bears a number that was given up."""

    municipality: str
    number: str
    reason: str
