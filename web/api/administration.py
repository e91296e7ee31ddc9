"""What an administrator sets for a municipality: what it offers, units, who holds which office, values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from marshmallow import fields, validate

from engine.commands import (
    AddUnit,
    EndOffice,
    EndUnit,
    GiveOffice,
    OfficeEnded,
    RenameUnit,
    SetLetterhead,
    SetParameter,
    SetSwitch,
)
from engine.queries import law, offices, rollout, switches
from engine.queries.law import Parameter
from engine.queries.offices import OF_A_MUNICIPALITY, Office, Unit
from engine.queries.rollout import LetterheadEntry
from engine.queries.switches import ModuleSwitch, SwitchEntry
from engine.roles import Right
from web.api.callers import Who
from web.api.operations import operation
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Strict, code_field, day, seen_number, text, words
from web.auth import current_actor
from web.engine_access import engine

TAG = "administration"
PATH = "/administration/municipalities/<name:code>"
SEES: dict[str, Any] = {"tag": TAG, "scope": "administration:read", "right": Right.ADMINISTER}
SETS: dict[str, Any] = {"tag": TAG, "scope": "administration:act", "right": Right.ADMINISTER}
NUMBER = validate.Regexp(r"^[0-9]{9,11}$")


@dataclass(frozen=True)
class Switches:
    """Each module and service with what was entered, the last first."""

    modules: tuple[ModuleSwitch, ...]
    entries: tuple[SwitchEntry, ...]


@dataclass(frozen=True)
class Units:
    """The units of all times."""

    items: tuple[Unit, ...]


@dataclass(frozen=True)
class Staff:
    """Who holds which office, today or later."""

    items: tuple[Office, ...]


@dataclass(frozen=True)
class Parameters:
    """What the council may set, with the country's values beside it."""

    items: tuple[Parameter, ...]


@dataclass(frozen=True)
class Letterheads:
    """What papers carry, the last entered first."""

    items: tuple[LetterheadEntry, ...]


class AskedStaff(Strict):
    """Also what is over, or not."""

    past = fields.Boolean(load_default=False)


class Switched(Strict):
    """A module or service, on or off, from a day to the last one, if there is one, by an act.

    `seen` is the last entry of all that the caller knew, 0 for none.
    """

    seen = seen_number()
    code = code_field()
    is_on = fields.Boolean(required=True, truthy={True}, falsy={False})
    act = text(500)
    first_on = day()
    last_on = day(required=False, allow_none=True, load_default=None)


class NewUnit(Strict):
    """A unit, by an act."""

    names = words()
    act = text(500)
    first_on = day()


class Renamed(Strict):
    """What a unit is called from now on; `seen` is the version that the caller knew."""

    seen = seen_number()
    names = words()
    act = text(500)


class Ended(Strict):
    """The last day, by an act."""

    act = text(500)
    last_on = day()


class Given(Strict):
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


class SeenEnd(Ended):
    """`seen_last_on` is the last day of the office where the caller read it, null for none."""

    seen_last_on = day(allow_none=True)


class EndedOffice(SeenEnd):
    """Which office ends."""

    personal_number = fields.String(required=True, validate=NUMBER)
    role = fields.String(required=True, validate=validate.OneOf(OF_A_MUNICIPALITY))
    unit = code_field(required=False, allow_none=True, load_default=None)


class NewValue(Strict):
    """A value as the parameter's kind has it: a number, tetri, yes or no, number and unit of a term.

    `seen` is the last entry of the parameter there that the caller knew, 0 for none.
    """

    seen = seen_number()
    value = fields.Raw(required=True, allow_none=True)
    act = text(500)
    first_on = day()
    last_on = day(required=False, allow_none=True, load_default=None)


class NewLetterhead(Strict):
    """What papers carry from a day on; `seen` is the last entry that the caller knew, 0 for none."""

    official_name = words()
    address = words()
    phone = text(60)
    email = text(254)
    act = text(500)
    first_on = day()
    seen = seen_number()


@operation("GET", f"{PATH}/switches", Who.OFFICE, gives=shape(Switches), **SEES)
def get_switches(code: str) -> Switches:
    with engine().read(current_actor()) as tx:
        page = switches.page(tx, code)
    return Switches(page.modules, page.entries)


@operation("POST", f"{PATH}/switches", Who.OFFICE, takes=Switched, **SETS)
def set_switch(body: dict[str, Any], code: str) -> None:
    period = {"valid_from": body["first_on"], "valid_until": first_after(body)}
    send(SetSwitch(code, body["code"], body["is_on"], body["act"], **period, seen=body["seen"]))


@operation("GET", f"{PATH}/units", Who.OFFICE, gives=shape(Units), **SEES)
def list_units(code: str) -> Units:
    with engine().read(current_actor()) as tx:
        return Units(offices.units_of(tx, code)[1])


@operation("POST", f"{PATH}/units", Who.OFFICE, takes=NewUnit, **SETS)
def add_unit(body: dict[str, Any], code: str) -> None:
    send(AddUnit(code, body["names"], body["act"], body["first_on"]))


@operation("POST", f"{PATH}/units/<name:unit>/name", Who.OFFICE, takes=Renamed, **SETS)
def rename_unit(body: dict[str, Any], code: str, unit: str) -> None:
    send(RenameUnit(code, unit, body["names"], body["act"], body["seen"]))


@operation("POST", f"{PATH}/units/<name:unit>/end", Who.OFFICE, takes=Ended, **SETS)
def end_unit(body: dict[str, Any], code: str, unit: str) -> None:
    send(EndUnit(code, unit, body["act"], body["last_on"] + timedelta(days=1)))


@operation("GET", f"{PATH}/staff", Who.OFFICE, asks=AskedStaff, gives=shape(Staff), **SEES)
def list_staff(asked: dict[str, bool], code: str) -> Staff:
    with engine().read(current_actor()) as tx:
        return Staff(offices.staff(tx, code, with_past=asked["past"]).offices)


@operation("POST", f"{PATH}/staff", Who.OFFICE, takes=Given, **SETS)
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


@operation("POST", f"{PATH}/staff/end", Who.OFFICE, takes=EndedOffice, gives=shape(OfficeEnded), **SETS)
def end_office(body: dict[str, Any], code: str) -> OfficeEnded:
    until = body["last_on"] + timedelta(days=1)
    held = {"unit": body["unit"], "seen_until": seen_until(body)}
    command = EndOffice(body["personal_number"], body["role"], code, body["act"], until, **held)
    ended: OfficeEnded = send(command)
    return ended


@operation("GET", f"{PATH}/parameters", Who.OFFICE, gives=shape(Parameters), **SEES)
def list_parameters(code: str) -> Parameters:
    with engine().read(current_actor()) as tx:
        return Parameters(law.of_municipality(tx, code)[1])


@operation("POST", f"{PATH}/parameters/<name:name>", Who.OFFICE, takes=NewValue, **SETS)
def set_parameter(body: dict[str, Any], code: str, name: str) -> None:
    send(new_value(name, code, body))


@operation("GET", f"{PATH}/letterhead", Who.OFFICE, gives=shape(Letterheads), **SEES)
def list_letterheads(code: str) -> Letterheads:
    with engine().read(current_actor()) as tx:
        return Letterheads(rollout.letterheads(tx, code)[1])


@operation("POST", f"{PATH}/letterhead", Who.OFFICE, takes=NewLetterhead, **SETS)
def set_letterhead(body: dict[str, Any], code: str) -> None:
    named = {name: body[name] for name in ("official_name", "address", "phone", "email", "act", "seen")}
    send(SetLetterhead(code, valid_from=body["first_on"], **named))


def new_value(name: str, code: str | None, body: dict[str, Any]) -> SetParameter:
    """Return the command that enters a value, of the municipality or of the country."""
    period = {"valid_from": body["first_on"], "valid_until": first_after(body)}
    return SetParameter(name, code, body["value"], body["act"], **period, seen=body["seen"])


def seen_until(body: dict[str, Any]) -> date | None:
    """Return the end that the caller read; people name the last day."""
    return None if body["seen_last_on"] is None else body["seen_last_on"] + timedelta(days=1)


def first_after(body: dict[str, Any]) -> Any:
    """Return the first day that does not belong to a period any more; people name its last one."""
    return None if body["last_on"] is None else body["last_on"] + timedelta(days=1)
