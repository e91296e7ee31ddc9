"""In which court acts of a municipality are contested, as its administrator sets it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.commands.municipalities import SetCourt
from engine.queries import rollout
from engine.queries.rollout import CourtEntry
from web.api.administration import PATH, SEES, SETS
from web.api.callers import Who
from web.api.operations import operation
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Strict, day, seen_number, text, words
from web.auth import current_actor
from web.engine_access import engine


@dataclass(frozen=True)
class Courts:
    """In which court acts are contested, the last entered first."""

    items: tuple[CourtEntry, ...]


class NewCourt(Strict):
    """The court and its address from a day on; `seen` is the last entry that the caller knew, 0 for none."""

    name = words()
    address = words()
    act = text(500)
    first_on = day()
    seen = seen_number()


@operation(
    "GET",
    f"{PATH}/court",
    Who.OFFICE,
    does=("რომელ სასამართლოში საჩივრდება აქტები", "See in which court acts are contested"),
    pages=("admin.court",),
    gives=shape(Courts),
    **SEES,
)
def list_courts(code: str) -> Courts:
    with engine().read(current_actor()) as tx:
        return Courts(rollout.courts(tx, code)[1])


@operation(
    "POST",
    f"{PATH}/court",
    Who.OFFICE,
    does=("სასამართლოს დადგენა", "Set in which court acts are contested"),
    pages=("admin.set_court",),
    takes=NewCourt,
    **SETS,
)
def set_court(body: dict[str, Any], code: str) -> None:
    named = {name: body[name] for name in ("name", "address", "act", "seen")}
    send(SetCourt(code, valid_from=body["first_on"], **named))
