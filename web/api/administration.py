"""API of a municipality's administrator: what it offers, units, who holds which office, values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from marshmallow import fields, validate

from engine.commands.municipalities import SetLetterhead, SetParameter
from engine.commands.switches import SetSwitch
from engine.queries import law, rollout, switches
from engine.queries.law import Parameter
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
class Parameters:
    """List of the parameters that the council may set, with the country's values beside them."""

    items: tuple[Parameter, ...]


@dataclass(frozen=True)
class Letterheads:
    """List of the letterheads of official papers, the last entered first."""

    items: tuple[LetterheadEntry, ...]


class SwitchChange(Strict):
    """A module or service, on or off, from a day to the last one, if there is one, by an act.

    `seen` is the last entry of all that the caller knew, 0 for none.
    """

    seen = seen_number()
    code = code_field()
    is_on = fields.Boolean(required=True, truthy={True}, falsy={False})
    act = text(500)
    first_on = day()
    last_on = day(required=False, allow_none=True, load_default=None)


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
    """Letterhead of papers from a day on; `seen` is the last entry that the caller knew, 0 for none."""

    official_name = words()
    address = words()
    phone = text(60)
    email = text(254)
    act = text(500)
    first_on = day()
    seen = seen_number()


@operation(
    "GET",
    f"{PATH}/switches",
    Who.OFFICE,
    does=("რა არის ჩართული", "See what is switched on"),
    pages=("admin.switches",),
    gives=shape(Switches),
    **SEES,
)
def get_switches(code: str) -> Switches:
    with engine().read(current_actor()) as tx:
        page = switches.page(tx, code)
    return Switches(page.modules, page.entries)


@operation(
    "POST",
    f"{PATH}/switches",
    Who.OFFICE,
    does=("მოდულის ან სერვისის გადართვა", "Switch a module or service"),
    pages=("admin.set_switch",),
    takes=SwitchChange,
    **SETS,
)
def set_switch(body: dict[str, Any], code: str) -> None:
    period = {"valid_from": body["first_on"], "valid_until": first_after(body)}
    send(SetSwitch(code, body["code"], body["is_on"], body["act"], **period, seen=body["seen"]))


@operation(
    "GET",
    f"{PATH}/parameters",
    Who.OFFICE,
    does=("რისი დადგენა შეუძლია საკრებულოს", "List what the council may set"),
    pages=("admin.parameters",),
    gives=shape(Parameters),
    **SEES,
)
def list_parameters(code: str) -> Parameters:
    with engine().read(current_actor()) as tx:
        return Parameters(law.of_municipality(tx, code)[1])


@operation(
    "POST",
    f"{PATH}/parameters/<name:name>",
    Who.OFFICE,
    does=("მნიშვნელობის დადგენა", "Set a value"),
    pages=("admin.set_parameter",),
    takes=NewValue,
    **SETS,
)
def set_parameter(body: dict[str, Any], code: str, name: str) -> None:
    send(new_value(name, code, body))


@operation(
    "GET",
    f"{PATH}/letterhead",
    Who.OFFICE,
    does=("რა აწერია ბლანკს", "See what papers carry"),
    pages=("admin.letterhead",),
    gives=shape(Letterheads),
    **SEES,
)
def list_letterheads(code: str) -> Letterheads:
    with engine().read(current_actor()) as tx:
        return Letterheads(rollout.letterheads(tx, code)[1])


@operation(
    "POST",
    f"{PATH}/letterhead",
    Who.OFFICE,
    does=("ბლანკის დადგენა", "Set what papers carry"),
    pages=("admin.set_letterhead",),
    takes=NewLetterhead,
    **SETS,
)
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
