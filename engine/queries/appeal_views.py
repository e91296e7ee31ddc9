"""Views of remedies: how a decision is contested, and cases about other cases, as pages show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class LinkedCase:
    case_id: UUID
    number: str
    service: Mapping[str, str]
    kind: str  # about, contested_by, household, stage, next_stage, review, reviewed_by, anew, taken_up_by


@dataclass(frozen=True)
class CourtView:
    name: Mapping[str, str]
    address: Mapping[str, str] | None


@dataclass(frozen=True)
class OwnCaseInCourt:
    """An own decision that is contested in court; without `last_day` nobody was told of it yet."""

    case_id: UUID
    number: str
    service: Mapping[str, str]
    order_number: str | None
    last_day: date | None
    court: CourtView | None  # which one, where somebody has entered it


@dataclass(frozen=True)
class ActChange:
    """Change of the act of a case by a later act; `by_number` is its case, where the reader may see that."""

    change: str  # corrected, annulled, void, repealed
    since: date
    order_number: str | None
    correction: str | None
    ground: str
    by_case_id: UUID
    by_number: str | None


@dataclass(frozen=True)
class AppealView:
    """Route of appeal against a decision. Without `last_day` the term has not begun: nobody was told yet."""

    body: str  # mayor, court
    court: CourtView | None  # which one, where somebody has entered it
    is_silent: bool  # there is no decision, and its day has passed
    last_day: date | None
    is_over: bool
    derivation: tuple[tuple[str, Any], ...]
    law: Mapping[str, str] | None
    confidence: str
    service: str | None  # by which it is contested here, if it is offered
