"""A table of staff that ends offices, gives one in place of another and corrects names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from engine.commands.offices import GiveOffice
from engine.commands.staff import StaffAppointed
from engine.errors import Rejected
from engine.offices.staff_plan import StaffPlan
from engine.queries import offices
from engine.queries.offices import Office as HeldOffice
from engine.stores import people
from engine.tenancy import Actor, system
from tests.engine import test_staff_table as tables
from tests.engine.bookkeeping import owner
from tests.engine.kit import Office
from tests.engine.test_staff_table import ACT, ADMIN, NEW, TODAY, appoint, planned, row

OTHER, CONFIRMED = "01001000002", "01001000003"
NAMES = {"given_name": {"ka": "დემო", "en": "Demo"}, "family_name": {"ka": "მოხელე", "en": "Clerk"}}
LATER = TODAY + timedelta(30)
production = tables.production


@pytest.fixture
def admin(production: Office) -> Iterator[Actor]:
    """The administrator of Keda; somebody holds an office there, entered by an appointment."""
    give(production, NEW, "specialist")
    yield production.staff(ADMIN)


def give(office: Office, number: str, role: str, place: str = "keda", **more: Any) -> None:
    command = GiveOffice(number, role, place, "Order No. 1", TODAY - timedelta(90), **{**NAMES, **more})
    office.engine.send(command, actor=system())


def changed(role: str, *, unit: str = "", first: str = "", last: str = "", instead: str = "") -> list[str]:
    return row(NEW, role, unit, "", first, last, instead)


def held(office: Office, admin: Actor, number: str = NEW) -> list[HeldOffice]:
    with office.engine.read(admin) as tx:
        found = offices.staff(tx, "keda", with_past=True).offices
    return [listed for listed in found if listed.personal_number == number]


def codes(plan: StaffPlan) -> list[tuple[str | None, str]]:
    return [(mistake.column, mistake.error.error_code) for mistake in plan.mistakes]


def sent(office: Office, admin: Actor, *rows: Sequence[str]) -> StaffAppointed:
    done: StaffAppointed = appoint(office, admin, planned(office, admin, *rows), *rows)
    return done


def test_row__with_a_last_day_of_an_office_that_is_held__ends_it(production: Office, admin: Actor) -> None:
    rows = [changed("specialist", last=LATER.isoformat())]

    (seen,) = planned(production, admin, *rows).offices
    done = sent(production, admin, *rows)

    assert (seen.what, [ending.valid_until for ending in seen.ends]) == ("ended", [LATER + timedelta(1)])
    assert done == StaffAppointed(0, 0, ended=1)
    (office,) = held(production, admin)
    assert (office.valid_until, office.ended_by) == (LATER + timedelta(1), ACT)
    assert planned(production, admin, *rows).offices[0].is_held, "the same table again does nothing"
    with production.engine.read(system()) as tx:
        assert tx.scalar("select count(*) from stream_events where kind = 'office.ended'") == 1


def test_row__with_yesterday_as_last_day__ends_the_office_today(production: Office, admin: Actor) -> None:
    assert sent(production, admin, changed("specialist", last="31.08.2026")).ended == 1

    assert held(production, admin)[0].valid_until == TODAY


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        (changed("specialist", last="30.08.2026"), "last_on", "office.day_is_past"),
        (changed("specialist", first="01.01.2020"), "role", "office.held_already"),
        (changed("lawyer", instead="finance"), "instead_of", "staff_table.not_held"),
        (changed("specialist", instead="specialist"), "instead_of", "staff_table.not_held"),
    ],
)
def test_row__that_can_not_be__names_its_column(
    production: Office, admin: Actor, cells: list[str], column: str, code: str
) -> None:
    assert codes(planned(production, admin, cells)) == [(column, code)]


def test_row__in_place_of_an_office__gives_one_and_ends_the_other(production: Office, admin: Actor) -> None:
    rows = [changed("lawyer", first=LATER.isoformat(), instead="specialist")]

    done = sent(production, admin, *rows)

    assert done == StaffAppointed(1, 0, ended=1)
    days = {office.role: (office.valid_from, office.valid_until) for office in held(production, admin)}
    assert days["lawyer"] == (LATER, None) and days["specialist"][1] == LATER
    assert planned(production, admin, *rows).offices[0].is_held


def test_row__in_place_of_the_same_office_elsewhere__moves_to_the_unit(
    production: Office, admin: Actor
) -> None:
    rows = [changed("specialist", unit="keda-unit-2", instead="specialist")]

    assert sent(production, admin, *rows) == StaffAppointed(1, 0, ended=1)

    until = {office.unit: office.valid_until for office in held(production, admin)}
    assert until == {None: TODAY, "keda-unit-2": None}


def test_name__said_to_be_right__is_corrected_everywhere(production: Office, admin: Actor) -> None:
    wrong = [*row(NEW, "specialist", family="მოხელი"), "", "", "", "", "", "yes"]

    assert codes(planned(production, admin, wrong[:6])) == [("personal_number", "office.name_differs")]
    (seen,) = planned(production, admin, wrong).offices
    done = sent(production, admin, wrong)

    assert (seen.what, seen.called and seen.called["ka"]) == ("changed", "დემო მოხელე")
    assert done == StaffAppointed(0, 0, renamed=1)
    assert held(production, admin)[0].name["ka"] == "დემო მოხელი"
    assert planned(production, admin, wrong).offices[0].is_held
    with production.engine.read(system()) as tx:
        assert tx.scalar("select count(*) from stream_events where kind = 'person.renamed'") == 1


def test_name__in_english_alone__is_corrected(production: Office, admin: Actor) -> None:
    right = [NEW, "დემო", "მოხელე", "Demo", "Klerk", "specialist", "", "", "", "", "", "yes"]

    assert sent(production, admin, right).renamed == 1
    assert held(production, admin)[0].name["en"] == "Demo Klerk"


def test_name__that_the_registry_or_another_municipality_gave__stays(
    production: Office, admin: Actor
) -> None:
    give(production, OTHER, "finance", "telavi")
    give(production, CONFIRMED, "lawyer")
    with owner(production) as connection:
        connection.execute(
            "update people set birth_date = '1980-01-01' where personal_number = %s", [CONFIRMED]
        )
    wrong = [[*row(who, role, family="სხვა"), "", "", "", "", "", "yes"]
             for who, role in ((OTHER, "finance"), (CONFIRMED, "lawyer"))]  # fmt: skip

    assert codes(planned(production, admin, *wrong)) == [
        ("corrects_name", "office.named_elsewhere"),
        ("corrects_name", "office.name_confirmed"),
    ]
    with production.engine.read(system()) as tx:
        assert people.person(tx, people.id_of(tx, OTHER) or 0).family_name["ka"] == "მოხელე"


def test_last_administrator__by_a_table__ends_only_where_another_begins(
    production: Office, admin: Actor
) -> None:
    with production.engine.read(system()) as tx:
        known = people.person(tx, admin.person_id or 0)
    names = [known.given_name["ka"], known.family_name["ka"], known.given_name["en"], known.family_name["en"]]
    ends = [known.personal_number, *names, ADMIN, "", "", "", "31.08.2026"]

    assert codes(planned(production, admin, ends)) == [("last_on", "office.last_administrator")]
    assert sent(production, admin, ends, row(OTHER, ADMIN)) == StaffAppointed(1, 1, ended=1)


def test_table__with_one_mistake__ends_nothing(production: Office, admin: Actor) -> None:
    rows = [changed("specialist", last=LATER.isoformat()), row(OTHER, "lawyer", "Unit 9")]

    with pytest.raises(Rejected) as raised:
        sent(production, admin, *rows)

    assert raised.value.error_code == "spreadsheet.invalid"
    assert held(production, admin)[0].valid_until is None


def test_office__ended_by_one_row_and_kept_by_another__is_a_mistake(production: Office, admin: Actor) -> None:
    after = (date(2026, 10, 2)).isoformat()
    rows = [changed("specialist", last="01.10.2026"), changed("specialist", first=after)]

    assert codes(planned(production, admin, *rows)) == [("role", "staff_table.given_twice")]


def test_office__ended_meanwhile__is_looked_at_again(production: Office, admin: Actor) -> None:
    rows = [changed("specialist", last=LATER.isoformat())]
    seen = planned(production, admin, *rows)
    sent(production, admin, changed("specialist", last=(LATER + timedelta(5)).isoformat()))

    with pytest.raises(Rejected) as raised:
        appoint(production, admin, seen, *rows)

    assert raised.value.error_code == "administering.changed_meanwhile"
