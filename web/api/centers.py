"""Community centres: appointments, the queue, hours. Presence at the desk is proven on pages alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from engine.clock import local_date
from engine.commands import (
    CallNext,
    CancelAppointment,
    EndTicket,
    MakeAppointment,
    RecordArrival,
    SetCenterDay,
    SetCenterHours,
    TakeTicket,
    TicketTaken,
)
from engine.errors import NotFound
from engine.queries import appointments as queries
from engine.queries import center_hours, presences, queue
from engine.queries.appointments import Center, Expected, OwnAppointment
from engine.queries.center_hours import HoursPage
from engine.queries.presences import FiledHere, WaitingLetter
from engine.queries.queue import Ticket
from engine.roles import Right
from web.api.callers import Who
from web.api.operations import operation
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Strict, day, text
from web.auth import current_actor
from web.engine_access import engine

TAG = "centers"
CENTER = "/centers/<int:number>"
APPOINTMENT = "/appointments/<uuid:appointment_id>"
READS: dict[str, Any] = {"tag": TAG, "scope": "centers:read"}
ACTS: dict[str, Any] = {"tag": TAG, "scope": "centers:act"}
DESK: dict[str, Any] = {"right": Right.ASSIST}
AT = validate.Regexp(r"^([01]\d|2[0-3]):[0-5]\d$")
MOST_NUMBER = 32_767


@dataclass(frozen=True)
class Centers:
    """The community centres."""

    items: tuple[Center, ...]


@dataclass(frozen=True)
class FreeTimes:
    """The times of a day at which one can come; `closed_because` where the centre says why it is closed."""

    items: tuple[time, ...]
    closed_because: str


@dataclass(frozen=True)
class OwnAppointments:
    """When the person is expected."""

    items: tuple[OwnAppointment, ...]


@dataclass(frozen=True)
class ExpectedOnDay:
    """Whom the operator's centre expects on a day."""

    items: tuple[Expected, ...]


@dataclass(frozen=True)
class Tickets:
    """The queue of today."""

    items: tuple[Ticket, ...]


@dataclass(frozen=True)
class CenterDay:
    """What was filed at the operator's centre on a day, and the letters that wait to be handed over."""

    filed: tuple[FiledHere, ...]
    letters: tuple[WaitingLetter, ...]


class OnDay(Strict):
    """On which day; today without one."""

    on = day(required=False, load_default=None)


class Kept(Strict):
    """A day and a time at a centre, and what for."""

    on_day = day()
    at = fields.String(required=True, validate=AT)
    what = text(200)


class KeptForCaller(Kept):
    """For somebody who has called or come by."""

    name = text(200)
    phone = text(60, required=False, load_default="")


class EndedTicket(Strict):
    """Whether whoever was called came and was served."""

    is_served = fields.Boolean(required=True, truthy={True}, falsy={False})


class Opening(Strict):
    """From when until when on a weekday."""

    opens = fields.String(required=True, validate=AT)
    closes = fields.String(required=True, validate=AT)


class NewHours(Strict):
    """The hours from a day on; weekdays are 1 (Monday) to 7, one that is not named is closed."""

    valid_from = day()
    days = fields.Dict(
        keys=fields.String(validate=validate.Regexp("^[1-7]$")), values=fields.Nested(Opening), required=True
    )
    minutes = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=1440))
    places = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=1000))


class NewDay(Strict):
    """A day on which the centre is closed, or open after all."""

    on_day = day()
    is_closed = fields.Boolean(required=True, truthy={True}, falsy={False})
    why = text(200, required=False, load_default="")


@operation("GET", "/centers", Who.ANYBODY, tag=TAG, gives=shape(Centers))
def list_centers() -> Centers:
    with engine().read(current_actor()) as tx:
        return Centers(queries.centers(tx))


@operation("GET", f"{CENTER}/times", Who.EITHER, asks=OnDay, gives=shape(FreeTimes), **READS)
def list_free_times(asked: dict[str, Any], number: int) -> FreeTimes:
    with engine().read(current_actor()) as tx:
        if number not in {center.number for center in queries.centers(tx)}:
            raise NotFound
        on = asked["on"] or local_date(tx.now)
        return FreeTimes(queries.free(tx, number, on), center_hours.closed_because(tx, number, on))


@operation("GET", "/appointments", Who.PERSON, gives=shape(OwnAppointments), **READS)
def list_appointments() -> OwnAppointments:
    with engine().read(current_actor()) as tx:
        return OwnAppointments(queries.own(tx))


@operation("POST", f"{CENTER}/appointments", Who.PERSON, takes=Kept, **ACTS)
def make_appointment(body: dict[str, Any], number: int) -> None:
    send(MakeAppointment(_known(number), body["on_day"], body["at"], body["what"]))


@operation("POST", f"{APPOINTMENT}/cancellation", Who.EITHER, **ACTS)
def cancel_appointment(appointment_id: UUID) -> None:
    send(CancelAppointment(appointment_id))


@operation("GET", "/desk/day", Who.OFFICE, asks=OnDay, gives=shape(CenterDay), **DESK, **READS)
def get_center_day(asked: dict[str, Any]) -> CenterDay:
    with engine().read(current_actor()) as tx:
        return CenterDay(presences.day(tx, asked["on"]), presences.to_hand_over(tx))


@operation("GET", "/desk/appointments", Who.OFFICE, asks=OnDay, gives=shape(ExpectedOnDay), **DESK, **READS)
def list_expected(asked: dict[str, Any]) -> ExpectedOnDay:
    with engine().read(current_actor()) as tx:
        return ExpectedOnDay(queries.of_day(tx, asked["on"] or local_date(tx.now)))


@operation("POST", "/desk/appointments", Who.OFFICE, takes=KeptForCaller, **DESK, **ACTS)
def expect_caller(body: dict[str, Any]) -> None:
    send(MakeAppointment(current_actor().center or 0, is_for_caller=True, **body))


@operation("POST", f"{APPOINTMENT}/arrival", Who.OFFICE, **DESK, **ACTS)
def record_arrival(appointment_id: UUID) -> None:
    send(RecordArrival(appointment_id))


@operation("GET", "/desk/queue", Who.OFFICE, gives=shape(Tickets), **DESK, **READS)
def list_tickets() -> Tickets:
    with engine().read(current_actor()) as tx:
        return Tickets(queue.of_today(tx))


@operation("POST", "/desk/queue", Who.OFFICE, gives=shape(TicketTaken), status=201, **DESK, **ACTS)
def take_ticket() -> TicketTaken:
    taken: TicketTaken = send(TakeTicket())
    return taken


@operation("POST", "/desk/queue/next", Who.OFFICE, **DESK, **ACTS)
def call_next() -> None:
    send(CallNext())


@operation("GET", "/desk/queue/<uuid:ticket_id>", Who.OFFICE, gives=shape(Ticket), **DESK, **READS)
def get_ticket(ticket_id: UUID) -> Ticket:
    with engine().read(current_actor()) as tx:
        return queue.ticket(tx, ticket_id)


@operation("POST", "/desk/queue/<uuid:ticket_id>", Who.OFFICE, takes=EndedTicket, **DESK, **ACTS)
def end_ticket(body: dict[str, bool], ticket_id: UUID) -> None:
    send(EndTicket(ticket_id, body["is_served"]))


@operation("GET", f"{CENTER}/hours", Who.OFFICE, gives=shape(HoursPage), **READS)
def get_hours(number: int) -> HoursPage:
    with engine().read(current_actor()) as tx:
        return center_hours.page(tx, _known(number))


@operation("POST", f"{CENTER}/hours", Who.OFFICE, takes=NewHours, **ACTS)
def set_hours(body: dict[str, Any], number: int) -> None:
    days = {one: (of["opens"], of["closes"]) for one, of in body.pop("days").items()}
    send(SetCenterHours(_known(number), days=days, **body))


@operation("POST", f"{CENTER}/days", Who.OFFICE, takes=NewDay, **ACTS)
def set_center_day(body: dict[str, Any], number: int) -> None:
    send(SetCenterDay(_known(number), **body))


def _known(number: int) -> int:
    """Return the number of a centre. One that the database can't hold is none; the key is asked for first."""
    if number > MOST_NUMBER:
        raise NotFound
    return number
