"""The national administrator gives and ends the offices of community centres, and no others of a place."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine.centers.queries import center_staff
from engine.commands.offices import EndOffice, GiveOffice
from engine.errors import NotAllowed, NotFound, Rejected
from engine.queries.sessions import roles_of
from engine.stores import people
from engine.tenancy import Actor, system
from tests.engine.kit import MORNING, Office

CENTER = 68  # of Keda
NEW = "01001012345"
TODAY = MORNING.date()
NAMES = {"given_name": {"ka": "დემო", "en": "Demo"}, "family_name": {"ka": "ახალი", "en": "New"}}


def national(office: Office) -> Actor:
    return office.person("00000005001")


def give(office: Office, *, by: Actor | None = None, role: str = "operator", **more: Any) -> None:
    values = {"center": CENTER, "valid_from": TODAY, "act": "Order No. 5", **NAMES, **more}
    office.engine.send(GiveOffice(NEW, role, "keda", **values), actor=by or national(office))


def end(office: Office, day: date, *, by: Actor | None = None) -> None:
    command = EndOffice(NEW, "operator", "keda", "Order No. 6", day, center=CENTER)
    office.engine.send(command, actor=by or national(office))


def held(office: Office) -> list[tuple[str, int | None]]:
    with office.engine.read(system()) as tx:
        person_id = people.id_of(tx, NEW)
        return [] if person_id is None else [(given.role, given.center) for given in roles_of(tx, person_id)]


@pytest.mark.parametrize("role", ["operator", "center_head"])
def test_office__of_a_center__is_given_by_the_national_administrator(office: Office, role: str) -> None:
    give(office, role=role)

    assert held(office) == [(role, CENTER)]
    with office.engine.read(national(office)) as tx:
        page = center_staff.staff(tx, CENTER)
        listed = {center.number: center.staff for center in center_staff.centers(tx)}
    assert (NEW, role, "Order No. 5") in [
        (office.personal_number, office.role, office.appointed_by) for office in page.offices
    ]
    assert listed[CENTER] == len(page.offices)


def test_office__that_was_ended__is_over_from_that_day(office: Office) -> None:
    give(office)

    end(office, TODAY)

    assert held(office) == []
    with office.engine.read(national(office)) as tx:
        present, all_times = (
            center_staff.staff(tx, CENTER, with_past=past).offices for past in (False, True)
        )
    assert NEW not in {person.personal_number for person in present}
    assert "Order No. 6" in {time.ended_by for time in all_times}


def test_office__of_a_municipality__is_not_the_national_administrator_s_to_give(office: Office) -> None:
    with pytest.raises(NotAllowed):
        give(office, role="specialist", center=None)


@pytest.mark.parametrize("role", ["municipal_admin", "head_of_service"])
def test_office__of_a_center__is_not_given_or_ended_in_the_municipality(office: Office, role: str) -> None:
    give(office)

    with pytest.raises(NotAllowed):
        give(office, by=office.staff(role), valid_from=date(2027, 1, 1))
    with pytest.raises(NotAllowed):
        end(office, TODAY, by=office.staff(role))
    assert held(office) == [("operator", CENTER)]


def test_office__of_a_center_elsewhere__is_refused(office: Office) -> None:
    with pytest.raises(Rejected, match="center_needed"):
        give(office, center=1)


def test_pages__of_centers__are_for_the_national_administrator(office: Office) -> None:
    for person in (office.staff("municipal_admin"), office.staff("head_of_service")):
        with office.engine.read(person) as tx, pytest.raises(NotAllowed):
            center_staff.centers(tx)
    with office.engine.read(national(office)) as tx, pytest.raises(NotFound):
        center_staff.office(tx, CENTER, 0)
