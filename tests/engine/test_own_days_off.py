"""An administrator declares days off that are ahead, and the terms of the municipality follow them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine.clock import local_date
from engine.commands import DeclareDayOff
from engine.errors import NotAllowed, NotFound, Rejected
from engine.jobs.app import recount
from engine.queries import days_off
from engine.stores import reference
from engine.tenancy import Actor, system
from tests.engine.kit import Office

NAMES = {"ka": "ქედობა", "en": "Day of Keda"}
LAST_DAY = date(2026, 10, 1)  # of a month that began on 1 September
ACT = "Resolution No. 9 of 1 September 2026"


def administrator(office: Office, municipality: str = "keda") -> Actor:
    return office.staff("municipal_admin", municipality)


def declare(office: Office, day: date = LAST_DAY, *, by: Actor | None = None, **more: Any) -> None:
    command = DeclareDayOff(day, more.pop("names", NAMES), more.pop("place", "keda"), more.pop("act", ACT))
    office.engine.send(command, actor=by or administrator(office))


def test_day_off__declared_by_the_administrator__moves_the_deadlines_there_alone(office: Office) -> None:
    here, there = office.file().case_id, office.file(municipality="telavi").case_id

    declare(office)
    recount(office.engine, LAST_DAY, office.place())

    assert office.observe(here).due_on == date(2026, 10, 2)
    assert office.observe(there, "telavi").due_on == LAST_DAY


def test_day_off__declared_by_the_administrator__queues_its_own_recount(office: Office) -> None:
    declare(office)

    with office.engine.read(system()) as tx:
        queued = tx.all("select args from procrastinate_jobs where task_name = 'recount_deadlines'")
    assert [row.args for row in queued] == [{"day": "2026-10-01", "municipality_id": office.place()}]


def test_page__of_the_days__says_by_which_act_and_how_many_cases_it_concerns(office: Office) -> None:
    office.file()
    declare(office)

    with office.engine.read(administrator(office)) as tx:
        _, found = days_off.of_municipality(tx, "keda")

    (own,) = [one for one in found if one.is_own]
    assert (own.day, own.act, own.cases, own.names) == (LAST_DAY, ACT, 1, NAMES)
    assert own.who is not None
    assert [one.is_own for one in found].count(False) > 5
    with office.engine.read(administrator(office, "telavi")) as tx:
        assert not any(one.is_own for one in days_off.of_municipality(tx, "telavi")[1])


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"act": " "}, "administering.act_needed"),
        ({"names": {"ka": "დღე"}}, "day_off.names_needed"),
        ({"day": date(2026, 9, 1)}, "day_off.not_ahead"),
        ({"day": date(2026, 8, 3)}, "day_off.not_ahead"),
        ({"day": date(2026, 10, 3)}, "day_off.off_anyway"),
        ({"day": date(2026, 10, 14)}, "day_off.off_anyway"),
    ],
)
def test_day_off__that_can_not_be__is_refused(office: Office, more: dict[str, Any], code: str) -> None:
    with pytest.raises(Rejected) as refused:
        declare(office, **more)

    assert refused.value.error_code == code
    with office.engine.read(system()) as tx:
        since = local_date(tx.now).replace(month=1, day=1)
        assert all(row.municipality_id is None for row in reference.days_off(tx, office.place(), since=since))


def test_day_off__declared_twice__is_refused_the_second_time(office: Office) -> None:
    declare(office)

    with pytest.raises(Rejected, match="off_anyway"):
        declare(office)


def test_day_off__of_another_municipality_or_of_the_country__is_not_theirs(office: Office) -> None:
    for place, person in (("telavi", administrator(office)), (None, administrator(office))):
        with pytest.raises((NotAllowed, NotFound)):
            declare(office, by=person, place=place)
    with pytest.raises(NotAllowed):
        declare(office, by=office.staff("head_of_service"))
