"""Values of a council by a table: entered for its municipality from days, and gone by there only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from engine.commands.municipalities import SetParameter
from engine.commands.values import EnterValues, ValuesEntered
from engine.errors import NotAllowed, NotFound, Rejected
from engine.lawbook import LawOfDay
from engine.tenancy import Actor
from engine.value_tables.plan import looked_at, of_municipality
from engine.value_tables.table import COLUMNS, MOST_ROWS, Entry, Ground, SettableParameter, ValuePlan, plan_of
from tests.engine.kit import CITIZEN, Office

ADMIN, ACT = "municipal_admin", "Resolution No. 12 of the council"
TODAY = date(2026, 9, 1)
TOMORROW, LATER, LATEST = TODAY + timedelta(1), TODAY + timedelta(30), TODAY + timedelta(60)
FEE = SettableParameter(
    "con.fee.m2",
    {"ka": "მოსაკრებელი კვადრატულ მეტრზე", "en": "Fee per square metre"},
    "money",
    "tetri per square metre",
    country=(Entry(100, date(2019, 6, 3)),),
)
VISIT = SettableParameter("soc.visit", {"ka": "ვიზიტის ვადა", "en": "Term of the home visit"}, "term", None)
COMMISSION = SettableParameter("hm.commission", {"ka": "კომისია", "en": "Commission"}, "flag", None)


def pure(*rows: Sequence[str], known: Sequence[SettableParameter] = (FEE, VISIT, COMMISSION)) -> ValuePlan:
    return plan_of([list(COLUMNS), *rows], known, Ground(ACT, TOMORROW, TODAY))


def row(parameter: str = "con.fee.m2", value: str = "2.50", unit: str = "", *days: str) -> list[str]:
    return [parameter, value, unit, *days]


def codes(plan: ValuePlan) -> list[tuple[int, str | None, str]]:
    return [(mistake.row, mistake.column, mistake.error.error_code) for mistake in plan.mistakes]


def own(*entries: Entry) -> SettableParameter:
    return SettableParameter(FEE.name, FEE.names, FEE.kind, FEE.unit, entries, FEE.country)


def enter(office: Office, by: Actor, *rows: Sequence[str], seen: str | None = None) -> ValuesEntered:
    cells = (COLUMNS, *map(tuple, rows))
    if seen is None:
        with office.engine.read(by) as tx:
            seen = looked_at(tx, "keda", cells, act=ACT, first_on=TOMORROW).digest
    done: ValuesEntered = office.engine.send(EnterValues("keda", cells, ACT, TOMORROW, seen), actor=by)
    return done


def value_of(office: Office, on: date, municipality: str = "keda") -> Any:
    with office.engine.read(office.person(CITIZEN)) as tx:
        return LawOfDay(tx, office.place(municipality), on).parameter(FEE.name)


@pytest.mark.parametrize("name", ["con.fee.m2", "fee per  SQUARE metre", "მოსაკრებელი კვადრატულ მეტრზე"])
def test_row__by_code_or_name__is_the_first_value_of_the_municipality(name: str) -> None:
    plan = pure(row(name))

    (value,) = plan.values
    assert plan.mistakes == ()
    assert (value.what, value.entry, value.act) == ("new", Entry(250, TOMORROW), ACT)
    assert value.before == Entry(100, date(2019, 6, 3)), "the country's value holds before"


def test_row__with_its_own_day_and_act__goes_before_those_of_the_table() -> None:
    plan = pure(row("con.fee.m2", "3", "", "2026-10-01", "31.12.2026", "Resolution No. 13"))

    (value,) = plan.values
    assert (value.entry, value.act) == (Entry(300, LATER, date(2027, 1, 1)), "Resolution No. 13")


def test_rows__of_terms_and_flags__are_read_by_the_words_of_both_languages() -> None:
    plan = pure(row("soc.visit", "5", "სამუშაო დღე"), row("hm.commission", "No"))

    assert [value.entry.value for value in plan.values] == [{"number": 5, "unit": "working_days"}, False]


@pytest.mark.parametrize(
    ("said", "column", "code"),
    [
        (row("con.fee"), "parameter", "value_table.parameter_unknown"),
        (row("Fee per square meter"), "parameter", "value_table.parameter_nearly"),
        (row(""), "parameter", "spreadsheet.cell_missing"),
        (row(value="much"), "value", "parameter.value_invalid"),
        (row(value="-1"), "value", "parameter.value_invalid"),
        (row(value="1.005"), "value", "parameter.value_invalid"),
        (row("soc.visit", "5", "weeks"), "unit", "value_table.unit_unknown"),
        (row("con.fee.m2", "", "", "2026-10-01"), "value", "spreadsheet.cell_missing"),
        (row("con.fee.m2", "3", "", "2026-09-01"), "first_on", "administering.day_not_ahead"),
        (row("con.fee.m2", "3", "", "soon"), "first_on", "spreadsheet.day_unreadable"),
        (row("con.fee.m2", "3", "", "2026-10-01", "2026-09-30"), "last_on", "parameter.period_empty"),
    ],
)
def test_row__with_a_mistake__is_told_with_its_column(said: list[str], column: str, code: str) -> None:
    assert codes(pure(said)) == [(2, column, code)]


def test_rows__of_one_parameter_from_one_day__are_a_mistake() -> None:
    plan = pure(row(), row(value="3"))

    assert codes(plan) == [(3, "parameter", "value_table.twice")]


def test_row__without_a_value__is_left_out() -> None:
    plan = pure(row("soc.visit", ""), row())

    assert [value.parameter.name for value in plan.values] == ["con.fee.m2"]


def test_row__as_it_holds_already__is_the_same_though_its_day_is_over() -> None:
    known = own(Entry(250, date(2026, 1, 1)))

    plan = pure(row("con.fee.m2", "2.5", "", "2026-01-01"), known=[known])

    assert plan.mistakes == () and not plan.does_something
    assert [value.what for value in plan.values] == ["same"]


def test_row__before_an_entry_of_a_later_day__says_that_it_is_replaced() -> None:
    known = own(Entry(300, LATEST), Entry(250, date(2026, 1, 1)))

    alone = pure(row("con.fee.m2", "2.75", "", LATER.isoformat()), known=[known])
    both = pure(
        row("con.fee.m2", "3", "", LATEST.isoformat()),
        row("con.fee.m2", "2.75", "", LATER.isoformat()),
        known=[known],
    )

    assert [(value.what, value.replaces_on) for value in alone.values] == [("changed", LATEST)]
    assert [(value.entry.value, value.what, value.replaces_on) for value in both.values] == [
        (275, "changed", None),
        (300, "changed", None),
    ], "the later one is entered again, after the earlier one"


def test_entries__from_a_day__are_those_that_come_to_count() -> None:
    ended = Entry(400, LATER, LATEST)
    known = own(ended, Entry(999, LATEST + timedelta(9)), Entry(250, date(2026, 1, 1)))
    replaced = own(Entry(275, LATER), Entry(300, LATEST))

    assert [entry.value for entry in known.from_day(TODAY)] == [250, 400, 999]
    assert [entry.value for entry in replaced.from_day(TODAY)] == [275]


@pytest.mark.parametrize("rows", [[], [["parameter", "value"]], [["parameter"], ["con.fee.m2"]]])
def test_table__that_holds_nothing__is_a_mistake(rows: list[list[str]]) -> None:
    assert plan_of(rows, (FEE,), Ground(ACT, TOMORROW, TODAY)).mistakes


def test_table__with_too_many_rows__is_refused() -> None:
    assert codes(pure(*[row()] * (MOST_ROWS + 1)))[0][2] == "spreadsheet.too_many"


def test_table__entered__holds_from_its_days_in_this_municipality(office: Office) -> None:
    by = office.staff(ADMIN)

    done = enter(office, by, row(), row("con.fee.m2", "3", "", LATER.isoformat()))

    assert done == ValuesEntered(new=1, changed=1)
    assert [value_of(office, day) for day in (TODAY, TOMORROW, LATER)] == [100, 250, 300]
    assert value_of(office, TOMORROW, "telavi") == 100
    with office.engine.read(by) as tx:
        found = {known.name: known for known in of_municipality(tx, "keda")}
    assert [entry.act for entry in found[FEE.name].own] == [{"ka": ACT, "en": ACT}] * 2


def test_table__seen_before_somebody_else_entered_a_value__is_refused(office: Office) -> None:
    by = office.staff(ADMIN)
    with office.engine.read(by) as tx:
        seen = looked_at(tx, "keda", (COLUMNS, tuple(row())), act=ACT, first_on=TOMORROW).digest
    office.engine.send(SetParameter(FEE.name, "keda", 75, ACT, TOMORROW), actor=by)

    with pytest.raises(Rejected) as caught:
        enter(office, by, row(), seen=seen)

    assert caught.value.error_code == "administering.changed_meanwhile"
    assert value_of(office, TOMORROW) == 75


def test_table__with_a_mistake_or_nothing_new__enters_nothing(office: Office) -> None:
    by = office.staff(ADMIN)
    enter(office, by, row())

    for rows, code in (([row()], "value_table.nothing_new"), ([row(value="x")], "spreadsheet.invalid")):
        with pytest.raises(Rejected) as caught:
            enter(office, by, *rows)
        assert caught.value.error_code == code


def test_table__from_whoever_does_not_administer_the_municipality__is_refused(office: Office) -> None:
    for by in (office.staff("specialist"), office.person(CITIZEN)):
        with pytest.raises((NotAllowed, NotFound)):
            enter(office, by, row())
