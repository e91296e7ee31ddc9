"""A timer of a step that follows a clock of the case goes wherever the clock goes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from engine.catalogue.check import check_folder
from engine.clock import local_date
from engine.commands.reference import DeclareDayOff
from engine.jobs.app import recount
from engine.jobs.timers import poll
from engine.tenancy import system
from tests.engine.bookkeeping import found, owner
from tests.engine.fixtures import OpenOffice
from tests.engine.kit import Office
from tests.engine.services import FOLLOWING, write_service
from tests.engine.timed import do, kept

NAMES = {"ka": "დასვენების დღე", "en": "Day off"}
FOLLOWS = '=clock("expert")'


@pytest.fixture
def office(open_office: OpenOffice) -> Iterator[Office]:
    with open_office(FOLLOWING) as built:
        yield built


def due_on(office: Office, case_id: UUID) -> date | None:
    """Return the day on which the waiting step goes on, which is that of the clock if it has one."""
    with office.engine.read(system(office.place())) as tx:
        (row,) = tx.all("select * from timers where case_id = :id and token is not null", id=case_id)
    clock = kept(office, case_id).get("expert")
    assert row.due_at == (clock.ends_at if clock else None)
    return None if row.due_at is None else local_date(row.due_at)


def differences(office: Office) -> list[str]:
    return [difference for checked in found(office) for difference in checked.differences]


def is_reviewed(office: Office, case_id: UUID) -> bool:
    return "review" in office.observe(case_id).waiting


def test_timer__before_its_stage_begins__has_no_day_and_never_fires(office: Office) -> None:
    case_id = office.file().case_id
    assert due_on(office, case_id) is None
    office.clock.advance(timedelta(days=20))

    poll(office.engine)

    assert not is_reviewed(office, case_id)
    assert differences(office) == []


def test_timer__goes_along_with_a_pause_an_extension_and_a_restart(office: Office) -> None:
    case_id = office.file().case_id  # on 1 September

    do(office, case_id, "start", "expert")
    days = [due_on(office, case_id)]
    do(office, case_id, "pause", "expert")
    days.append(due_on(office, case_id))
    office.clock.advance(timedelta(days=7))
    do(office, case_id, "resume", "expert")
    days.append(due_on(office, case_id))
    do(office, case_id, "extend", "expert")
    days.append(due_on(office, case_id))
    do(office, case_id, "restart", "expert")
    days.append(due_on(office, case_id))
    do(office, case_id, "stop", "expert")
    days.append(due_on(office, case_id))

    assert days[:3] == [date(2026, 9, 15), None, date(2026, 9, 21)]
    assert days[3] is not None and days[3] > date(2026, 9, 21)
    assert days[4:] == [date(2026, 9, 22), None]


def test_timer__of_a_stage_that_runs_out__fires_once_with_the_instant_of_the_clock(office: Office) -> None:
    case_id = office.file().case_id
    do(office, case_id, "start", "expert")
    ends_at = kept(office, case_id)["expert"].ends_at
    assert ends_at is not None
    office.clock.advance(timedelta(days=20))

    poll(office.engine)
    poll(office.engine)

    fired = [event.body for event in office.observe(case_id).events if event.kind == "timer.fired"]
    assert fired == [{"due_at": ends_at.isoformat()}]
    assert kept(office, case_id)["expert"].state == "expired"
    assert is_reviewed(office, case_id)
    assert differences(office) == []


def test_timer__day_off_declared__goes_along(office: Office) -> None:
    case_id = office.file().case_id
    do(office, case_id, "start", "expert")

    day = date(2026, 9, 10)
    office.engine.send(DeclareDayOff(day, NAMES), actor=system())
    recount(office.engine, day, None)

    assert due_on(office, case_id) == date(2026, 9, 16)


def test_timer__that_strayed_from_its_clock__is_found_by_reconciling(office: Office) -> None:
    case_id = office.file().case_id
    do(office, case_id, "start", "expert")
    assert differences(office) == []

    with owner(office) as connection:
        connection.execute("update timers set due_at = due_at + interval '1 day' where token is not null")

    (told,) = differences(office)
    assert "the timer at wait does not follow its clock expert" in told


@pytest.mark.parametrize(
    ("follows", "expected"),
    [
        (FOLLOWS, []),
        ('=clock("case")', []),
        ('=clock("expret")', [("reference.clock_unknown", "expret")]),
        ('=clock("opinion")', [("reference.clock_never_started", "opinion")]),
    ],
)
def test_validation__timer_that_follows_a_clock__must_name_one_that_runs(
    tmp_path: Path, follows: str, expected: list[tuple[str, str]]
) -> None:
    named = FOLLOWING.replace(
        "source='=if act.clock = \"\" then null else act.clock' target='clock'",
        "source='=\"expert\"' target='clock'",
    )
    service = write_service(tmp_path / "bpmn", body=named.replace(FOLLOWS, follows))

    told = [
        (finding.code, finding.detail)
        for finding in check_folder(service)
        if finding.where == "wait" and finding.is_error
    ]

    assert told == expected


def test_validation__deadline_of_a_task__can_not_follow_a_clock(tmp_path: Path) -> None:
    body = FOLLOWING.replace('<zeebe:formDefinition formId="review"/>', (
        '<zeebe:formDefinition formId="review"/><zeebe:taskSchedule dueDate=\'=clock("case")\'/>'
    ))  # fmt: skip
    assert body != FOLLOWING

    found_codes = [
        finding.code
        for finding in check_folder(write_service(tmp_path / "bpmn", body=body))
        if finding.where == "review"
    ]

    assert "expression.not_a_time" in found_codes
