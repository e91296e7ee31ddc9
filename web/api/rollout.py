"""API of the national administrator: municipalities and how far MMS has come there, values by law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from marshmallow import fields, validate

from engine.commands.municipalities import EnterMunicipality, SetRollout
from engine.queries import law
from engine.queries import rollout as queries
from engine.queries.rollout import Rollout
from engine.queries.views import Names
from engine.roles import Right
from engine.rollout import STATES
from engine.texts import LANGUAGES
from web.api.administration import NUMBER, NewValue, Parameters, new_value
from web.api.callers import Who
from web.api.operations import operation
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Strict, code_field, day, seen_number, spoken, text, words
from web.auth import current_actor
from web.engine_access import engine

TAG = "administration"
ROLLOUT = "/administration/rollout"
SEES: dict[str, Any] = {"tag": TAG, "scope": "administration:read", "right": Right.ROLL_OUT}
SETS: dict[str, Any] = {"tag": TAG, "scope": "administration:act", "right": Right.ROLL_OUT}


@dataclass(frozen=True)
class RolledOut:
    """A municipality: its state and since when, what it offers today, whether somebody administers it."""

    code: str
    names: Names
    state: str
    since: date | None
    act: str | None
    services: int
    administrators: int
    entry_id: int


@dataclass(frozen=True)
class AllRolledOut:
    """All municipalities."""

    items: tuple[RolledOut, ...]


class NewState(Strict):
    """State of the rollout of MMS in a municipality, from a day on, by an act.

    `seen` is `entry_id` as the caller read it.
    """

    seen = seen_number()
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    act = text(500)
    first_on = day()


class NewMunicipality(Strict):
    """A municipality with its first administrator."""

    code = code_field()
    names = words()
    region = words()
    kind = text(20)
    act = text(500)
    first_on = day()
    personal_number = fields.String(required=True, validate=NUMBER)
    given_name = words()
    family_name = words()
    languages = spoken(load_default=LANGUAGES)


@operation(
    "GET",
    ROLLOUT,
    Who.OFFICE,
    does=("სად როგორ ინერგება სისტემა", "See how far MMS has come"),
    pages=("admin.rollout",),
    gives=shape(AllRolledOut),
    **SEES,
)
def list_rollout() -> AllRolledOut:
    with engine().read(current_actor()) as tx:
        return AllRolledOut(tuple(map(_rolled_out, queries.rollout(tx))))


@operation(
    "POST",
    ROLLOUT,
    Who.OFFICE,
    does=("მუნიციპალიტეტის შეყვანა", "Enter a municipality"),
    pages=("admin.enter_municipality",),
    takes=NewMunicipality,
    **SETS,
)
def enter_municipality(body: dict[str, Any]) -> None:
    languages = tuple(body.pop("languages"))
    send(EnterMunicipality(valid_from=body.pop("first_on"), languages=languages, **body))


@operation(
    "POST",
    f"{ROLLOUT}/<name:code>",
    Who.OFFICE,
    does=("დანერგვის მდგომარეობის დადგენა", "Set how far MMS has come"),
    pages=("admin.set_rollout",),
    takes=NewState,
    **SETS,
)
def set_rollout(body: dict[str, Any], code: str) -> None:
    send(SetRollout(code, body["state"], body["act"], body["first_on"], body["seen"]))


@operation(
    "GET",
    "/administration/law",
    Who.OFFICE,
    does=("კანონით დადგენილი მნიშვნელობები", "List values set by law"),
    pages=("admin.law",),
    gives=shape(Parameters),
    **SEES,
)
def list_law() -> Parameters:
    with engine().read(current_actor()) as tx:
        return Parameters(law.of_country(tx))


@operation(
    "POST",
    "/administration/law/<name:name>",
    Who.OFFICE,
    does=("კანონით მნიშვნელობის დადგენა", "Set a value by law"),
    pages=("admin.set_law",),
    takes=NewValue,
    **SETS,
)
def set_law(body: dict[str, Any], name: str) -> None:
    send(new_value(name, None, body))


def _rolled_out(one: Rollout) -> RolledOut:
    place = one.municipality
    return RolledOut(
        code=place.code,
        names=place.names,
        state=one.state,
        since=one.since,
        act=one.act,
        services=one.services,
        administrators=one.administrators,
        entry_id=one.entry_id,
    )
