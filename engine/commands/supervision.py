"""Commands of supervisors about incidents and misplaced cases."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class RetryIncident(Command):
    """Try the step of an incident again."""

    incident_id: UUID
    expected_version: int | None = None  # of the case


@dataclass(frozen=True)
class SkipIncident(Command):
    """Pass over the step of an incident. A job's outputs see `result`, else null."""

    incident_id: UUID
    reason: str
    result: dict[str, Any] = field(default_factory=dict)
    expected_version: int | None = None  # of the case


@dataclass(frozen=True)
class ReportBroken(Command):
    """A person's step broke and was taken back: keep that it did. Sent by the engine itself."""

    code: str
    params: dict[str, Any]
    task_id: UUID | None = None
    case_id: UUID | None = None
    token: str | None = None


@dataclass(frozen=True)
class SettleProceeding(Command):
    """Outcome of the case that the case of this number asked for: a `code` says why it was not opened."""

    number: str
    key: UUID
    code: str | None = None
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class MoveToken(Command):
    """A supervisor takes a waiting token away and puts it at another element, on a legal basis."""

    case_id: UUID
    token: str
    element: str
    legal_basis: str
    expected_version: int
