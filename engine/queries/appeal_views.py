"""How a decision is contested, and cases about other cases, as pages show them."""

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
    kind: str  # about, contested_by, household, stage, next_stage


@dataclass(frozen=True)
class CourtView:
    name: Mapping[str, str]
    address: Mapping[str, str] | None


@dataclass(frozen=True)
class AppealView:
    """Where a decision is contested. Without `last_day` the term has not begun: nobody was told yet."""

    body: str  # mayor, court
    court: CourtView | None  # which one, where somebody has entered it
    is_silent: bool  # there is no decision, and its day has passed
    last_day: date | None
    is_over: bool
    derivation: tuple[tuple[str, Any], ...]
    law: Mapping[str, str] | None
    confidence: str
    service: str | None  # by which it is contested here, if it is offered
