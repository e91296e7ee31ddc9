"""Lists in another order than by deadline, and narrowed by days and answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from engine.clock import local_date
from engine.commands.assignment import ClaimTask
from engine.errors import Rejected
from engine.queries import inbox, inbox_next, inbox_sorting
from engine.queries.inbox_part import Days, Part
from tests.engine.bookkeeping import owner
from tests.engine.fixtures import OpenOffice
from tests.engine.kit import OTHER_CITIZEN, Office
from tests.engine.test_inbox import HASTE

UNIT = Part("unit", language="ka")


@pytest.fixture
def hasty(open_office: OpenOffice) -> Iterator[Office]:
    """An office whose cases differ in how urgent they are."""
    with open_office(HASTE) as built:
        yield built


def numbers(office: Office, part: Part, *, limit: int = 50) -> list[str]:
    """Return the numbers of a part, page after page."""
    found, after = [], None
    with office.engine.read(office.staff("specialist")) as tx:
        while True:
            page = inbox.page(tx, part, limit=limit, after=after)
            assert page.order == part.order
            found += [row.case_number for row in page.rows]
            after = page.next_after
            if after is None:
                return found


def filed(office: Office, *urgencies: str) -> list[str]:
    """File applications a minute after each other; return their numbers."""
    found = []
    for urgency in urgencies:
        found.append(office.file(note=urgency).number)
        office.clock.advance(timedelta(minutes=1))
    return found


def test_list__sorted_by_arrival__runs_over_all_pages_either_way(hasty: Office) -> None:
    came = filed(hasty, "10", "90", "50", "100", "0", "60", "20")
    assert numbers(hasty, UNIT) != came

    assert numbers(hasty, replace(UNIT, order="opened"), limit=3) == came
    assert numbers(hasty, replace(UNIT, order="-opened"), limit=3) == came[::-1]


@pytest.mark.parametrize("order", ["step", "-step"])
def test_list__sorted_by_what_is_equal__stands_in_the_order_of_deadlines(hasty: Office, order: str) -> None:
    filed(hasty, "10", "90", "50", "100", "0")

    assert numbers(hasty, replace(UNIT, order=order), limit=2) == numbers(hasty, UNIT)


def test_list__sorted_by_number_and_by_name__is_so(hasty: Office) -> None:
    first = filed(hasty, "10", "90")
    other = hasty.file(by=OTHER_CITIZEN, note="50").number

    assert numbers(hasty, replace(UNIT, order="-number"), limit=1) == sorted([*first, other], reverse=True)
    with hasty.engine.read(hasty.staff("specialist")) as tx:
        rows = inbox.page(tx, replace(UNIT, order="applicant")).rows
    named = [row.applicant["ka"] for row in rows]
    assert len(set(named)) == 2 and named == sorted(named)


def test_list__too_long_to_be_sorted__says_so_and_stands_by_deadline(
    hasty: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed(hasty, "10", "90", "50")
    by_deadline = numbers(hasty, UNIT)
    monkeypatch.setattr(inbox_sorting, "MOST", 2)

    with hasty.engine.read(hasty.staff("specialist")) as tx:
        first = inbox.page(tx, replace(UNIT, order="-opened"), limit=2)
        second = inbox.page(tx, replace(UNIT, order="-opened"), limit=2, after=first.next_after)

    assert (first.order, second.order) == ("due", "due")
    assert [row.case_number for row in (*first.rows, *second.rows)] == by_deadline


@pytest.mark.parametrize("order", ["", "name", "--opened", "-", "t.id; drop table tasks"])
def test_list__in_an_order_that_there_is_not__is_refused(office: Office, order: str) -> None:
    with office.engine.read(office.staff("specialist")) as tx, pytest.raises(Rejected):
        inbox.page(tx, replace(UNIT, order=order))


def test_following__in_a_sorted_list__is_the_next_of_that_order(hasty: Office) -> None:
    filed(hasty, "10", "90", "50", "100")
    actor, colleague = hasty.staff("specialist"), hasty.person("00000002008")
    sorted_part = replace(UNIT, order="-opened")
    with hasty.engine.read(actor) as tx:
        tasks = [row.task_id for row in inbox.page(tx, sorted_part).rows]
    hasty.engine.send(ClaimTask(tasks[2]), actor=colleague)

    with hasty.engine.read(actor) as tx:
        behind = [inbox_next.following(tx, sorted_part, task) for task in tasks]
        among_free = inbox_next.following(tx, replace(sorted_part, tab="unassigned"), tasks[2])

    assert behind == [tasks[1], tasks[3], tasks[3], tasks[0]]
    assert among_free == tasks[3]


def test_following__in_a_list_too_long_to_be_sorted__is_the_next_by_deadline(
    hasty: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed(hasty, "10", "90", "50")
    monkeypatch.setattr(inbox_sorting, "MOST", 2)
    actor = hasty.staff("specialist")

    with hasty.engine.read(actor) as tx:
        tasks = [row.task_id for row in inbox.page(tx, UNIT).rows]
        behind = inbox_next.following(tx, replace(UNIT, order="-opened"), tasks[0])

    assert behind == tasks[1]


def test_list__of_days__holds_what_is_due_or_came_on_them(office: Office) -> None:
    today = local_date(office.clock.now())
    first = office.file()
    office.clock.advance(timedelta(days=3))
    second = office.file()
    with office.engine.read(office.staff("specialist")) as tx:
        due = {row.case_number: row.due_on for row in inbox.page(tx, UNIT).rows}

    def of(**days: Any) -> list[str]:
        return numbers(office, replace(UNIT, **days))

    assert of(came_on=Days(until=today)) == [first.number]
    assert of(came_on=Days(since=today + timedelta(days=1))) == [second.number]
    assert of(came_on=Days(today, today + timedelta(days=3))) == [first.number, second.number]
    assert due[first.number] and due[second.number] and due[first.number] < due[second.number]
    assert of(due_on=Days(until=due[first.number])) == [first.number]
    assert of(due_on=Days(since=due[first.number] + timedelta(days=1))) == [second.number]
    assert of(due_on=Days(due[second.number], due[second.number]), order="-due") == [second.number]
    assert of(due_on=Days(until=due[first.number] - timedelta(days=1))) == []


def test_list__of_days__leaves_out_what_has_no_deadline(office: Office) -> None:
    filed = office.file()
    with owner(office) as connection:
        connection.execute("update tasks set deadline_at = '9999-12-31 12:00+00' where state = 0")
    dated = Days(since=local_date(office.clock.now()) - timedelta(days=30))

    assert numbers(office, UNIT) == [filed.number]
    assert numbers(office, replace(UNIT, due_on=dated)) == []


def test_list__of_an_answer__holds_the_cases_that_gave_it(office: Office) -> None:
    office.file(note="a fence")
    wanted = office.file(note="a shed").number
    narrowed = replace(UNIT, service=office.service, answer=("application.note", "a shed"))

    assert numbers(office, narrowed) == [wanted]
    assert numbers(office, replace(narrowed, order="-opened")) == [wanted]
    assert numbers(office, replace(narrowed, answer=("application.note", "'--"))) == []
