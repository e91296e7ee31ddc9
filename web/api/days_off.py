"""Days off of a municipality, for its administrator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.commands.reference import DeclareDayOff
from engine.queries import days_off as queries
from engine.queries.days_off import DayOff
from web.api.administration import PATH, SEES, SETS
from web.api.callers import Who
from web.api.operations import operation
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Strict, day, text, words
from web.auth import current_actor
from web.engine_access import engine


@dataclass(frozen=True)
class DaysOff:
    """Those of this year and later: of the country, and the municipality's own."""

    items: tuple[DayOff, ...]


class NewDayOff(Strict):
    """A working day that is ahead, and the act that declares it off."""

    day = day()
    names = words()
    act = text(500)


@operation(
    "GET",
    f"{PATH}/days-off",
    Who.OFFICE,
    does=("მუნიციპალიტეტის დასვენების დღეები", "See the days off of a municipality"),
    pages=("admin.days_off",),
    gives=shape(DaysOff),
    **SEES,
)
def list_days_off(code: str) -> DaysOff:
    with engine().read(current_actor()) as tx:
        return DaysOff(queries.of_municipality(tx, code)[1])


@operation(
    "POST",
    f"{PATH}/days-off",
    Who.OFFICE,
    does=("მუნიციპალიტეტის დასვენების დღის გამოცხადება", "Declare a day off of a municipality"),
    pages=("admin.declare_day_off",),
    takes=NewDayOff,
    **SETS,
)
def declare_day_off(body: dict[str, Any], code: str) -> None:
    send(DeclareDayOff(body["day"], body["names"], code, body["act"]))
