"""Figures of an office: what was filed and decided in a year, how much in time, how long it took."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from engine.errors import NotAllowed
from engine.queries import office_figures
from engine.queries.office_figures import NOTHING, OfficeFigures
from tests.engine.kit import MORNING, Office


def figures(office: Office, year: int | None = None, *, role: str = "head_of_service") -> OfficeFigures:
    with office.engine.read(office.staff(role)) as tx:
        return office_figures.figures(tx, year)


def test_figures__of_a_year__tell_what_was_filed_decided_in_time_and_how_fast(office: Office) -> None:
    tuesday = [office.file().case_id for _ in range(4)]
    office.file(municipality="telavi")
    for days, case_id in zip((1, 6, 60), tuesday, strict=False):
        office.clock.set(MORNING + timedelta(days=days))
        office.complete(case_id, good=False)

    found = figures(office)

    assert (found.whole.filed, found.whole.decided, found.whole.on_time) == (4, 3, 2)
    assert found.whole.median_days == 4  # from Tuesday to the next Monday
    assert {
        month.month: (month.filed, month.decided) for month in found.months if month.filed or month.decided
    } == {
        date(2026, 9, 1): (4, 2),
        date(2026, 10, 1): (0, 1),
    }
    assert [(service.code, service.filed, service.decided) for service in found.services] == [
        (office.service, 4, 3)
    ]
    assert sum(service.decided for service in found.each) == 3
    with office.engine.read(office.staff("mayor")) as tx:
        assert vars(office_figures.figures(tx, service="permits.other").whole) == NOTHING


def test_figures__of_a_clerk__are_refused(office: Office) -> None:
    with pytest.raises(NotAllowed):
        figures(office, role="specialist")
