"""Appointments at community centres: free times, made, called off, expected at the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Any
from uuid import UUID

from marshmallow import fields

from engine.centers.commands.appointments import CancelAppointment, MakeAppointment, RecordArrival
from engine.centers.queries import appointments as queries
from engine.centers.queries import center_hours
from engine.centers.queries.appointments import Expected, OwnAppointment
from engine.clock import local_date
from engine.errors import NotFound
from web.api.callers import Who
from web.api.centers import ACTS, AT, CENTER, DESK, READS, OnDay, known_center
from web.api.operations import operation
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Strict, day, text
from web.auth import current_actor
from web.engine_access import engine

APPOINTMENT = "/appointments/<uuid:appointment_id>"


@dataclass(frozen=True)
class FreeTimes:
    """The times of a day at which one can come; `closed_because` where the centre says why it is closed."""

    items: tuple[time, ...]
    closed_because: str


@dataclass(frozen=True)
class OwnAppointments:
    """List of the person's appointments: when they are expected at which centre."""

    items: tuple[OwnAppointment, ...]


@dataclass(frozen=True)
class ExpectedOnDay:
    """Whom the operator's centre expects on a day."""

    items: tuple[Expected, ...]


class NewAppointment(Strict):
    """A day and a time at a centre, and what for."""

    on_day = day()
    at = fields.String(required=True, validate=AT)
    what = text(200)


class NewAppointmentOfCaller(NewAppointment):
    """For somebody who has called or come by."""

    name = text(200)
    phone = text(60, required=False, load_default="")


@operation(
    "GET",
    f"{CENTER}/times",
    Who.EITHER,
    does=("დღის თავისუფალი დრო", "List the free times of a day"),
    pages=("center.book",),
    asks=OnDay,
    gives=shape(FreeTimes),
    **READS,
)
def list_free_times(asked: dict[str, Any], number: int) -> FreeTimes:
    with engine().read(current_actor()) as tx:
        if number not in {center.number for center in queries.centers(tx)}:
            raise NotFound
        on = asked["on"] or local_date(tx.now)
        return FreeTimes(queries.free(tx, number, on), center_hours.closed_because(tx, number, on))


@operation(
    "GET",
    "/appointments",
    Who.PERSON,
    does=("პირის ჩაწერები ცენტრში", "List the person's appointments"),
    pages=("center.book",),
    gives=shape(OwnAppointments),
    **READS,
)
def list_appointments() -> OwnAppointments:
    with engine().read(current_actor()) as tx:
        return OwnAppointments(queries.own(tx))


@operation(
    "POST",
    f"{CENTER}/appointments",
    Who.PERSON,
    does=("ცენტრში ჩაწერა", "Keep a time at a centre"),
    pages=("center.keep_time",),
    takes=NewAppointment,
    **ACTS,
)
def make_appointment(body: dict[str, Any], number: int) -> None:
    send(MakeAppointment(known_center(number), body["on_day"], body["at"], body["what"]))


@operation(
    "POST",
    f"{APPOINTMENT}/cancellation",
    Who.EITHER,
    does=("ჩაწერის გაუქმება", "Give a time back"),
    pages=(
        "center.expected",
        "center.give_back",
    ),
    **ACTS,
)
def cancel_appointment(appointment_id: UUID) -> None:
    send(CancelAppointment(appointment_id))


@operation(
    "GET",
    "/desk/appointments",
    Who.OFFICE,
    does=("ვის ელის ცენტრი", "List whom the centre expects"),
    pages=("center.appointments",),
    asks=OnDay,
    gives=shape(ExpectedOnDay),
    **DESK,
    **READS,
)
def list_expected(asked: dict[str, Any]) -> ExpectedOnDay:
    with engine().read(current_actor()) as tx:
        return ExpectedOnDay(queries.of_day(tx, asked["on"] or local_date(tx.now)))


@operation(
    "POST",
    "/desk/appointments",
    Who.OFFICE,
    does=("დამრეკავის ჩაწერა", "Keep a time for a caller"),
    pages=("center.expect",),
    takes=NewAppointmentOfCaller,
    **DESK,
    **ACTS,
)
def expect_caller(body: dict[str, Any]) -> None:
    send(MakeAppointment(current_actor().center or 0, is_for_caller=True, **body))


@operation(
    "POST",
    f"{APPOINTMENT}/arrival",
    Who.OFFICE,
    does=("მოსვლის აღნიშვნა", "Note that somebody has come"),
    pages=("center.expected",),
    **DESK,
    **ACTS,
)
def record_arrival(appointment_id: UUID) -> None:
    send(RecordArrival(appointment_id))
