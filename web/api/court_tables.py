"""Courts of the country: as they are on a day, a table of them, and two days side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.commands.courts import CourtsEntered, EnterCourts
from engine.courts.plan import looked_at
from engine.courts.table import COLUMNS, MOST_ROWS
from engine.queries import courts as queries
from engine.queries.courts import CourtChange, CourtsOnDay
from engine.queries.views import Names
from web.api.callers import Who
from web.api.courts import Courts
from web.api.law_changes import DaysCompared
from web.api.operations import operation
from web.api.rollout import SEES, SETS
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Strict, day
from web.api.tables import CheckedTable, FromDay, Seen, rows_field, told
from web.auth import current_actor
from web.engine_access import engine

COURTS = "/administration/courts"


@dataclass(frozen=True)
class PlannedCourtRow:
    """Planned effect of a row on the court of a municipality: `what` is new, changed or same.

    `replaces_on` is the day of an entry that was to begin later and is replaced with it; `near` are courts
    that are called nearly as one that nobody knows.
    """

    row: int
    municipality: str
    what: str
    name: Names
    address: Names
    changes: tuple[str, ...]
    replaces_on: date | None
    near: tuple[Names, ...]


@dataclass(frozen=True, kw_only=True)
class CheckedCourts(CheckedTable):
    """Outcome of checking a table of courts: what it would enter."""

    courts: tuple[PlannedCourtRow, ...]


@dataclass(frozen=True)
class CourtChanges:
    """The municipalities whose court is other on the later day."""

    items: tuple[CourtChange, ...]


class CourtsAsked(Strict):
    """On which day."""

    on_day = day()


class CourtRows(FromDay):
    """A table with its heading, the act it rests on, and the day from which it is so."""

    rows = rows_field(COLUMNS, most=MOST_ROWS)


class NewCourts(CourtRows, Seen):
    """A table that was checked."""


@operation(
    "GET",
    COURTS,
    Who.OFFICE,
    does=("სასამართლოები და მათი მუნიციპალიტეტები", "See courts with their municipalities"),
    pages=("admin.courts", "admin.courts_file"),
    asks=CourtsAsked,
    gives=shape(CourtsOnDay),
    **SEES,
)
def list_courts_of_country(asked: dict[str, Any]) -> CourtsOnDay:
    with engine().read(current_actor()) as tx:
        return queries.on_day(tx, asked["on_day"])


@operation(
    "GET",
    f"{COURTS}/changes",
    Who.OFFICE,
    does=("სასამართლოების შედარება", "Compare the courts of two days"),
    pages=("admin.court_changes",),
    asks=DaysCompared,
    gives=shape(CourtChanges),
    **SEES,
)
def compare_courts(asked: dict[str, Any]) -> CourtChanges:
    with engine().read(current_actor()) as tx:
        return CourtChanges(queries.compared(tx, **asked))


@operation(
    "GET",
    f"{COURTS}/of/<name:code>",
    Who.OFFICE,
    does=("სასამართლოს ისტორია", "See what was entered of a municipality's court"),
    pages=("admin.court_history",),
    gives=shape(Courts),
    **SEES,
)
def get_court_history(code: str) -> Courts:
    with engine().read(current_actor()) as tx:
        return Courts(queries.history(tx, code)[1])


@operation(
    "POST",
    f"{COURTS}/tables/check",
    Who.OFFICE,
    does=("სასამართლოების ცხრილის შემოწმება", "Check a table of courts"),
    pages=("admin.check_courts",),
    takes=CourtRows,
    gives=shape(CheckedCourts),
    is_question=True,
    **SEES,
)
def check_court_table(body: dict[str, Any]) -> CheckedCourts:
    with engine().read(current_actor()) as tx:
        planned = looked_at(tx, body["rows"], act=body["act"], first_on=body["first_on"])
    courts = tuple(
        PlannedCourtRow(
            court.row,
            court.place.code,
            court.what,
            court.facts.name,
            court.facts.address,
            court.changes,
            court.replaces_on,
            court.near,
        )
        for court in planned.courts
    )
    return CheckedCourts(courts=courts, mistakes=told(planned.mistakes), digest=planned.digest)


@operation(
    "POST",
    f"{COURTS}/tables",
    Who.OFFICE,
    does=("სასამართლოების შეტანა ცხრილით", "Enter courts by a table, all or nothing"),
    pages=("admin.enter_courts",),
    takes=NewCourts,
    gives=shape(CourtsEntered),
    **SETS,
)
def enter_court_table(body: dict[str, Any]) -> CourtsEntered:
    cells = tuple(map(tuple, body["rows"]))
    entered: CourtsEntered = send(EnterCourts(cells, body["act"], body["first_on"], body["digest"]))
    return entered
