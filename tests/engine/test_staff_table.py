"""A table of staff: read row by row, held against who works there, and appointed whole or not at all."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from engine import canonical
from engine.bootstrap import build
from engine.commands.offices import GiveOffice
from engine.commands.staff import AppointStaff, InventStaff, StaffAppointed
from engine.errors import NotAllowed, Rejected
from engine.offices.staff_plan import StaffPlan, plan
from engine.offices.staff_table import COLUMNS, MOST_ROWS, Appointing, read_table
from engine.queries import readiness
from engine.queries.people import demo_people
from engine.queries.readiness import Equipment
from engine.tenancy import Actor, system
from engine.texts import LANGUAGES
from tests.engine.kit import CITIZEN, Office

TODAY, ACT = date(2026, 9, 1), "Order No. 5 of 31 August 2026"
UNITS = {"keda-unit-1": {"ka": "ერთეული 1", "en": "Unit 1"}, "keda-unit-2": {"ka": "ორი", "en": "Unit 2"}}
HERE = Appointing("keda", ACT, TODAY, UNITS)
ADMIN = "municipal_admin"
NEW = "01001000001"
KA = ["პირადი ნომერი", "სახელი ქართულად", "გვარი ქართულად", "სახელი ინგლისურად", "გვარი ინგლისურად"]


def row(number: str = NEW, role: str = "specialist", *more: str, family: str = "მოხელე") -> list[str]:
    """Return the cells of a row: unit, acting, first and last day follow the role."""
    return [number, "დემო", family, "Demo", "Clerk", role, *more]


def found(*rows: Sequence[str]) -> set[tuple[int, str | None, str]]:
    """Return what is wrong in a table with our own headings."""
    table = read_table([list(COLUMNS), *rows], HERE)
    return {(mistake.row, mistake.column, mistake.error.error_code) for mistake in table.mistakes}


def test_table__with_georgian_words_and_several_offices__gives_each_of_them() -> None:
    head = [*KA, "თანამდებობა", "ერთეული", "მოვალეობის შემსრულებელი", "პირველი დღე", "ბოლო დღე"]
    cells = row(NEW, " სპეციალისტი ; Lawyer", "unit 1", "დიახ", "02.09.2026", "2026-09-30")

    table = read_table([head, [], cells], HERE)

    assert table.mistakes == ()
    assert [line.office.role for line in table.lines] == ["specialist", "lawyer"]
    assert {line.row for line in table.lines} == {3}
    assert table.lines[0].office == GiveOffice(
        NEW, "specialist", "keda", ACT, date(2026, 9, 2), date(2026, 10, 1),
        unit="keda-unit-1", is_acting=True,
        given_name={"ka": "დემო", "en": "Demo"}, family_name={"ka": "მოხელე", "en": "Clerk"},
    )  # fmt: skip


def test_table__whose_rows_name_no_day__begins_on_the_day_that_is_asked_for() -> None:
    (line,) = read_table([list(COLUMNS), row()], HERE).lines

    assert (line.office.valid_from, line.office.valid_until, line.office.unit) == (TODAY, None, None)


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        (row(""), "personal_number", "spreadsheet.cell_missing"),
        (row("1001000001"), "personal_number", "staff_table.number_cut"),
        (row("0100100000a"), "personal_number", "contact.number_malformed"),
        (row("=1+1"), "personal_number", "contact.number_malformed"),
        (row(NEW, "king"), "role", "staff_table.role_unknown"),
        (row(NEW, "operator"), "role", "staff_table.role_unknown"),
        (row(NEW, "lawyer; king"), "role", "staff_table.role_unknown"),
        (row(NEW, "lawyer", "Unit 9"), "unit", "staff_table.unit_unknown"),
        (row(NEW, "lawyer", "", "perhaps"), "is_acting", "staff_table.answer_unknown"),
        (row(NEW, "lawyer", "", "", "32.01.2026"), "first_on", "spreadsheet.day_unreadable"),
        (row(NEW, "lawyer", "", "", "", "soon"), "last_on", "spreadsheet.day_unreadable"),
        (row(NEW, "lawyer", "", "", "", "", "king"), "instead_of", "staff_table.role_unknown"),
        (row(NEW, "lawyer; mayor", "", "", "", "", "finance"), "instead_of", "staff_table.one_instead"),
        (row(NEW, "lawyer", "", "", "", "", "", "perhaps"), "corrects_name", "staff_table.answer_unknown"),
        (row(family="ა" * 201), "family_name_ka", "administering.too_long"),
    ],
)
def test_row__with_a_mistake__names_its_column(cells: list[str], column: str, code: str) -> None:
    assert found(row("01001000002"), cells) == {(3, column, code)}


def test_units__of_one_name__are_told_apart_by_their_codes() -> None:
    twins = {code: {"ka": "სოფელი", "en": "Village"} for code in ("keda-1", "keda-2")}
    here = dataclasses.replace(HERE, units=twins)

    named, coded = (
        read_table([list(COLUMNS), row(NEW, "mayor_rep", unit)], here) for unit in ("village", "keda-2")
    )

    assert named.mistakes[0].error.params["codes"] == "keda-1, keda-2"
    assert coded.lines[0].office.unit == "keda-2"


def test_rows__that_contradict_each_other__name_the_earlier_one() -> None:
    assert found(row(), row(family="სხვა", role="lawyer")) == {
        (3, "personal_number", "staff_table.named_otherwise")
    }
    assert found(row(), row(NEW, "Case officer; lawyer")) == {(3, "role", "staff_table.given_twice")}
    assert found(row(), row(NEW, "specialist", "Unit 1")) == set(), "another office: of a unit alone"
    first, then = ["", "", "", "31.12.2026"], ["", "", "01.01.2027"]
    assert found(row(NEW, "lawyer", *first), row(NEW, "lawyer", *then)) == set(), "one after the other"


def test_table__without_heading_rows_or_end__is_refused() -> None:
    def codes(rows: Sequence[Sequence[str]]) -> set[str]:
        return {mistake.error.error_code for mistake in read_table(rows, HERE).mistakes}

    assert codes([]) == codes([list(COLUMNS)]) == codes([list(COLUMNS), ["", " "]]) == {"spreadsheet.empty"}
    assert codes([[*COLUMNS, "colour"], row()]) == {"spreadsheet.column_unknown"}
    assert codes([[*COLUMNS, "Office"], row()]) == {"spreadsheet.column_twice"}
    assert codes([list(COLUMNS[1:]), row()]) == {"spreadsheet.column_missing"}
    assert codes([list(COLUMNS), *[row()] * (MOST_ROWS + 1)]) == {"spreadsheet.too_many"}


@pytest.fixture
def production(office: Office) -> Iterator[Office]:
    """The office's database under an engine that is not a demonstration."""
    engine = build(dataclasses.replace(office.engine.settings, mode="production"), clock=office.clock)
    yield Office(engine, office.clock, office.service)
    engine.close()


def planned(office: Office, admin: Actor, *rows: Sequence[str], act: str = ACT) -> StaffPlan:
    is_demo = office.engine.settings.is_demo
    with office.engine.read(admin) as tx:
        return plan(tx, "keda", [list(COLUMNS), *rows], act=act, first_on=TODAY, is_demo=is_demo)


def appoint(office: Office, admin: Actor, seen: StaffPlan, *rows: Sequence[str], act: str = ACT) -> Any:
    cells = (COLUMNS, *(tuple(cells) for cells in rows))
    return office.engine.send(AppointStaff("keda", cells, act, TODAY, seen.digest), actor=admin)


def chained(office: Office) -> list[dict[str, Any]]:
    with office.engine.read(system()) as tx:
        kept = tx.all(
            "select body from stream_events where stream = 'configuration' and kind = 'office.given'"
            " order by seq"
        )
    return [canonical.loads(bytes(event.body)) for event in kept]


def test_staff__of_a_table__is_appointed_and_noted_as_one_by_one(production: Office) -> None:
    admin = production.staff(ADMIN)
    rows = (row(NEW, "specialist; lawyer"), row("01001000002", "mayor_rep", "keda-unit-1"))

    seen = planned(production, admin, *rows)
    done = appoint(production, admin, seen, *rows)

    assert (seen.mistakes, seen.new_people) == ((), 2)
    assert done == StaffAppointed(offices=3, people=2)
    assert {grant.role for grant in production.person(NEW).roles} == {"specialist", "lawyer"}
    assert [
        (body["role"], body["unit"], body["act"], body["valid_from"]) for body in chained(production)
    ] == [
        ("specialist", None, ACT, "2026-09-01"),
        ("lawyer", None, ACT, "2026-09-01"),
        ("mayor_rep", "keda-unit-1", ACT, "2026-09-01"),
    ]


def test_table__sent_again__gives_nothing_twice(production: Office) -> None:
    admin, rows = production.staff(ADMIN), (row(),)
    seen = planned(production, admin, *rows)
    appoint(production, admin, seen, *rows)

    with pytest.raises(Rejected) as refused:
        appoint(production, admin, seen, *rows)

    assert refused.value.error_code == "administering.changed_meanwhile"
    again = planned(production, admin, *rows)
    assert again.mistakes == () and again.to_give == () and again.offices[0].is_held
    assert appoint(production, admin, again, *rows) == StaffAppointed(0, 0)
    assert len(chained(production)) == 1


@pytest.mark.parametrize("change", ["rows", "act", "somebody"])
def test_table__otherwise_than_it_was_shown__is_not_taken_over(production: Office, change: str) -> None:
    admin, rows = production.staff(ADMIN), [row()]
    seen, act = planned(production, admin, *rows), ACT

    if change == "rows":
        rows = [row(role="finance")]
    elif change == "act":
        act = "Order No. 6"
    else:
        names = {"given_name": {"ka": "დემო", "en": "Demo"}, "family_name": {"ka": "მოხელე", "en": "Clerk"}}
        known = GiveOffice(NEW, "finance", "telavi", ACT, TODAY, **names)
        production.engine.send(known, actor=system())

    with pytest.raises(Rejected) as refused:
        appoint(production, admin, seen, *rows, act=act)
    assert refused.value.error_code == "administering.changed_meanwhile"
    assert [body for body in chained(production) if body["municipality"] == "keda"] == []


def test_mistakes__of_what_is_known__are_told_row_by_row_and_nobody_is_appointed(production: Office) -> None:
    admin = production.staff(ADMIN)
    names = dict.fromkeys(LANGUAGES, "x")
    for number in (NEW, "01001000009"):
        known = GiveOffice(number, "specialist", "keda", ACT, TODAY, given_name=names, family_name=names)
        production.engine.send(known, actor=system())
    rows = [
        row("01001000002"),
        row("01001000009", "lawyer"),  # is called otherwise
        [NEW, "x", "x", "x", "x", "specialist", "", "yes", "", "30.09.2026"],  # held otherwise
        row(CITIZEN),  # invented, or called otherwise
        row("01001000003", "lawyer", "", "yes"),  # acting, and no last day
        row("01001000004", "lawyer", "", "", "02.09.2026", "01.09.2026"),  # ends before it begins
    ]

    seen = planned(production, admin, *rows)

    assert [(wrong.row, wrong.column, wrong.error.error_code) for wrong in seen.mistakes] == [
        (3, "personal_number", "office.name_differs"),
        (4, "role", "office.held_already"),
        (5, "personal_number", "office.name_differs"),
        (6, "last_on", "office.acting_needs_end"),
        (7, "last_on", "office.period_empty"),
    ]
    with pytest.raises(Rejected) as refused:
        appoint(production, admin, seen, *rows)
    assert refused.value.error_code == "spreadsheet.invalid"
    assert production_person(production, "01001000002") is None


def production_person(office: Office, number: str) -> Any:
    with office.engine.read(system()) as tx:
        return tx.one("select id from people where personal_number = :number", number=number)


def test_table__of_an_administrator_of_elsewhere__is_refused(production: Office) -> None:
    other, rows = production.staff(ADMIN, "telavi"), [row()]

    with pytest.raises(NotAllowed):
        planned(production, other, *rows)
    with pytest.raises(NotAllowed):
        appoint(production, other, planned(production, production.staff(ADMIN), *rows), *rows)


def test_administrator__naming_themselves_in_a_table__is_refused(office: Office) -> None:
    admin = office.staff(ADMIN)
    with office.engine.read(system()) as tx:
        known = tx.one("select * from people where id = :id", id=admin.person_id)
    names = [known.given_name["ka"], known.family_name["ka"], known.given_name["en"], known.family_name["en"]]

    seen = planned(office, admin, [known.personal_number, *names, "mayor"])

    assert [mistake.error.error_code for mistake in seen.mistakes] == ["office.to_oneself"]


def test_invented_staff__of_a_municipality_that_has_none__holds_every_office_and_says_what_it_is(
    office: Office,
) -> None:
    given = {"given_name": dict.fromkeys(LANGUAGES, "x"), "family_name": dict.fromkeys(LANGUAGES, "x")}
    office.engine.send(GiveOffice(NEW, ADMIN, "tbilisi", ACT, TODAY, **given), actor=system())
    admin = office.person(NEW)

    first = office.engine.send(InventStaff("tbilisi"), actor=admin)
    again = office.engine.send(InventStaff("tbilisi"), actor=admin)

    assert first.offices > 10 and again == StaffAppointed(0, 0)
    with office.engine.read(admin) as tx:
        page = readiness.page(tx, "tbilisi", Equipment(frozenset(), has_treasury=False))
    lacking = {point.code for module in page.modules for point in module.lacks}
    assert page.modules and "staff" not in lacking
    with office.engine.read(system()) as tx:
        invented = demo_people(tx, "tbilisi")
    assert len(invented) == first.offices
    assert all(person.name["ka"].startswith("დემო ") for person in invented)
    assert len(chained(office)) == first.offices + 1


def test_invented_staff__outside_a_demonstration__is_refused(production: Office) -> None:
    with pytest.raises(Rejected) as refused:
        production.engine.send(InventStaff("keda"), actor=production.staff(ADMIN))

    assert refused.value.error_code == "office.demonstration_only"
    assert chained(production) == []


def test_invented_staff__by_somebody_else__is_refused(office: Office) -> None:
    for other in (office.staff(ADMIN, "telavi"), office.staff("mayor")):
        with pytest.raises(NotAllowed):
            office.engine.send(InventStaff("keda"), actor=other)


def test_table__whose_rows_share_a_person__counts_them_once(production: Office) -> None:
    admin = production.staff(ADMIN)
    later = row(NEW, "lawyer", "", "", (TODAY + timedelta(3)).isoformat())

    assert planned(production, admin, row(), later).new_people == 1
