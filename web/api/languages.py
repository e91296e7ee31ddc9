"""In which languages a municipality offers its services, as its administrator sets it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.commands.municipalities import SetLanguages
from engine.queries import rollout
from engine.queries.rollout import LanguagesEntry
from web.api.administration import PATH, SEES, SETS
from web.api.callers import Who
from web.api.operations import operation
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Strict, day, seen_number, spoken, text
from web.auth import current_actor
from web.engine_access import engine


@dataclass(frozen=True)
class LanguagesSet:
    """In which languages services are offered, the last entered first."""

    items: tuple[LanguagesEntry, ...]


class NewLanguages(Strict):
    """In which languages services are offered from a day on, Georgian among them; `seen` as elsewhere."""

    languages = spoken(required=True)
    act = text(500)
    first_on = day()
    seen = seen_number()


@operation(
    "GET",
    f"{PATH}/languages",
    Who.OFFICE,
    does=("რომელ ენებზეა სერვისები", "See in which languages services are offered"),
    pages=("admin.languages",),
    gives=shape(LanguagesSet),
    **SEES,
)
def list_languages(code: str) -> LanguagesSet:
    with engine().read(current_actor()) as tx:
        return LanguagesSet(rollout.languages(tx, code)[1])


@operation(
    "POST",
    f"{PATH}/languages",
    Who.OFFICE,
    does=("სერვისების ენების დადგენა", "Set in which languages services are offered"),
    pages=("admin.set_languages",),
    takes=NewLanguages,
    **SETS,
)
def set_languages(body: dict[str, Any], code: str) -> None:
    send(SetLanguages(code, tuple(body["languages"]), body["act"], body["first_on"], body["seen"]))
