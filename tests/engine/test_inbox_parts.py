"""Parts of a clerk's lists: by deadline, by service, what came today, what waits for applicants, and all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from engine.commands.assignment import ClaimTask
from engine.queries import inbox
from engine.queries.inbox_part import Part
from engine.queries.inbox_views import Due, InboxPage
from engine.tenancy import Actor
from tests.engine.fixtures import OpenOffice
from tests.engine.kit import Office
from tests.engine.services import flow, user_task

# A clerk's step, then one of the applicant.
TWO = (
    user_task("review", due='=term("gac.defect.min")')
    + user_task("answer", assignee="=applicant.personal_number")
    + '<bpmn:endEvent id="done"/>'
    + flow("application", "review")
    + flow("review", "answer")
    + flow("answer", "done")
)


@pytest.fixture
def parted(open_office: OpenOffice) -> Iterator[Office]:
    with open_office(TWO) as built:
        yield built


def page(
    office: Office,
    tab: str = "unit",
    *,
    by: Actor | None = None,
    due: Due | None = None,
    service: str | None = None,
    **paging: Any,
) -> InboxPage:
    with office.engine.read(by or office.staff("specialist")) as tx:
        return inbox.page(tx, Part(tab, due, service), **paging)


def numbers(found: InboxPage) -> list[str]:
    return [row.case_number for row in found.rows]


def test_parts__by_deadline__share_the_list_among_them_and_are_counted(parted: Office) -> None:
    late = parted.file().number
    parted.clock.advance(timedelta(days=5))
    near = parted.file().number
    parted.clock.advance(timedelta(days=2))
    fresh = parted.file().number

    overdue, soon, new = (page(parted, due=due) for due in (Due.OVERDUE, Due.SOON, Due.NEW))

    assert numbers(page(parted)) == [late, near, fresh]
    assert (numbers(overdue), numbers(soon), numbers(new)) == ([late], [near], [fresh])
    assert overdue.counts.due == {Due.OVERDUE: 1, Due.SOON: 1, Due.NONE: 0, Due.NEW: 1}


def test_parts__more_than_a_page__go_on_within_the_part(parted: Office) -> None:
    late = {parted.file().number for _ in range(3)}
    parted.clock.advance(timedelta(days=30))
    parted.file()

    first = page(parted, due=Due.OVERDUE, limit=2)
    second = page(parted, due=Due.OVERDUE, limit=2, after=first.next_after)

    assert set(numbers(first) + numbers(second)) == late
    assert (len(first.rows), len(second.rows), second.next_after) == (2, 1, None)


def test_waiting__for_applicants__is_a_list_of_its_own(parted: Office) -> None:
    case = parted.file()
    parted.complete(case.case_id, good=True)

    waiting = page(parted, "waiting")

    assert numbers(waiting) == [case.number]
    assert waiting.rows[0].is_for_applicant and not waiting.rows[0].may_claim
    assert (waiting.counts.waiting, waiting.counts.all, waiting.counts.unit) == (1, None, 0)


def test_all__shows_steps_of_other_offices_which_one_may_not_take(parted: Office) -> None:
    number = parted.file().number

    seen = page(parted, "all", by=parted.staff("lawyer"))

    assert numbers(seen) == [number]
    assert not seen.rows[0].may_claim
    assert page(parted, "unit", by=parted.staff("lawyer")).rows == ()
    assert page(parted, "all", by=parted.staff("lawyer", "telavi")).rows == ()


def test_service__named__hides_the_others(parted: Office) -> None:
    number = parted.file().number

    assert numbers(page(parted, service=parted.service)) == [number]
    assert page(parted, service="permits.other").rows == ()


def test_may_claim__of_one_that_is_taken__is_false(parted: Office) -> None:
    task = parted.task(parted.file().case_id)
    parted.engine.send(ClaimTask(task.id), actor=parted.staff("specialist"))

    assert not page(parted).rows[0].may_claim


def test_labels__of_a_foreign_step__are_not_told(parted: Office) -> None:
    task = parted.task(parted.file().case_id)

    with parted.engine.read(parted.staff("specialist")) as tx:
        assert set(inbox.labels(tx, [task.id])) == {task.id}
    with parted.engine.read(parted.staff("specialist", "telavi")) as tx:
        assert inbox.labels(tx, [task.id]) == {}
