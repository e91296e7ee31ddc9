"""Reports of an office: figures of a period and the cases behind each, steps, work, refusals, a forecast."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from engine.db.pool import Transaction
from engine.errors import NotAllowed
from engine.queries import office_cases
from engine.queries.case_conditions import CaseConditions
from engine.queries.office_cases import CaseFilter
from engine.queries.reports import forecast, national, volumes
from engine.queries.reports.dashboard import Dashboard, dashboard
from engine.queries.reports.scope import Period, period_of
from engine.tenancy import Actor
from tests.engine.kit import MORNING, Office

NATIONAL = "00000005001"
AUTUMN = CaseConditions(since=date(2026, 9, 1), until=date(2026, 11, 30))


@pytest.fixture
def worked(office: Office) -> Office:
    """Three cases of Keda decided after 1, 6 and 60 days, of four that were filed; one of Telavi."""
    filed = [office.file().case_id for _ in range(4)]
    office.file(municipality="telavi")
    for days, case_id in zip((1, 6, 60), filed, strict=False):
        office.clock.set(MORNING + timedelta(days=days))
        office.complete(case_id, good=False)
    return office


def shown(office: Office, asked: CaseConditions = AUTUMN, *, role: str = "head_of_service") -> Dashboard:
    with office.engine.read(office.staff(role)) as tx:
        return dashboard(tx, asked)


def listed(office: Office, asked: office_cases.CaseFilter) -> list[UUID]:
    with office.engine.read(office.staff("head_of_service")) as tx:
        return [row.case_id for row in office_cases.page(tx, asked).rows]


def test_dashboard__of_a_period__counts_what_was_filed_decided_in_time_and_how_fast(worked: Office) -> None:
    found = shown(worked)

    totals = found.totals
    assert (totals.filed, totals.decided, totals.on_time) == (4, 3, 2)
    assert (totals.open, totals.overdue) == (4, 1)
    assert (totals.median, totals.ninth) == (4, 42)  # from Tuesday to the next Monday; to 31 October
    assert {
        span.period.since: (span.filed, span.decided) for span in found.series if span.filed or span.decided
    } == {
        date(2026, 9, 1): (4, 1),
        date(2026, 9, 7): (0, 1),
        date(2026, 10, 26): (0, 1),
    }
    assert [(span.share, span.decided) for span in found.in_time if span.decided] == [(100, 2), (0, 1)]
    assert [(age.least, age.number, age.overdue) for age in found.ages if age.number] == [(31, 4, 1)]
    assert len(listed(worked, volumes.of_age(found.scope, found.ages[-1]))) == 4


def test_number__of_a_dashboard__opens_as_many_cases(worked: Office) -> None:
    found = shown(worked)

    cases = found.scope.cases
    period = {"decided_since": AUTUMN.since, "decided_until": AUTUMN.until}
    opened = {
        "filed": cases(since=AUTUMN.since, until=AUTUMN.until),
        "decided": cases(**period),
        "on_time": cases(**period, timeliness="in_time"),
        "refused": cases(**period, outcome="refused"),
        "open": cases(show="open"),
        "overdue": cases(show="overdue"),
    }
    assert {name: len(listed(worked, asked)) for name, asked in opened.items()} == {
        name: getattr(found.totals, name) for name in opened
    }
    assert len(listed(worked, cases(**period, timeliness="late"))) == 1
    for ground in found.grounds:
        asked = cases(**period, outcome="refused", ground=ground.code)
        assert len(listed(worked, asked)) == ground.number
    for step in found.steps.steps:
        assert len(listed(worked, cases(show="open", waits_at=step.element))) == step.waiting
        assert len(listed(worked, cases(**period, passed=step.element))) == step.cases


def test_dashboard__of_a_unit_or_service_without_cases__is_empty(worked: Office) -> None:
    for asked in (replace(AUTUMN, service="permits.other"), replace(AUTUMN, unit="keda-none")):
        found = shown(worked, asked)

        assert (found.totals.filed, found.totals.decided, found.totals.median) == (0, 0, None)
        assert found.steps.steps == () and found.work == () and found.grounds == ()


def test_dashboard__of_the_mayor__does_not_tell_who_does_how_much(worked: Office) -> None:
    assert shown(worked, role="mayor").work is None
    assert sum(work.done for work in shown(worked).work or ()) == 3
    with pytest.raises(NotAllowed):
        shown(worked, role="specialist")


def test_forecast__with_history__says_the_share_that_took_longer_and_what_it_rests_on(
    worked: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked.clock.set(MORNING + timedelta(days=61))
    case_id = worked.file().case_id

    unknown = shown(worked).forecast
    monkeypatch.setattr(forecast, "FEWEST", 3)
    known = shown(worked).forecast

    assert [(case.case_id, case.risk, case.based_on) for case in unknown.cases] == [(case_id, None, 3)]
    assert (unknown.open, unknown.unknown, unknown.at_risk) == (1, 1, 0)
    (case,) = known.cases
    assert (case.median, case.ninth, case.based_on, case.risk) == (4, 42, 3, 33)


def test_dashboard__with_more_cases__takes_as_many_statements(
    worked: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def counted() -> int:
        asked: list[str] = []
        with worked.engine.read(worked.staff("head_of_service")) as tx:
            for name in ("all", "one", "scalar"):
                monkeypatch.setattr(tx, name, _counting(tx, name, asked))
            dashboard(tx, AUTUMN)
        return len(asked)

    counted()  # compiles
    before = counted()
    worked.file()
    worked.file()

    assert counted() == before <= 30


def _counting(tx: Transaction, name: str, asked: list[str]) -> Callable[..., object]:
    run = getattr(tx, name)
    return lambda sql, **values: asked.append(sql) or run(sql, **values)


def test_report__of_the_country__tells_no_number_of_one_to_four(worked: Office) -> None:
    administrator = worked.person(NATIONAL)
    few = compared(worked, administrator)
    for _ in range(4):
        worked.file(municipality="keda")
        worked.file(municipality="telavi")
    for case_id in listed(worked, CaseFilter(show="all"))[:4]:
        worked.complete(case_id, good=False)
    many = compared(worked, administrator)

    assert few["keda"][:3] == (None, None, None) and few["telavi"][0] is None
    assert many["keda"] == (8, 7, 42, True, 0) and many["telavi"][:2] == (5, 0)
    assert many[None][:2] == (13, 7)
    with pytest.raises(NotAllowed):
        compared(worked, worked.staff("mayor"))


def compared(office: Office, actor: Actor) -> dict[str | None, tuple[object, ...]]:
    """Return filed, decided, the share in time and whether it is a bound, the median, by municipality."""
    with office.engine.read(actor) as tx:
        found = national.report(tx, since=AUTUMN.since, until=AUTUMN.until)
    rows = [*found.municipalities, *filter(None, [found.country])]
    return {row.code: (row.filed, row.decided, row.in_time, row.is_least, row.median) for row in rows}


def test_period__with_odd_ends__is_one_of_days_that_there_have_been() -> None:
    today = date(2026, 11, 30)

    assert period_of(None, None, today=today) == Period(date(2026, 9, 1), today)
    assert period_of(date(2026, 12, 5), date(2027, 1, 1), today=today) == Period(today, today)
    assert period_of(date(2026, 10, 5), date(2026, 10, 1), today=today).since == date(2026, 10, 1)
    assert Period(date(2024, 2, 29), date(2024, 2, 29)).year_before.since == date(2023, 2, 28)
    weeks = volumes.weeks(Period(date(2026, 9, 2), date(2026, 9, 15)))
    assert [week.since.day for week in weeks] == [2, 7, 14] and weeks[-1].until.day == 15
