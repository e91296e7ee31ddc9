"""Values that a council sets, by a table: checked, and entered all or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.commands.values import EnterValues, ValuesEntered
from engine.value_tables.plan import looked_at, of_municipality
from engine.value_tables.table import COLUMNS, MOST_ROWS, PlannedValue, SettableParameter
from web.api.administration import PATH, SEES, SETS
from web.api.callers import Who
from web.api.operations import operation
from web.api.sending import send
from web.api.shapes import shape
from web.api.tables import CheckedTable, FromDay, Seen, rows_field, told
from web.auth import current_actor
from web.engine_access import engine

VALUES = f"{PATH}/parameter-tables"


@dataclass(frozen=True)
class SettableParameters:
    """List of what the council may set, with its own entries and the country's, the last entered first."""

    items: tuple[SettableParameter, ...]


@dataclass(frozen=True)
class PlannedValueRow:
    """Planned effect of a row: `what` is new, changed or same; `before` would hold without the row.

    `valid_until` does not belong to the period. `replaces_on` is the day of an entry that was to begin later
    and is replaced with it.
    """

    row: int
    parameter: str
    what: str
    value: Any
    valid_from: date
    valid_until: date | None
    act: str
    before: Any
    replaces_on: date | None


@dataclass(frozen=True, kw_only=True)
class CheckedValues(CheckedTable):
    """Outcome of checking a table of values: what it would enter."""

    values: tuple[PlannedValueRow, ...]


class ValueRows(FromDay):
    """A table with its heading; act and first day are of the rows that name none."""

    rows = rows_field(COLUMNS, most=MOST_ROWS)


class NewValues(ValueRows, Seen):
    """A table that was checked."""


@operation(
    "GET",
    VALUES,
    Who.OFFICE,
    does=("საკრებულოს დადგენილი სიდიდეები", "See what the council may set, with all that was entered"),
    pages=("admin.values_file",),
    gives=shape(SettableParameters),
    **SEES,
)
def list_values(code: str) -> SettableParameters:
    with engine().read(current_actor()) as tx:
        return SettableParameters(of_municipality(tx, code))


@operation(
    "POST",
    f"{VALUES}/check",
    Who.OFFICE,
    does=("სიდიდეების ცხრილის შემოწმება", "Check a table of values of a council"),
    pages=("admin.check_values",),
    takes=ValueRows,
    gives=shape(CheckedValues),
    is_question=True,
    **SEES,
)
def check_value_table(body: dict[str, Any], code: str) -> CheckedValues:
    with engine().read(current_actor()) as tx:
        planned = looked_at(tx, code, body["rows"], act=body["act"], first_on=body["first_on"])
    values = tuple(_row(value) for value in planned.values)
    return CheckedValues(values=values, mistakes=told(planned.mistakes), digest=planned.digest)


@operation(
    "POST",
    VALUES,
    Who.OFFICE,
    does=("სიდიდეების შეტანა ცხრილით", "Enter values of a council by a table, all or nothing"),
    pages=("admin.enter_values",),
    takes=NewValues,
    gives=shape(ValuesEntered),
    **SETS,
)
def enter_value_table(body: dict[str, Any], code: str) -> ValuesEntered:
    cells = tuple(map(tuple, body["rows"]))
    command = EnterValues(code, cells, body["act"], body["first_on"], body["digest"])
    entered: ValuesEntered = send(command)
    return entered


def _row(planned: PlannedValue) -> PlannedValueRow:
    entry, before = planned.entry, planned.before
    return PlannedValueRow(
        planned.row,
        planned.parameter.name,
        planned.what,
        entry.value,
        entry.valid_from,
        entry.valid_until,
        planned.act,
        None if before is None else before.value,
        planned.replaces_on,
    )
