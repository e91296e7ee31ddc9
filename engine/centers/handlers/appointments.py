"""Keeping times at community centres, and giving them back."""

from __future__ import annotations

from datetime import date, time
from typing import Any
from uuid import UUID, uuid4

from engine.centers.commands.appointments import CancelAppointment, MakeAppointment, RecordArrival
from engine.centers.rules.appointments import AHEAD, KEPT, hours_of, is_offered
from engine.centers.store import appointments, center_hours
from engine.clock import local_date
from engine.db.pool import Transaction, without_nul
from engine.errors import NotAllowed, NotFound, Rejected
from engine.roles import Right
from engine.routes import Route, Sender
from engine.stores import reference
from engine.tenancy import system

LONGEST = 200


class AppointmentInvalid(Rejected):
    """An appointment can't be made like this."""

    code = "appointment.invalid"


class TimeTaken(Rejected):
    """Somebody has the time already, or the person has another on that day."""

    code = "appointment.taken"


def make_appointment(command: MakeAppointment, tx: Transaction) -> None:
    """Keep the time. Raises `AppointmentInvalid`, `TimeTaken`."""
    actor, is_for_caller, name = tx.actor, command.is_for_caller, _text(command.name)
    if is_for_caller and not _works_at(tx, command.center):
        raise NotAllowed
    if is_for_caller and not name:
        raise AppointmentInvalid("appointment.name_missing")
    center = next((row for row in appointments.centers(tx) if row.number == command.center), None)
    if center is None:
        raise AppointmentInvalid("appointment.center_missing")
    at = _time(command.at)
    places = _places(tx, center, command.on_day, at)
    if at is None or not places:
        raise AppointmentInvalid("appointment.time_missing", days=AHEAD.days)
    what = _text(command.what)
    if not what:
        raise AppointmentInvalid("appointment.what_missing")
    appointment_id = uuid4()
    tx.switch_principal(system())
    appointments.forget(tx, before=local_date(tx.now) - KEPT)
    is_kept = appointments.add(
        tx,
        places=places,
        id=appointment_id,
        center=command.center,
        on_day=command.on_day,
        at_time=at,
        person_id=None if is_for_caller else actor.person_id,
        name=name if is_for_caller else "",
        phone=_text(command.phone) if is_for_caller else "",
        what=what,
        made_by=actor.person_id,
    )
    tx.switch_principal(actor)
    if not is_kept:
        raise TimeTaken
    _log(tx, command.center, "made", appointment_id)


def _places(tx: Transaction, center: Any, day: date, at: time | None) -> int:
    """Return how many people can come at the time; none where it is not offered."""
    hours = hours_of(center_hours.on(tx, center.number, day))
    if hours is None or at is None:
        return 0
    is_closed = center_hours.is_closed(tx, center.number, day)
    calendar = reference.calendar(tx, center.municipality_id or 0)
    is_free = is_offered(hours, day, at, now=tx.now, calendar=calendar, is_closed=is_closed)
    return hours.places if is_free else 0


def cancel_appointment(command: CancelAppointment, tx: Transaction) -> None:
    """Give the time back. Raises `NotFound` for one of somebody else, or of another centre."""
    actor = tx.actor
    row = _found(tx, command.appointment_id)
    if row.person_id != actor.person_id and not _works_at(tx, row.center):
        raise NotFound
    tx.switch_principal(system())
    is_cancelled = appointments.cancel(tx, row.id)
    tx.switch_principal(actor)
    if is_cancelled:
        _log(tx, row.center, "cancelled", row.id)


def record_arrival(command: RecordArrival, tx: Transaction) -> None:
    """Note that they came, for those who work there. Raises `NotFound` for one of another centre."""
    actor = tx.actor
    row = _found(tx, command.appointment_id)
    if not _works_at(tx, row.center):
        raise NotFound
    tx.switch_principal(system())
    has_come = appointments.came(tx, row.id)
    tx.switch_principal(actor)
    if has_come:
        _log(tx, row.center, "came", row.id)


def _found(tx: Transaction, appointment_id: UUID) -> Any:
    asker = tx.actor
    tx.switch_principal(system())
    row = appointments.find(tx, appointment_id)
    tx.switch_principal(asker)
    if row is None:
        raise NotFound
    return row


def _works_at(tx: Transaction, center: int) -> bool:
    return tx.actor.center == center and tx.actor.may_somewhere(Right.ASSIST)


def _time(sent: str) -> time | None:
    try:
        return time.fromisoformat(sent)
    except ValueError:
        return None


def _text(sent: str) -> str:
    text: str = " ".join(without_nul(sent).split())
    if len(text) > LONGEST:
        raise AppointmentInvalid("appointment.too_long", longest=LONGEST)
    return text


def _log(tx: Transaction, center: int, event: str, appointment_id: UUID) -> None:
    tx.log(f"center/{center}", f"appointment.{event}", appointment=str(appointment_id))


ROUTES = (
    Route(MakeAppointment, make_appointment, sender=Sender.PERSON),
    Route(CancelAppointment, cancel_appointment, sender=Sender.PERSON),
    Route(RecordArrival, record_arrival, sender=Sender.PERSON),
)
