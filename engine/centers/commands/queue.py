"""The hours of a community centre, and who waits there today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class SetCenterHours(Command):
    """Enter when a centre takes people by appointment; `days` has from and to of each open weekday."""

    center: int
    valid_from: date
    days: Mapping[str, tuple[str, str]]  # {"1": ("10:00", "17:00")}
    minutes: int
    places: int


@dataclass(frozen=True)
class SetCenterDay(Command):
    """Close a centre on a single day, or open it after all. Who had an appointment is told."""

    center: int
    on_day: date
    is_closed: bool
    why: str


@dataclass(frozen=True)
class RemindOfAppointment(Command):
    """Tell somebody that their appointment is tomorrow; once."""

    appointment_id: UUID


@dataclass(frozen=True)
class AppointmentTold(Command):
    """A notice about an appointment went out, or needed no longer to."""

    notice_id: UUID
    by: str


@dataclass(frozen=True)
class TakeTicket(Command):
    """Give whoever comes the next number of the day."""


@dataclass(frozen=True)
class TicketTaken:
    """The number that is printed or said."""

    ticket_id: UUID
    number: int


@dataclass(frozen=True)
class CallNext(Command):
    """Call whoever has waited longest."""


@dataclass(frozen=True)
class EndTicket(Command):
    """Note that whoever had the number was served, or has gone."""

    ticket_id: UUID
    is_served: bool
