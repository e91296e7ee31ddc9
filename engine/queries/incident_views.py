"""Views of incidents and of the places where a case may be put; frozen data like all views."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

Names = Mapping[str, str]


@dataclass(frozen=True)
class IncidentView:
    incident_id: UUID
    case_id: UUID
    case_number: str
    case_version: int
    service: Names
    kind: str  # job, timer, message, signal, step
    step: Names
    code: str  # words under errors.<code>
    params: Mapping[str, Any]
    attempts: int
    opened_at: datetime
    failed_at: datetime
    is_retried: bool  # another attempt is on its way
    may_mend: bool  # by this person
    outputs: tuple[str, ...]  # what the job would have given, for a result given by hand

    @property
    def may_retry(self) -> bool:
        """A person's step is done again by that person."""
        return self.may_mend and self.kind != "step" and not self.is_retried

    @property
    def may_skip(self) -> bool:
        """A set time is not passed over."""
        return self.may_mend and self.kind != "timer"


@dataclass(frozen=True)
class Choice:
    """A value to filter by, with how many there are."""

    value: str
    names: Names | None
    count: int


@dataclass(frozen=True)
class IncidentPage:
    rows: tuple[IncidentView, ...]
    total: int
    services: tuple[Choice, ...]
    causes: tuple[Choice, ...]
    next_after: str | None


@dataclass(frozen=True)
class Step:
    """A place in the diagram as people call it; `where` is a token or an element."""

    where: str
    names: Names
    kind: str  # of the element
    is_task: bool


@dataclass(frozen=True)
class MoveView:
    """A case to be moved: what waits, and where the chosen one may be put."""

    case_id: UUID
    case_number: str
    service: Names
    version: int
    waiting: tuple[Step, ...]
    targets: tuple[Step, ...]
