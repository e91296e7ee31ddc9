"""Offices and units that a municipality's administrator gives, and who names administrators."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from engine.commands.offices import EndOffice, GiveOffice
from engine.commands.units import AddUnit, EndUnit, RenameUnit
from engine.errors import NotAllowed, NotFound, Rejected
from engine.queries import cases, offices
from engine.tenancy import Actor, system
from tests.engine.kit import CITIZEN, Office

CLERK, ANOTHER = "00000000104", "00000000105"
NATIONAL, ADMIN = "00000005001", "municipal_admin"
ACT = "Order No. 5 of 31 August 2026"
TODAY = date(2026, 9, 1)  # of the office's clock


def names_of(office: Office, number: str) -> dict[str, Any]:
    """Return the names as whoever appoints the person types them."""
    with office.engine.read(system()) as tx:
        row = tx.one("select given_name, family_name from people where personal_number = :n", n=number)
    return {"given_name": row.given_name, "family_name": row.family_name}


def give(office: Office, number: str = CLERK, *, by: Actor | None = None, **more: Any) -> None:
    what = {"role": "specialist", "municipality": "keda", "act": ACT, "valid_from": TODAY}
    command = GiveOffice(number, **{**what, **names_of(office, number), **more})
    office.engine.send(command, actor=by or office.staff(ADMIN))


def end(office: Office, number: str = CLERK, *, by: Actor | None = None, **more: Any) -> None:
    what = {"role": "specialist", "municipality": "keda", "act": ACT, "valid_until": TODAY}
    office.engine.send(EndOffice(number, **{**what, **more}), actor=by or office.staff(ADMIN))


def roles(office: Office, number: str = CLERK) -> list[str]:
    return [grant.role for grant in office.person(number).roles]


def refused(attempt: Any, *given: Any, **more: Any) -> str:
    with pytest.raises(Rejected) as caught:
        attempt(*given, **more)
    return caught.value.error_code


def test_office__given_by_the_administrator__is_held_and_ended(office: Office) -> None:
    give(office, unit="keda-unit-1")
    held = roles(office)
    end(office, unit="keda-unit-1")

    assert (held, roles(office)) == (["specialist"], [])
    with office.engine.read(office.staff(ADMIN)) as tx:
        (one,) = [
            grant
            for grant in offices.staff(tx, "keda", with_past=True).offices
            if grant.personal_number == CLERK
        ]
    assert (one.appointed_by, one.ended_by) == (ACT, ACT)


@pytest.mark.parametrize(
    ("giver", "more"),
    [
        ("mayor", {}),
        ("head_of_service", {"role": "mayor"}),
        (ADMIN, {"municipality": "telavi"}),
        (ADMIN, {"role": "national_admin", "municipality": None}),
        (ADMIN, {"role": "analyst", "municipality": None}),
        (ADMIN, {"role": "operator", "center": 68}),
    ],
)
def test_office__given_by_whom_it_is_not_to_give__is_refused(
    office: Office, giver: str, more: dict[str, Any]
) -> None:
    for attempt in (give, end):
        with pytest.raises(NotAllowed):
            attempt(office, by=office.staff(giver), **more)

    assert roles(office) == []


def test_national_administrator__names_administrators_and_analysts__and_nobody_else(office: Office) -> None:
    national = office.person(NATIONAL)

    give(office, by=national, role=ADMIN, municipality="kutaisi")
    give(office, ANOTHER, by=national, role="analyst", municipality=None)
    end(office, ANOTHER, by=national, role="analyst", municipality=None)
    for more in ({"municipality": "kutaisi"}, {"role": "national_admin", "municipality": None}):
        with pytest.raises(NotAllowed):
            give(office, by=national, **more)

    new = office.person(CLERK)
    assert (roles(office), new.administers, new.is_staff) == ([ADMIN], True, False)
    give(office, ANOTHER, by=new, role="mayor", municipality="kutaisi")
    assert roles(office, ANOTHER) == ["mayor"]


def test_administrator__gives_nothing_to_oneself(office: Office) -> None:
    admin = office.staff(ADMIN)
    number = number_of(office, admin)

    assert refused(give, office, number, role="mayor") == "office.to_oneself"

    assert roles(office, number) == [ADMIN]


def number_of(office: Office, actor: Actor) -> str:
    with office.engine.read(system()) as tx:
        return str(tx.scalar("select personal_number from people where id = :id", id=actor.person_id))


def test_last_administrator__is_not_removed_by_anybody(office: Office) -> None:
    number = number_of(office, office.staff(ADMIN))
    for by in (office.staff(ADMIN), office.person(NATIONAL), system()):
        assert refused(end, office, number, role=ADMIN, by=by) == "office.last_administrator"
    give(office, role=ADMIN, valid_until=TODAY + timedelta(3))
    later = {"role": ADMIN, "valid_until": TODAY + timedelta(3)}
    assert refused(end, office, number, **later) == "office.last_administrator"

    end(office, number, role=ADMIN)

    assert (roles(office, number), roles(office)) == ([], [ADMIN])


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"given_name": None}, "office.names_missing"),
        ({"family_name": {"ka": "სხვა", "en": "Other"}}, "office.name_differs"),
        ({"is_acting": True}, "office.acting_needs_end"),
        ({"unit": "telavi-unit-1"}, "office.unknown_unit"),
    ],
)
def test_giving__with_a_mistake__is_refused(office: Office, more: dict[str, Any], code: str) -> None:
    assert refused(give, office, **more) == code
    assert roles(office) == []


def test_administrator__sees_no_case_and_no_other_place(office: Office) -> None:
    case_id, admin = office.file().case_id, office.staff(ADMIN)

    with office.engine.read(admin) as tx:
        assert tx.scalar("select count(*) from cases") == 0
        with pytest.raises(NotFound):
            cases.view(tx, case_id, "ka")
        with pytest.raises(NotAllowed):
            offices.staff(tx, "telavi")
    with office.engine.read(office.staff("mayor")) as tx, pytest.raises(NotAllowed):
        offices.staff(tx, "keda")


def test_acting_official__holds_the_office_as_such(office: Office) -> None:
    mayor = office.staff("mayor")
    give(office, role="mayor", is_acting=True, valid_until=TODAY + timedelta(7))
    give(office, role="lawyer")
    place, acting = office.place(), office.person(CLERK)

    assert acting.is_acting_as("mayor", place) and not acting.is_acting_as("lawyer", place)
    assert not mayor.is_acting_as("mayor", place)


def test_unit__set_up_renamed_and_dissolved__takes_offices_while_it_is_there(office: Office) -> None:
    admin = office.staff(ADMIN)
    office.engine.send(AddUnit("keda", {"ka": "სამსახური", "en": "Service"}, ACT, TODAY), actor=admin)
    (code,) = [unit.code for unit in units(office) if unit.names["en"] == "Service"]
    renamed = {"ka": "ახალი", "en": "New"}
    office.engine.send(RenameUnit("keda", code, renamed, "Order 6"), actor=admin)
    give(office, unit=code, valid_until=TODAY + timedelta(2))
    dissolve = EndUnit("keda", code, "Order 7", TODAY + timedelta(1))

    assert refused(office.engine.send, dissolve, actor=admin) == "unit.has_offices"
    end(office, unit=code, seen_until=TODAY + timedelta(2))
    office.engine.send(dissolve, actor=admin)

    (unit,) = [unit for unit in units(office) if unit.code == code]
    assert (unit.names, unit.act, unit.ended_by) == (renamed, "Order 6", "Order 7")
    assert refused(give, office, unit=code, valid_from=TODAY + timedelta(1)) == "office.unknown_unit"
    assert refused(office.engine.send, RenameUnit("keda", code, renamed, ACT), actor=admin) == (
        "unit.is_no_more"
    )


def units(office: Office) -> tuple[offices.Unit, ...]:
    with office.engine.read(office.staff(ADMIN)) as tx:
        return offices.units_of(tx, "keda")[1]


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (AddUnit("keda", {"ka": "სამსახური"}, ACT, TODAY), "unit.names_missing"),
        (AddUnit("keda", {"ka": "ა", "en": "a"}, " ", TODAY), "administering.act_needed"),
        (EndUnit("keda", "keda-unit-1", ACT, TODAY - timedelta(1)), "administering.day_is_past"),
        (EndUnit("keda", "telavi-unit-1", ACT, TODAY), "not_found"),
        (RenameUnit("telavi", "telavi-unit-1", {"ka": "ა", "en": "a"}, ACT), "not_allowed"),
    ],
)
def test_unit__with_a_mistake__is_refused(office: Office, command: Any, code: str) -> None:
    with pytest.raises(Rejected) as caught:
        office.engine.send(command, actor=office.staff(ADMIN))

    assert caught.value.error_code == code


def test_citizen__may_send_none_of_it(office: Office) -> None:
    for command in (
        AddUnit("keda", {"ka": "ა", "en": "a"}, ACT, TODAY),
        RenameUnit("keda", "keda-unit-1", {"ka": "ა", "en": "a"}, ACT),
        EndUnit("keda", "keda-unit-1", ACT, TODAY),
    ):
        with pytest.raises(NotAllowed):
            office.engine.send(command, actor=office.person(CITIZEN))
