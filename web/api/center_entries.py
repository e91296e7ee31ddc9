"""Community centres: as they are on a day, what was entered of each, and a table of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.centers.center_plan import looked_at
from engine.centers.commands.center_entries import CentersEntered, EnterCenters
from engine.centers.queries import center_entries as queries
from engine.centers.queries.center_entries import CenterChange, CenterHistory, CenterOnDay
from engine.centers.rules.center_table import COLUMNS, MOST_ROWS
from engine.queries.views import Names
from web.api.callers import Who
from web.api.law_changes import DaysCompared
from web.api.operations import operation
from web.api.rollout import SEES, SETS
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Strict, day
from web.api.tables import CheckedTable, FromDay, Seen, rows_field, told
from web.auth import current_actor
from web.engine_access import engine

CENTERS = "/administration/centers"


@dataclass(frozen=True)
class CentersOnDay:
    """The centres as they are on a day."""

    items: tuple[CenterOnDay, ...]


@dataclass(frozen=True)
class CenterChanges:
    """The centres that are otherwise on the later day."""

    items: tuple[CenterChange, ...]


@dataclass(frozen=True)
class PlannedCenterRow:
    """Planned effect of a row on a centre: `what` is new, changed or same."""

    row: int
    number: int
    what: str
    names: Names
    municipality: str | None
    address: Names
    phone: str | None
    hours: Names
    changes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CheckedCenters(CheckedTable):
    """Outcome of checking a table of centres: what it would enter."""

    centers: tuple[PlannedCenterRow, ...]


class CentersAsked(Strict):
    """On which day."""

    on_day = day()


class CenterRows(FromDay):
    """A table with its heading, the act it rests on, and the day from which it is so."""

    rows = rows_field(COLUMNS, most=MOST_ROWS)


class NewCenters(CenterRows, Seen):
    """A table that was checked."""


@operation(
    "GET",
    f"{CENTERS}/addresses",
    Who.OFFICE,
    does=("საზოგადოებრივი ცენტრები", "See where community centres are"),
    pages=("admin.center_entries", "admin.centers_file"),
    asks=CentersAsked,
    gives=shape(CentersOnDay),
    **SEES,
)
def list_center_addresses(asked: dict[str, Any]) -> CentersOnDay:
    with engine().read(current_actor()) as tx:
        return CentersOnDay(queries.on_day(tx, asked["on_day"]))


@operation(
    "GET",
    f"{CENTERS}/changes",
    Who.OFFICE,
    does=("ცენტრების შედარება", "Compare the community centres of two days"),
    pages=("admin.center_changes",),
    asks=DaysCompared,
    gives=shape(CenterChanges),
    **SEES,
)
def compare_centers(asked: dict[str, Any]) -> CenterChanges:
    with engine().read(current_actor()) as tx:
        return CenterChanges(queries.compared(tx, **asked))


@operation(
    "GET",
    f"{CENTERS}/<int:center>/history",
    Who.OFFICE,
    does=("ცენტრის ისტორია", "See what was entered of a community centre"),
    pages=("admin.center_history",),
    gives=shape(CenterHistory),
    **SEES,
)
def get_center_history(center: int) -> CenterHistory:
    with engine().read(current_actor()) as tx:
        return queries.history(tx, center)


@operation(
    "POST",
    f"{CENTERS}/tables/check",
    Who.OFFICE,
    does=("ცენტრების ცხრილის შემოწმება", "Check a table of community centres"),
    pages=("admin.check_centers", "admin.correct_center"),
    takes=CenterRows,
    gives=shape(CheckedCenters),
    is_question=True,
    **SEES,
)
def check_center_table(body: dict[str, Any]) -> CheckedCenters:
    asked = {"act": body["act"], "first_on": body["first_on"]}
    with engine().read(current_actor()) as tx:
        planned = looked_at(tx, body["rows"], **asked)
    centers = (
        PlannedCenterRow(
            center.row,
            center.number,
            center.what,
            center.facts.names,
            center.facts.municipality,
            center.facts.address,
            center.facts.phone,
            center.facts.hours,
            center.changes,
        )
        for center in planned.centers
    )
    return CheckedCenters(centers=tuple(centers), mistakes=told(planned.mistakes), digest=planned.digest)


@operation(
    "POST",
    f"{CENTERS}/tables",
    Who.OFFICE,
    does=("ცენტრების შეტანა ცხრილით", "Enter community centres by a table, all or nothing"),
    pages=("admin.enter_centers",),
    takes=NewCenters,
    gives=shape(CentersEntered),
    **SETS,
)
def enter_center_table(body: dict[str, Any]) -> CentersEntered:
    cells = tuple(map(tuple, body["rows"]))
    entered: CentersEntered = send(EnterCenters(cells, body["act"], body["first_on"], body["digest"]))
    return entered
