"""Community centres: appointments, the queue, hours. Presence at the desk is proven on pages alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from engine.centers.commands.queue import (
    CallNext,
    EndTicket,
    SetCenterDay,
    SetCenterHours,
    TakeTicket,
    TicketTaken,
)
from engine.centers.queries import appointments as queries
from engine.centers.queries import center_hours, presences, queue
from engine.centers.queries.appointments import Center
from engine.centers.queries.center_hours import HoursPage
from engine.centers.queries.presences import FiledHere, WaitingLetter
from engine.centers.queries.queue import Ticket
from engine.errors import NotFound
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
class Tickets:
    """The queue of today."""

    items: tuple[Ticket, ...]


@dataclass(frozen=True)
class CenterDay:
    """Day of the operator's centre: applications filed there, and letters that wait to be handed over."""

    filed: tuple[FiledHere, ...]
    letters: tuple[WaitingLetter, ...]


class OnDay(Strict):
    """On which day; today without one."""

    on = day(required=False, load_default=None)


class TicketEnd(Strict):
    """End of a ticket in the queue: whether the person who was called came and was served."""

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


@operation(
    "GET",
    "/centers",
    Who.ANYBODY,
    does=("საზოგადოებრივი ცენტრები", "List the community centres"),
    pages=(
        "center.book",
        "center.centers_with_hours",
    ),
    tag=TAG,
    gives=shape(Centers),
)
def list_centers() -> Centers:
    with engine().read(current_actor()) as tx:
        return Centers(queries.centers(tx))


@operation(
    "GET",
    "/desk/day",
    Who.OFFICE,
    does=("რა შეიტანეს ცენტრში ამ დღეს", "See what was filed at the centre on a day"),
    pages=("center.day",),
    asks=OnDay,
    gives=shape(CenterDay),
    **DESK,
    **READS,
)
def get_center_day(asked: dict[str, Any]) -> CenterDay:
    with engine().read(current_actor()) as tx:
        return CenterDay(presences.day(tx, asked["on"]), presences.to_hand_over(tx))


@operation(
    "GET",
    "/desk/queue",
    Who.OFFICE,
    does=("დღევანდელი რიგი", "See the queue of today"),
    pages=("center.queue",),
    gives=shape(Tickets),
    **DESK,
    **READS,
)
def list_tickets() -> Tickets:
    with engine().read(current_actor()) as tx:
        return Tickets(queue.of_today(tx))


@operation(
    "POST",
    "/desk/queue",
    Who.OFFICE,
    does=("ნომრის გაცემა", "Give out a number"),
    pages=("center.take_ticket",),
    gives=shape(TicketTaken),
    status=201,
    **DESK,
    **ACTS,
)
def take_ticket() -> TicketTaken:
    taken: TicketTaken = send(TakeTicket())
    return taken


@operation(
    "POST",
    "/desk/queue/next",
    Who.OFFICE,
    does=("შემდეგის გამოძახება", "Call the next"),
    pages=("center.call_next",),
    **DESK,
    **ACTS,
)
def call_next() -> None:
    send(CallNext())


@operation(
    "GET",
    "/desk/queue/<uuid:ticket_id>",
    Who.OFFICE,
    does=("რიგის ნომერი", "Get a number of the queue"),
    pages=("center.ticket",),
    gives=shape(Ticket),
    **DESK,
    **READS,
)
def get_ticket(ticket_id: UUID) -> Ticket:
    with engine().read(current_actor()) as tx:
        return queue.ticket(tx, ticket_id)


@operation(
    "POST",
    "/desk/queue/<uuid:ticket_id>",
    Who.OFFICE,
    does=("გამოძახებულს მოემსახურნენ თუ არა", "Say whether who was called was served"),
    pages=("center.end_ticket",),
    takes=TicketEnd,
    **DESK,
    **ACTS,
)
def end_ticket(body: dict[str, bool], ticket_id: UUID) -> None:
    send(EndTicket(ticket_id, body["is_served"]))


@operation(
    "GET",
    f"{CENTER}/hours",
    Who.OFFICE,
    does=("ცენტრის საათები", "See the hours of a centre"),
    pages=("center.hours",),
    gives=shape(HoursPage),
    **READS,
)
def get_hours(number: int) -> HoursPage:
    with engine().read(current_actor()) as tx:
        return center_hours.page(tx, known_center(number))


@operation(
    "POST",
    f"{CENTER}/hours",
    Who.OFFICE,
    does=("ცენტრის საათების დადგენა", "Set the hours of a centre"),
    pages=("center.set_hours",),
    takes=NewHours,
    **ACTS,
)
def set_hours(body: dict[str, Any], number: int) -> None:
    days = {weekday: (of["opens"], of["closes"]) for weekday, of in body.pop("days").items()}
    send(SetCenterHours(known_center(number), days=days, **body))


@operation(
    "POST",
    f"{CENTER}/days",
    Who.OFFICE,
    does=("დღის დახურვა ან გახსნა", "Close or open a day"),
    pages=("center.set_day",),
    takes=NewDay,
    **ACTS,
)
def set_center_day(body: dict[str, Any], number: int) -> None:
    send(SetCenterDay(known_center(number), **body))


def known_center(number: int) -> int:
    """Return the number of a centre. One that the database can't hold is none; the key is asked for first."""
    if number > MOST_NUMBER:
        raise NotFound
    return number
