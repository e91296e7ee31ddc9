"""A clerk's list: what is on it, in which order, and that a page is one walk along an index."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from engine.commands.assignment import ClaimTask
from engine.db.pool import Transaction
from engine.errors import Rejected
from engine.queries import inbox, inbox_next
from engine.queries.inbox_views import Counts
from engine.tenancy import Actor
from tests.engine.bookkeeping import owner
from tests.engine.fixtures import OpenOffice
from tests.engine.kit import Office
from tests.engine.services import flow, user_task

# A review that is as urgent as the application says, and due on the same day as all others.
HASTE = (
    user_task(
        "review",
        due='=term("gac.defect.min")',
        priority='=if application.note = "a note" then null else number(application.note)',
    )
    + '<bpmn:endEvent id="done"/>'
    + flow("application", "review")
    + flow("review", "done")
)

MANY_TASKS = """
insert into tasks (id, case_id, municipality_id, applicant_id, token, element, form_id, role, state,
    opened_at, deadline_at, due_at)
select gen_random_uuid(), t.case_id, t.municipality_id, t.applicant_id, t.token || n, t.element, t.form_id,
    case when n % 2 = 0 then t.role else 'lawyer' end, 0,
    t.opened_at, t.deadline_at + n * interval '1 minute', t.due_at
from tasks t, generate_series(1, 40000) n where t.state = 0
"""
PLANS = """
select custom_plans, generic_plans from pg_prepared_statements
where statement like '%page as%' or statement like '%count(distinct t.id)%'
"""


@pytest.fixture
def hasty(open_office: OpenOffice) -> Iterator[Office]:
    """An office whose cases differ in how urgent they are."""
    with open_office(HASTE) as built:
        yield built


def test_inbox__of_a_specialist__shows_the_unit_and_then_mine(office: Office) -> None:
    filed, actor = office.file(), office.staff("specialist")

    with office.engine.read(actor) as tx:
        unit, mine = inbox.page(tx, "unit"), inbox.page(tx, "mine")
    assert [row.case_number for row in unit.rows] == [filed.number]
    assert unit.rows[0].step == {"ka": "განხილვა", "en": "Review"}
    assert (
        unit.rows[0].working_days_left == 4
    )  # due on Monday, 7 September: five calendar days end on a Sunday
    assert (unit.counts.unit, unit.counts.unassigned, mine.rows) == (1, 1, ())

    office.engine.send(ClaimTask(unit.rows[0].task_id), actor=actor)
    with office.engine.read(actor) as tx:
        assert [row.case_number for row in inbox.page(tx, "mine").rows] == [filed.number]
        assert inbox.page(tx, "unassigned").rows == ()


def test_inbox__more_than_a_page__continues_after_the_last_row(office: Office) -> None:
    numbers = [office.file().number for _ in range(5)]

    with office.engine.read(office.staff("specialist")) as tx:
        first = inbox.page(tx, "unit", limit=3)
        second = inbox.page(tx, "unit", limit=3, after=first.next_after)

    assert sorted(row.case_number for row in first.rows + second.rows) == numbers
    assert (len(first.rows), len(second.rows), second.next_after) == (3, 2, None)


def test_inbox__more_tasks_than_are_counted__says_so_and_no_more(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Counts, "MOST", 2)
    actor = office.staff("specialist")
    first = office.file()
    for _ in range(4):
        office.file()
    office.engine.send(ClaimTask(office.task(first.case_id).id), actor=actor)

    with office.engine.read(actor) as tx:
        counts = inbox.page(tx, "unit").counts

    assert (counts.mine, counts.unit, counts.unassigned) == (1, 3, 3)


def test_inbox__role_held_twice__shows_and_counts_each_task_once(office: Office) -> None:
    office.file()
    actor = office.staff("specialist")
    twice = replace(actor, roles=actor.roles + tuple(replace(role, unit=None) for role in actor.roles))

    with office.engine.read(twice) as tx:
        page = inbox.page(tx, "unit")

    assert (len(page.rows), page.counts.unit) == (1, 1)


def test_inbox__same_deadline__shows_the_more_urgent_first_over_all_pages(hasty: Office) -> None:
    notes = ("10", "a note", "90", "75", "50", "0", "100", "74")
    filed = {note: hasty.file(note=note).number for note in notes}

    rows, after = [], None
    with hasty.engine.read(hasty.staff("specialist")) as tx:
        while True:
            page = inbox.page(tx, "unit", limit=3, after=after)
            rows += page.rows
            after = page.next_after
            if after is None:
                break

    shown = [row.case_number for row in rows]
    assert len(shown) == len(notes) and set(shown) == set(filed.values())
    assert [shown.index(filed[note]) for note in ("100", "90", "75", "74")] == [0, 1, 2, 3]
    assert {shown.index(filed[note]) for note in ("a note", "50")} == {4, 5}
    assert [shown.index(filed[note]) for note in ("10", "0")] == [6, 7]
    assert [row.is_urgent for row in rows] == [True] * 3 + [False] * 5


def test_inbox__same_day_and_urgency__shows_what_came_first_over_all_pages(hasty: Office) -> None:
    filed = []
    for _ in range(6):
        filed.append(hasty.file(note="50").number)
        hasty.clock.advance(timedelta(minutes=1))

    with hasty.engine.read(hasty.staff("specialist")) as tx:
        first = inbox.page(tx, "unit", limit=4)
        second = inbox.page(tx, "unit", limit=4, after=first.next_after)

    assert [row.case_number for row in (*first.rows, *second.rows)] == filed


def test_following__in_a_list__is_the_next_that_this_person_may_work_on(hasty: Office) -> None:
    tasks = []
    for _ in range(4):
        tasks.append(hasty.task(hasty.file(note="50").case_id).id)
        hasty.clock.advance(timedelta(minutes=1))
    actor, colleague = hasty.staff("specialist"), hasty.person("00000002008")
    hasty.engine.send(ClaimTask(tasks[1]), actor=colleague)

    with hasty.engine.read(actor) as tx:
        behind = [inbox_next.following(tx, "unit", task) for task in tasks]
        unassigned = inbox_next.following(tx, "unassigned", tasks[1])
        mine = inbox_next.following(tx, "mine", tasks[0])

    assert behind == [tasks[2], tasks[2], tasks[3], tasks[0]]
    assert (unassigned, mine) == (tasks[2], None)


def test_inbox__earlier_deadline__goes_before_the_more_urgent(hasty: Office) -> None:
    first = hasty.file(note="0").number
    hasty.clock.advance(timedelta(days=3))
    second = hasty.file(note="100").number

    with hasty.engine.read(hasty.staff("specialist")) as tx:
        rows = inbox.page(tx, "unit").rows

    assert [row.case_number for row in rows] == [first, second]


@pytest.mark.parametrize(
    "after",
    [
        *("", "x", "2026-09-07|0", "2026-09-07|0|{id}", "2026-09-07|0|x|{id}", "||||"),
        *(f"2026-09-07|{rank}|2026-09-07|{{id}}" for rank in ("-1", "101", "9e9")),
    ],
)
def test_inbox__key_of_no_page__is_refused(hasty: Office, after: str) -> None:
    key = after.format(id="00000000-0000-0000-0000-000000000000")

    with pytest.raises(Rejected, match="unknown_page"), hasty.engine.read(hasty.staff("specialist")) as tx:
        inbox.page(tx, "unit", after=key)


def test_inbox__page__walks_along_its_index_from_where_the_one_before_it_ended(hasty: Office) -> None:
    hasty.file()
    plan = plan_of_a_page(hasty, hasty.staff("specialist"))

    above, _, walk = plan.partition("Index Scan using tasks_inbox on")
    assert "Sort" not in above[above.rindex("Limit") :]
    assert "ROW(deadline_at, rank, opened_at, id)" in walk.partition("Index Cond:")[2].partition("\n")[0]


def test_inbox__several_roles__merges_their_ranges_while_it_reads_them(hasty: Office) -> None:
    hasty.file()
    actor = hasty.staff("specialist")
    role = next(grant for grant in actor.roles if grant.role == "specialist")
    both = replace(actor, roles=(role, replace(role, role="lawyer")))

    plan = plan_of_a_page(hasty, both)

    before, _, merged = plan.partition("Merge Append")
    assert merged.count("Index Scan using tasks_inbox on") == 2
    assert "Sort" not in before[before.rindex("Unique") :]


def test_inbox__many_open_tasks__is_planned_no_more_than_a_few_times(office: Office) -> None:
    """A plan made anew takes longer than the page."""
    office.file()
    actor = office.staff("specialist")
    role = next(grant for grant in actor.roles if grant.role == "specialist")
    with owner(office) as connection:
        connection.execute(MANY_TASKS)
        connection.execute("analyze tasks")

    with office.engine.read(replace(actor, roles=(role, replace(role, role="lawyer")))) as tx:
        for _ in range(8):
            inbox.page(tx, "unit")
        plans = tx.all(PLANS)

    assert len(plans) == 2
    assert all(found.custom_plans <= 5 < found.custom_plans + found.generic_plans for found in plans)


def test_inbox__no_role__is_empty(office: Office) -> None:
    office.file()

    with office.engine.read(replace(office.staff("specialist"), roles=())) as tx:
        assert inbox.page(tx, "unit").rows == ()


def plan_of_a_page(office: Office, actor: Actor) -> str:
    """Return how PostgreSQL gets the first page, where no table is small enough to be read whole."""
    plans: list[str] = []
    asked = Transaction.all

    def explain(tx: Transaction, sql: str, /, **params: Any) -> Any:
        if "page as" in sql:
            tx.run("set local enable_seqscan = off")
            plans.append("\n".join(row[0] for row in asked(tx, f"explain {sql}", **params)))
        return asked(tx, sql, **params)

    with pytest.MonkeyPatch.context() as patch, office.engine.read(actor) as tx:
        patch.setattr(Transaction, "all", explain)
        inbox.page(tx, "unit")
    (plan,) = plans
    return plan
