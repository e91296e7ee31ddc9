"""Service accounts of a municipality."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class MakeServiceAccount(Command):
    """Let a service account read, and give papers to cases, for a purpose that is named and by an act.

    `responsible` is the personal number of the official who answers for it. `services` are those whose
    cases it reads; `networks` are where it asks from, anywhere without one. On `last_day` it still counts.
    Both ids are the sender's: the same page sent twice makes one account with one secret.
    """

    account_id: UUID
    secret_id: UUID
    municipality: str
    name: str
    purpose: str
    act: str
    responsible: str
    scopes: tuple[str, ...]
    last_day: date
    services: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()


@dataclass(frozen=True)
class RotateSecret(Command):
    """Give the service account another secret; the last one counts for some days more, older ones don't."""

    account_id: UUID
    secret_id: UUID
    overlap_days: int


@dataclass(frozen=True)
class NameResponsible(Command):
    """Another official answers for the service account from now on, by an act."""

    account_id: UUID
    personal_number: str
    act: str


@dataclass(frozen=True)
class EndServiceAccount(Command):
    """End a service account and all its secrets."""

    account_id: UUID


@dataclass(frozen=True)
class DepositPaper(Command):
    """A service account puts a file that it has sent into a case that it reads, for the office to look at."""

    case_id: UUID
    document: str
