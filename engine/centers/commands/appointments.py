"""Coming to a community centre by appointment."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class MakeAppointment(Command):
    """Keep a time at a centre: for oneself, or as its operator for somebody who has called, by their name."""

    center: int
    on_day: date
    at: str  # 10:30
    what: str = field(repr=False)
    is_for_caller: bool = False
    name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)


@dataclass(frozen=True)
class CancelAppointment(Command):
    """Give the time back: one's own, or any of the own centre."""

    appointment_id: UUID


@dataclass(frozen=True)
class RecordArrival(Command):
    """Note that whoever had the appointment has come."""

    appointment_id: UUID
