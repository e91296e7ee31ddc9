"""Absences of officials: entered, approved or declined, ended early, and begun on their day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class EnterAbsence(Command):
    """Enter that an official of a municipality is away from `first_on` to `last_on`, both included.

    Without `person_id` the sender is away. Whoever may approve an absence may enter it for a colleague; with
    an act it is approved at once, as is one of who heads the municipality.
    """

    municipality: str
    first_on: date
    last_on: date
    substitute_id: int | None = None  # None: what they have in hand goes back to the lists
    person_id: int | None = None
    act: str = ""


@dataclass(frozen=True)
class AbsenceEntered:
    """The absence, and whether it is approved or waits for somebody."""

    absence_id: UUID
    state: str


@dataclass(frozen=True)
class ApproveAbsence(Command):
    """Approve an absence by an act, and with it that the substitute holds the offices meanwhile."""

    absence_id: UUID
    act: str


@dataclass(frozen=True)
class DeclineAbsence(Command):
    """Decline an absence with a reason that the official reads."""

    absence_id: UUID
    reason: str


@dataclass(frozen=True)
class EndAbsence(Command):
    """Withdraw one's own absence that is not approved; end one that is, today: they are back."""

    absence_id: UUID


@dataclass(frozen=True)
class HandOverTasks(Command):
    """Hand over what officials had in hand whose absence has begun; give back what is over."""


@dataclass(frozen=True)
class TasksHandedOver:
    """Numbers of steps: to substitutes, back to the lists of units, back to officials who returned."""

    handed_over: int = 0
    released: int = 0
    given_back: int = 0
