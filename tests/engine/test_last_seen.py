"""Last-seen markers: what came to a list since its viewer saw it last is marked, until they view it again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from engine.commands.assignment import AssignTask, ClaimTask
from engine.db.pool import Transaction
from engine.queries import inbox, inbox_last_seen
from engine.queries.inbox_views import InboxPage
from engine.tenancy import Actor
from tests.engine.bookkeeping import owner
from tests.engine.kit import Office
from tests.engine.test_inbox import MANY_TASKS

A_WHILE = inbox_last_seen.VIEWING_LASTS + timedelta(minutes=1)


def view(office: Office, tab: str = "unit", *, by: Actor | None = None) -> InboxPage:
    """View a list, as its page does."""
    with office.engine.read(by or office.staff("specialist")) as tx:
        page = inbox.page(tx, tab)
        inbox_last_seen.record(tx, tab)
    return page


def new(page: InboxPage) -> list[str]:
    return [row.case_number for row in page.rows if row.is_new]


def changed(page: InboxPage) -> list[str]:
    return [row.case_number for row in page.rows if row.is_changed]


def test_last_seen__the_first__marks_nothing(office: Office) -> None:
    office.file()

    page = view(office)

    assert (new(page), changed(page), page.counts.new) == ([], [], {"mine": 0, "unit": 0, "unassigned": 0})


def test_last_seen__after_something_came__marks_it_and_the_next_viewing_does_not(office: Office) -> None:
    office.file()
    view(office)
    office.clock.advance(A_WHILE)
    fresh = office.file().number
    office.clock.advance(A_WHILE)

    first = view(office)
    office.clock.advance(timedelta(minutes=1))
    same = view(office)
    office.clock.advance(A_WHILE)
    second = view(office)

    assert (new(first), new(same), new(second)) == ([fresh], [fresh], [])
    assert (first.counts.new["unit"], second.counts.new["unit"]) == (1, 0)


def test_last_seen__at_one_list__leaves_the_marks_of_the_others(office: Office) -> None:
    for tab in ("unit", "unassigned"):
        view(office, tab)
    office.clock.advance(A_WHILE)
    fresh = office.file().number
    office.clock.advance(A_WHILE)
    view(office, "unit")
    office.clock.advance(A_WHILE)

    assert new(view(office, "unassigned")) == [fresh]


def test_last_seen__of_one_person__is_not_a_colleague_s(office: Office) -> None:
    first, second = office.staff("specialist"), office.person("00000002008")
    view(office, by=first)
    view(office, by=second)
    office.clock.advance(A_WHILE)
    fresh = office.file().number
    office.clock.advance(A_WHILE)
    view(office, by=first)
    office.clock.advance(A_WHILE)

    assert (new(view(office, by=first)), new(view(office, by=second))) == ([], [fresh])


def test_last_seen__at_a_step_that_a_colleague_took__says_that_it_changed(office: Office) -> None:
    filed = office.file()
    first, second = office.staff("specialist"), office.person("00000002008")
    for person in (first, second):
        view(office, by=person)
    office.clock.advance(A_WHILE)
    office.engine.send(ClaimTask(office.task(filed.case_id).id), actor=second)
    office.clock.advance(A_WHILE)

    seen = {who: changed(view(office, by=one)) for who, one in (("first", first), ("second", second))}

    assert seen == {"first": [filed.number], "second": []}


def test_mine__after_a_head_assigned_something__marks_and_counts_it(office: Office) -> None:
    filed, clerk = office.file(), office.staff("specialist")
    view(office, "mine", by=clerk)
    office.clock.advance(A_WHILE)
    assigning = AssignTask(office.task(filed.case_id).id, clerk.person_id, "a reason")
    office.engine.send(assigning, actor=office.staff("head_of_service"))
    office.clock.advance(A_WHILE)

    page = view(office, "mine", by=clerk)

    assert (changed(page), page.counts.new["mine"]) == ([filed.number], 1)


def test_mine__what_one_took_oneself__is_not_marked(office: Office) -> None:
    clerk = office.staff("specialist")
    view(office, "mine", by=clerk)
    office.clock.advance(A_WHILE)
    filed = office.file()
    office.engine.send(ClaimTask(office.task(filed.case_id).id), actor=clerk)
    office.clock.advance(A_WHILE)

    page = view(office, "mine", by=clerk)

    assert (new(page), changed(page), page.counts.new["mine"]) == ([], [], 0)


def test_count__of_what_is_new_among_very_many__walks_along_the_index_of_openings(office: Office) -> None:
    office.file()
    view(office)
    office.clock.advance(A_WHILE)
    with owner(office) as connection:
        connection.execute(MANY_TASKS)
        connection.execute("analyze tasks")
    plans: list[str] = []
    asked = Transaction.one

    def explain(tx: Transaction, sql: str, /, **params: Any) -> Any:
        if "new_unit" in sql:
            plans.append("\n".join(row[0] for row in tx.all(f"explain {sql}", **params)))
        return asked(tx, sql, **params)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Transaction, "one", explain)
        view(office)

    (plan,) = plans
    walks = [walk.partition("SubPlan")[0] for walk in plan.split("Index Scan using tasks_opened on")[1:]]
    assert sum("opened_at > " in walk.partition("Filter:")[0] for walk in walks) == 2
    assert not any("deadline_at" in walk for walk in walks)
