"""The first steps of a municipality, and staff from a table: checked, then appointed, all of it or nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from engine.commands.staff import AppointStaff, StaffAppointed
from engine.offices.staff_plan import plan
from engine.offices.staff_table import COLUMNS, MOST_ROWS
from engine.queries.first_steps import first_steps
from engine.queries.readiness import Equipment
from web.api.administration import PATH, SEES, SETS
from web.api.callers import Who
from web.api.operations import operation
from web.api.sending import send
from web.api.shapes import shape
from web.api.tables import CheckedTable, FromDay, Seen, rows_field, told
from web.auth import current_actor
from web.engine_access import engine


@dataclass(frozen=True)
class FirstStep:
    """One step; nothing can be done in it before the step that it waits for."""

    code: str
    is_done: bool
    is_optional: bool
    waits_for: str | None


@dataclass(frozen=True)
class StepsOfMunicipality:
    """The steps from being entered to the first decided case, in their order."""

    items: tuple[FirstStep, ...]


@dataclass(frozen=True)
class PlannedEnding:
    """An office that ends, with its last day."""

    role: str
    unit: str | None
    last_on: date


@dataclass(frozen=True)
class PlannedRow:
    """Planned effect of a row: `what` is new, changed (a name), ended or same; `is_held`: nothing is done.

    `ends` are the offices that end by it: this one, or the one in whose place it is given.
    """

    row: int
    personal_number: str
    role: str
    unit: str | None
    is_acting: bool
    first_on: date
    is_new_person: bool
    is_held: bool
    what: str
    is_renamed: bool
    ends: tuple[PlannedEnding, ...]


@dataclass(frozen=True, kw_only=True)
class CheckedStaff(CheckedTable):
    """Outcome of checking a table of staff: what it would enter."""

    rows: tuple[PlannedRow, ...]


class StaffRows(FromDay):
    """A table with its heading, the act it rests on, and the first day where a row names none."""

    rows = rows_field(COLUMNS, most=MOST_ROWS)


class NewStaff(StaffRows, Seen):
    """A table that was checked."""


@operation(
    "GET",
    f"{PATH}/first-steps",
    Who.OFFICE,
    does=("პირველი ნაბიჯები", "See the first steps"),
    pages=("admin.first_steps",),
    gives=shape(StepsOfMunicipality),
    **SEES,
)
def get_first_steps(code: str) -> StepsOfMunicipality:
    with engine().read(current_actor()) as tx:
        found = first_steps(tx, code, Equipment.of(engine().connections))
    return StepsOfMunicipality(
        tuple(FirstStep(step.code, step.is_done, step.is_optional, step.waits_for) for step in found.steps)
    )


@operation(
    "POST",
    f"{PATH}/staff-tables/check",
    Who.OFFICE,
    does=("თანამშრომლების ცხრილის შემოწმება", "Check a table of staff"),
    pages=("admin.check_staff_table",),
    takes=StaffRows,
    gives=shape(CheckedStaff),
    is_question=True,
    **SEES,
)
def check_staff_table(body: dict[str, Any], code: str) -> CheckedStaff:
    is_demo, asked = engine().settings.is_demo, {"act": body["act"], "first_on": body["first_on"]}
    with engine().read(current_actor()) as tx:
        planned = plan(tx, code, body["rows"], is_demo=is_demo, **asked)
    rows = (
        PlannedRow(
            office.line.row,
            office.line.office.personal_number,
            office.line.office.role,
            office.line.office.unit,
            office.line.office.is_acting,
            office.line.office.valid_from,
            office.is_new_person,
            office.is_held,
            office.what,
            office.is_renamed,
            tuple(
                PlannedEnding(ending.role, ending.unit, ending.valid_until - timedelta(days=1))
                for ending in office.ends
            ),
        )
        for office in planned.offices
    )
    return CheckedStaff(rows=tuple(rows), mistakes=told(planned.mistakes), digest=planned.digest)


@operation(
    "POST",
    f"{PATH}/staff-tables",
    Who.OFFICE,
    does=(
        "თანამშრომლების დანიშვნა ცხრილით",
        "Appoint staff by a table, end offices and correct names, all or nothing",
    ),
    pages=("admin.appoint_staff",),
    takes=NewStaff,
    gives=shape(StaffAppointed),
    **SETS,
)
def appoint_staff(body: dict[str, Any], code: str) -> StaffAppointed:
    cells = tuple(map(tuple, body["rows"]))
    appointed: StaffAppointed = send(AppointStaff(code, cells, body["act"], body["first_on"], body["digest"]))
    return appointed
