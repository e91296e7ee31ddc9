"""API of the staff of community centres, for the national administrator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from marshmallow import fields, validate

from engine.centers.queries import center_staff as queries
from engine.centers.queries.center_staff import StaffedCenter
from engine.commands.offices import EndOffice, GiveOffice, OfficeEnded
from engine.queries.offices import Office
from engine.roles import CENTER_HEAD, OPERATOR
from web.api.administration import NUMBER, first_after, seen_until
from web.api.callers import Who
from web.api.offices import SeenOfficeEnd
from web.api.operations import operation
from web.api.rollout import SEES, SETS
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Strict, day, text, words
from web.auth import current_actor
from web.engine_access import engine

CENTERS = "/administration/centers"
STAFF = f"{CENTERS}/<int:center>/staff"


@dataclass(frozen=True)
class StaffedCenters:
    """The centres that belong to a municipality."""

    items: tuple[StaffedCenter, ...]


@dataclass(frozen=True)
class StaffOfCenter:
    """List of the offices at a centre and their holders, since ever."""

    items: tuple[Office, ...]


class NewCenterOffice(Strict):
    """An office of a centre, with the names of the person."""

    personal_number = fields.String(required=True, validate=NUMBER)
    role = fields.String(required=True, validate=validate.OneOf((OPERATOR, CENTER_HEAD)))
    act = text(500)
    first_on = day()
    last_on = day(required=False, allow_none=True, load_default=None)
    given_name = words()
    family_name = words()


class CenterOfficeEnd(SeenOfficeEnd):
    """End of an office at a centre: whose, and in which role."""

    personal_number = fields.String(required=True, validate=NUMBER)
    role = fields.String(required=True, validate=validate.OneOf((OPERATOR, CENTER_HEAD)))


def _code(center: int) -> str:
    with engine().read(current_actor()) as tx:
        return queries.staff(tx, center).center.code


@operation(
    "GET",
    CENTERS,
    Who.OFFICE,
    does=(
        "საზოგადოებრივი ცენტრები და თანამშრომელთა რაოდენობა",
        "List community centres with how many work there",
    ),
    pages=("admin.centers",),
    gives=shape(StaffedCenters),
    **SEES,
)
def list_staffed_centers() -> StaffedCenters:
    with engine().read(current_actor()) as tx:
        return StaffedCenters(queries.centers(tx))


@operation(
    "GET",
    STAFF,
    Who.OFFICE,
    does=("ვინ მუშაობს საზოგადოებრივ ცენტრში", "List who works for a community centre"),
    pages=("admin.center_staff",),
    gives=shape(StaffOfCenter),
    **SEES,
)
def list_center_staff(center: int) -> StaffOfCenter:
    with engine().read(current_actor()) as tx:
        return StaffOfCenter(queries.staff(tx, center, with_past=True).offices)


@operation(
    "POST",
    STAFF,
    Who.OFFICE,
    does=("თანამდებობის მიცემა საზოგადოებრივ ცენტრში", "Give an office at a community centre"),
    pages=("admin.give_center_office",),
    takes=NewCenterOffice,
    **SETS,
)
def give_center_office(body: dict[str, Any], center: int) -> None:
    send(
        GiveOffice(
            body["personal_number"],
            body["role"],
            _code(center),
            body["act"],
            body["first_on"],
            first_after(body),
            center=center,
            given_name=body["given_name"],
            family_name=body["family_name"],
        )
    )


@operation(
    "POST",
    f"{STAFF}/end",
    Who.OFFICE,
    does=("თანამდებობის დასრულება საზოგადოებრივ ცენტრში", "End an office at a community centre"),
    pages=("admin.end_center_office",),
    takes=CenterOfficeEnd,
    gives=shape(OfficeEnded),
    **SETS,
)
def end_center_office(body: dict[str, Any], center: int) -> OfficeEnded:
    until = body["last_on"] + timedelta(days=1)
    command = EndOffice(
        body["personal_number"],
        body["role"],
        _code(center),
        body["act"],
        until,
        center=center,
        seen_until=seen_until(body),
    )
    ended: OfficeEnded = send(command)
    return ended
