"""API of the whole country's settings beside the law: days off, analysts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from marshmallow import fields

from engine.commands.offices import EndOffice, GiveOffice, OfficeEnded
from engine.commands.reference import DeclareDayOff
from engine.queries import days_off, offices
from engine.queries.days_off import Effect
from engine.queries.offices import Office
from engine.roles import ANALYST
from web.api.administration import NUMBER, first_after, seen_until
from web.api.callers import Who
from web.api.days_off import DaysOff, NewDayOff
from web.api.offices import SeenOfficeEnd
from web.api.operations import operation
from web.api.rollout import SEES, SETS
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Strict, day, text, words
from web.auth import current_actor
from web.engine_access import engine

DAYS = "/administration/days-off"
ANALYSTS = "/administration/analysts"


@dataclass(frozen=True)
class Analysts:
    """List of the analysts, who draw services, since ever."""

    items: tuple[Office, ...]


class PlannedDayOff(Strict):
    """A day that might be declared off."""

    day = day()


class NewAnalyst(Strict):
    """Appointment of an analyst, who draws services: the names, from which day on, by which act."""

    personal_number = fields.String(required=True, validate=NUMBER)
    act = text(500)
    first_on = day()
    last_on = day(required=False, allow_none=True, load_default=None)
    given_name = words()
    family_name = words()


class AnalystEnd(SeenOfficeEnd):
    """End of an analyst's office: the person is to draw services no more."""

    personal_number = fields.String(required=True, validate=NUMBER)


@operation(
    "GET",
    DAYS,
    Who.OFFICE,
    does=("ქვეყნის დასვენების დღეები", "See the days off of the country"),
    pages=("admin.country_days_off",),
    gives=shape(DaysOff),
    **SEES,
)
def list_country_days_off() -> DaysOff:
    with engine().read(current_actor()) as tx:
        return DaysOff(days_off.of_country(tx))


@operation(
    "GET",
    f"{DAYS}/effect",
    Who.OFFICE,
    does=("რამდენ ვადას გადასწევს დასვენების დღე", "See how many deadlines a day off would move"),
    pages=("admin.declare_country_day_off",),
    asks=PlannedDayOff,
    gives=shape(Effect),
    **SEES,
)
def effect_of_day_off(asked: dict[str, Any]) -> Effect:
    with engine().read(current_actor()) as tx:
        return days_off.effect(tx, asked["day"])


@operation(
    "POST",
    DAYS,
    Who.OFFICE,
    does=("ქვეყნის დასვენების დღის გამოცხადება", "Declare a day off of the country"),
    pages=("admin.declare_country_day_off",),
    takes=NewDayOff,
    **SETS,
)
def declare_country_day_off(body: dict[str, Any]) -> None:
    send(DeclareDayOff(body["day"], body["names"], None, body["act"]))


@operation(
    "GET",
    ANALYSTS,
    Who.OFFICE,
    does=("ვინ ხაზავს სერვისებს", "See who draws services"),
    pages=("admin.analysts",),
    gives=shape(Analysts),
    **SEES,
)
def list_analysts() -> Analysts:
    with engine().read(current_actor()) as tx:
        return Analysts(offices.analysts(tx, with_past=True))


@operation(
    "POST",
    ANALYSTS,
    Who.OFFICE,
    does=("სერვისების ანალიტიკოსის დანიშვნა", "Name an analyst of services"),
    pages=("admin.name_analyst",),
    takes=NewAnalyst,
    **SETS,
)
def name_analyst(body: dict[str, Any]) -> None:
    period = {"valid_from": body["first_on"], "valid_until": first_after(body)}
    names = {"given_name": body["given_name"], "family_name": body["family_name"]}
    send(GiveOffice(body["personal_number"], ANALYST, None, body["act"], **period, **names))


@operation(
    "POST",
    f"{ANALYSTS}/end",
    Who.OFFICE,
    does=("ანალიტიკოსის თანამდებობის შეწყვეტა", "End the office of an analyst"),
    pages=("admin.end_analyst",),
    takes=AnalystEnd,
    gives=shape(OfficeEnded),
    **SETS,
)
def end_analyst(body: dict[str, Any]) -> OfficeEnded:
    until = body["last_on"] + timedelta(days=1)
    command = EndOffice(
        body["personal_number"], ANALYST, None, body["act"], until, seen_until=seen_until(body)
    )
    ended: OfficeEnded = send(command)
    return ended
