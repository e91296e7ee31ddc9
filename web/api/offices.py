"""The units of a municipality, and who holds which office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from marshmallow import fields, validate

from engine.commands.offices import EndOffice, GiveOffice, OfficeEnded
from engine.commands.units import AddUnit, EndUnit, RenameUnit
from engine.queries import offices
from engine.queries.offices import Office, Unit
from engine.roles import OF_A_MUNICIPALITY
from web.api.administration import NUMBER, PATH, SEES, SETS, first_after, seen_until
from web.api.callers import Who
from web.api.operations import operation
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Strict, code_field, day, seen_number, text, words
from web.auth import current_actor
from web.engine_access import engine


@dataclass(frozen=True)
class Units:
    """The units of all times."""

    items: tuple[Unit, ...]


@dataclass(frozen=True)
class Staff:
    """List of offices and their holders, today or later."""

    items: tuple[Office, ...]


class StaffFilter(Strict):
    """Also what is over, or not."""

    past = fields.Boolean(load_default=False)


class NewUnit(Strict):
    """A unit, by an act."""

    names = words()
    act = text(500)
    first_on = day()


class UnitName(Strict):
    """Name of a unit from now on; `seen` is the version that the caller knew."""

    seen = seen_number()
    names = words()
    act = text(500)


class UnitEnd(Strict):
    """The last day, by an act."""

    act = text(500)
    last_on = day()


class NewOffice(Strict):
    """An office; names where the person is not known yet."""

    personal_number = fields.String(required=True, validate=NUMBER)
    role = fields.String(required=True, validate=validate.OneOf(OF_A_MUNICIPALITY))
    act = text(500)
    first_on = day()
    last_on = day(required=False, allow_none=True, load_default=None)
    unit = code_field(required=False, allow_none=True, load_default=None)
    is_acting = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    given_name = words(required=False)
    family_name = words(required=False)


class SeenOfficeEnd(UnitEnd):
    """`seen_last_on` is the last day of the office where the caller read it, null for none."""

    seen_last_on = day(allow_none=True)


class OfficeEnd(SeenOfficeEnd):
    """End of an office: whose, in which role, in which unit."""

    personal_number = fields.String(required=True, validate=NUMBER)
    role = fields.String(required=True, validate=validate.OneOf(OF_A_MUNICIPALITY))
    unit = code_field(required=False, allow_none=True, load_default=None)


@operation(
    "GET",
    f"{PATH}/units",
    Who.OFFICE,
    does=("სტრუქტურული ერთეულები", "List units"),
    pages=("admin.units",),
    gives=shape(Units),
    **SEES,
)
def list_units(code: str) -> Units:
    with engine().read(current_actor()) as tx:
        return Units(offices.units_of(tx, code)[1])


@operation(
    "POST",
    f"{PATH}/units",
    Who.OFFICE,
    does=("ერთეულის შექმნა", "Set a unit up"),
    pages=("admin.add_unit",),
    takes=NewUnit,
    **SETS,
)
def add_unit(body: dict[str, Any], code: str) -> None:
    send(AddUnit(code, body["names"], body["act"], body["first_on"]))


@operation(
    "POST",
    f"{PATH}/units/<name:unit>/name",
    Who.OFFICE,
    does=("ერთეულის გადარქმევა", "Rename a unit"),
    pages=("admin.change_unit",),
    takes=UnitName,
    **SETS,
)
def rename_unit(body: dict[str, Any], code: str, unit: str) -> None:
    send(RenameUnit(code, unit, body["names"], body["act"], body["seen"]))


@operation(
    "POST",
    f"{PATH}/units/<name:unit>/end",
    Who.OFFICE,
    does=("ერთეულის გაუქმება", "Dissolve a unit"),
    pages=("admin.change_unit",),
    takes=UnitEnd,
    **SETS,
)
def end_unit(body: dict[str, Any], code: str, unit: str) -> None:
    send(EndUnit(code, unit, body["act"], body["last_on"] + timedelta(days=1)))


@operation(
    "GET",
    f"{PATH}/staff",
    Who.OFFICE,
    does=("ვის რა თანამდებობა უკავია", "List who holds which office"),
    pages=("admin.staff", "admin.staff_file"),
    asks=StaffFilter,
    gives=shape(Staff),
    **SEES,
)
def list_staff(asked: dict[str, bool], code: str) -> Staff:
    with engine().read(current_actor()) as tx:
        return Staff(offices.staff(tx, code, with_past=asked["past"]).offices)


@operation(
    "POST",
    f"{PATH}/staff",
    Who.OFFICE,
    does=("თანამდებობის მიცემა", "Give an office"),
    pages=("admin.give_office",),
    takes=NewOffice,
    **SETS,
)
def give_office(body: dict[str, Any], code: str) -> None:
    send(
        GiveOffice(
            body["personal_number"],
            body["role"],
            code,
            body["act"],
            body["first_on"],
            first_after(body),
            unit=body["unit"],
            is_acting=body["is_acting"],
            given_name=body.get("given_name"),
            family_name=body.get("family_name"),
        )
    )


@operation(
    "POST",
    f"{PATH}/staff/end",
    Who.OFFICE,
    does=("თანამდებობის დასრულება", "End an office"),
    pages=("admin.end_office",),
    takes=OfficeEnd,
    gives=shape(OfficeEnded),
    **SETS,
)
def end_office(body: dict[str, Any], code: str) -> OfficeEnded:
    until = body["last_on"] + timedelta(days=1)
    held = {"unit": body["unit"], "seen_until": seen_until(body)}
    command = EndOffice(body["personal_number"], body["role"], code, body["act"], until, **held)
    ended: OfficeEnded = send(command)
    return ended
