"""API of office hours of a municipality, as its administrator sets them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.commands.municipalities import SetOfficeHours
from engine.queries import rollout
from engine.queries.rollout import HoursEntry
from web.api.administration import PATH, SEES, SETS
from web.api.callers import Who
from web.api.operations import operation
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import seen_number, words
from web.api.tables import FromDay
from web.auth import current_actor
from web.engine_access import engine


@dataclass(frozen=True)
class OfficeHours:
    """Opening and reception hours of the office, the last entered first."""

    items: tuple[HoursEntry, ...]


class NewOfficeHours(FromDay):
    """The hours from a day on; `seen` is the last entry that the caller knew, 0 for none."""

    hours = words()
    reception = words(required=False)
    seen = seen_number()


@operation(
    "GET",
    f"{PATH}/office-hours",
    Who.OFFICE,
    does=("სამუშაო საათები", "See the office hours"),
    pages=("admin.office_hours",),
    gives=shape(OfficeHours),
    **SEES,
)
def list_office_hours(code: str) -> OfficeHours:
    with engine().read(current_actor()) as tx:
        return OfficeHours(rollout.office_hours(tx, code)[1])


@operation(
    "POST",
    f"{PATH}/office-hours",
    Who.OFFICE,
    does=("სამუშაო საათების დადგენა", "Set the office hours"),
    pages=("admin.set_office_hours",),
    takes=NewOfficeHours,
    **SETS,
)
def set_office_hours(body: dict[str, Any], code: str) -> None:
    said = (body["hours"], body.get("reception") or {}, body["act"])
    send(SetOfficeHours(code, *said, body["first_on"], body["seen"]))
