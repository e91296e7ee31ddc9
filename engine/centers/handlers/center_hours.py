"""Hours and closed days of community centres, and telling those whose appointments they concern."""

from __future__ import annotations

from datetime import time
from typing import Any

from engine.centers.commands.queue import AppointmentTold, RemindOfAppointment, SetCenterDay, SetCenterHours
from engine.centers.store import appointment_notices, appointments, center_hours
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotAllowed, NotFound, Rejected
from engine.offices.administration import DayIsOver, as_the_engine, text
from engine.roles import Right
from engine.routes import Route, Sender

LONGEST_WHY = 200
MINUTES, PLACES = range(5, 241), range(1, 21)


class HoursInvalid(Rejected):
    """A centre opens before it closes, on weekdays that there are."""

    code = "center_hours.invalid"


class ReasonOfDayMissing(Rejected):
    """Missing reason why a centre is closed on a day: it is said to those who wanted to come."""

    code = "center_hours.why_missing"


def set_center_hours(command: SetCenterHours, tx: Transaction) -> None:
    """Enter the hours. Appointments that were made stay."""
    _kept_by(tx, command.center)
    if command.valid_from < local_date(tx.now):
        raise DayIsOver
    days = {day: _period(*of) for day, of in command.days.items()}
    if not set(days) <= set("1234567") or command.minutes not in MINUTES or command.places not in PLACES:
        raise HoursInvalid
    entry: dict[str, Any] = {"days": days, "minutes": command.minutes, "places": command.places}
    by = tx.actor.person_id
    with as_the_engine(tx):
        center_hours.add(tx, center=command.center, valid_from=command.valid_from, by=by, **entry)
    said = {"valid_from": command.valid_from.isoformat(), "person": by}
    tx.log(f"center/{command.center}", "center.hours_set", **entry, **said)


def _period(opens: str, closes: str) -> list[str]:
    try:
        first, last = time.fromisoformat(opens), time.fromisoformat(closes)
    except ValueError:
        raise HoursInvalid from None
    if first >= last:
        raise HoursInvalid
    return [f"{first:%H:%M}", f"{last:%H:%M}"]


def set_center_day(command: SetCenterDay, tx: Transaction) -> None:
    """Close the centre on a day: its appointments are cancelled, and who made them is told."""
    _kept_by(tx, command.center)
    why = " ".join(text(command.why, longest=LONGEST_WHY).split())
    if not why:
        raise ReasonOfDayMissing
    if command.on_day < local_date(tx.now):
        raise DayIsOver
    entry = {"on_day": command.on_day, "is_closed": command.is_closed, "why": why}
    by, cancelled = tx.actor.person_id, 0
    with as_the_engine(tx):
        center_hours.add_day(tx, center=command.center, by=by, **entry)
        if command.is_closed:
            for row in appointments.cancel_day(tx, command.center, command.on_day):
                cancelled += 1
                if row.person_id is not None:
                    appointment_notices.add(tx, row.id, "closed")
    said = {"day": command.on_day.isoformat(), "why": why, "person": by, "cancelled": cancelled}
    tx.log(f"center/{command.center}", "center.day_set", is_closed=command.is_closed, **said)


def _kept_by(tx: Transaction, center: int) -> None:
    """Raise unless the centre exists and this person keeps it: its head, or who keeps the directory."""
    actor = tx.actor
    is_head = actor.center == center and actor.may_somewhere(Right.KEEP_CENTER)
    if not (is_head or actor.may_somewhere(Right.KEEP_DIRECTORY)):
        raise NotAllowed
    if all(row.number != center for row in appointments.centers(tx)):
        raise NotFound


def remind_of_appointment(command: RemindOfAppointment, tx: Transaction) -> None:
    """Write the reminder, unless the appointment was cancelled meanwhile."""
    row = appointments.find(tx, command.appointment_id)
    if row is not None and row.cancelled_at is None and row.person_id is not None:
        appointment_notices.add(tx, row.id, "tomorrow")


def appointment_told(command: AppointmentTold, tx: Transaction) -> None:
    appointment_notices.mark_notified(tx, command.notice_id, command.by)


ROUTES = (
    Route(SetCenterHours, set_center_hours, sender=Sender.PERSON),
    Route(SetCenterDay, set_center_day, sender=Sender.PERSON),
    Route(RemindOfAppointment, remind_of_appointment, sender=Sender.SYSTEM),
    Route(AppointmentTold, appointment_told, sender=Sender.SYSTEM),
)
