"""Administrators declare days off that are ahead, and the terms of the municipality or the country follow."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from engine.clock import local_date
from engine.commands.municipalities import SetParameter
from engine.commands.reference import DeclareDayOff
from engine.errors import NotAllowed, NotFound, Rejected
from engine.jobs.app import recount
from engine.queries import days_off
from engine.stores import reference
from engine.tenancy import Actor, system
from tests.engine.bookkeeping import owner
from tests.engine.kit import Office
from tests.engine.test_rollout import national

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

    (own,) = [day for day in found if day.is_own]
    assert (own.day, own.act, own.cases, own.names) == (LAST_DAY, ACT, 1, NAMES)
    assert own.who is not None
    assert [day.is_own for day in found].count(False) > 5
    with office.engine.read(administrator(office, "telavi")) as tx:
        assert not any(day.is_own for day in days_off.of_municipality(tx, "telavi")[1])


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


def deadlines(office: Office) -> dict[Any, Any]:
    """Return every open deadline of the installation."""
    with owner(office) as connection:
        rows = connection.execute(
            "select case_id, name, last_day from clocks where state = 'running'"
            " union all select case_id, token, due_at::date from tasks where state = 0 and term is not null"
            " union all select case_id, token || ' timer', due_at::date from timers where not term ? 'clock'"
        ).fetchall()
    return {(case_id, name): day for case_id, name, day in rows}


def test_day_off_of_the_country__declared__moves_as_many_deadlines_as_was_said(office: Office) -> None:
    by, keda = national(office), office.place()
    term = SetParameter("gac.defect.min", None, {"number": 5, "unit": "working_days"}, ACT, date(2026, 9, 2))
    office.engine.send(term, actor=by)
    office.file()  # the step's term ends on 7 September, for 6 September is a Sunday
    office.clock.advance(timedelta(days=1))
    office.file(municipality="telavi")
    declare(office, date(2026, 9, 7))
    recount(office.engine, date(2026, 9, 7), keda)

    said, moved = [], []
    for day in (date(2026, 9, 3), date(2026, 9, 7), date(2026, 9, 8), date(2026, 10, 2), date(2026, 11, 2)):
        with office.engine.read(by) as tx:
            effect = days_off.effect(tx, day)
        before = deadlines(office)
        declare(office, day, by=by, place=None)
        recount(office.engine, day, None)
        after = deadlines(office)
        assert before.keys() == after.keys()
        changed = [key for key in before if before[key] != after[key]]
        said.append((effect.deadlines, effect.cases))
        moved.append((len(changed), len({case_id for case_id, _ in changed})))

    assert said == moved
    assert moved == [(1, 1), (1, 1), (2, 2), (1, 1), (0, 0)]
    with office.engine.read(by) as tx:
        (one,) = [day for day in days_off.of_country(tx) if day.day == date(2026, 10, 2)]
    assert (one.act, one.names) == (ACT, NAMES) and one.who is not None
    with pytest.raises(Rejected, match="off_anyway"), office.engine.read(by) as tx:
        days_off.effect(tx, date(2026, 10, 2))
    with pytest.raises(NotAllowed), office.engine.read(administrator(office)) as tx:
        days_off.effect(tx, LAST_DAY)
