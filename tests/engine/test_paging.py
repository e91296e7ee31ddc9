"""Turning the pages of a long list while others take steps from it: no row is lost, none comes twice."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from engine.commands.assignment import ClaimTask
from engine.queries import inbox
from tests.engine.bookkeeping import owner
from tests.engine.kit import Office

ROWS = 5_000
# Ten at a time are due at the same instant.
LONG_LIST = """
insert into tasks select r.* from tasks t, generate_series(1, %s) n, lateral jsonb_populate_record(t,
    jsonb_build_object('id', gen_random_uuid(), 'token', t.token || n,
        'deadline_at', t.deadline_at + n / 10 * interval '1 minute')) r
where t.state = 0
"""


def lengthened(office: Office) -> list[UUID]:
    """Return the steps of a list that is as long as one gets, in its order."""
    office.file()
    with owner(office) as connection:
        connection.execute(LONG_LIST, (ROWS - 1,))
        rows = connection.execute("select id from tasks where state = 0 order by deadline_at, rank, id")
        return [task_id for (task_id,) in rows]


def pages(office: Office, tab: str) -> Iterator[list[UUID]]:
    """Yield the steps page by page, each in a transaction of its own."""
    after = None
    while True:
        with office.engine.read(office.staff("specialist")) as tx:
            page = inbox.page(tx, tab, after=after, limit=inbox.LONGEST_PAGE)
        yield [row.task_id for row in page.rows]
        if (after := page.next_after) is None:
            return


def test_unit__while_steps_are_taken__shows_each_once_in_order(office: Office) -> None:
    every, clerk = lengthened(office), office.staff("specialist")
    shown: list[UUID] = []

    for page in pages(office, "unit"):
        shown += page
        # One that was shown, the last of the page, and one that is still to come.
        for taken in (page[0], page[-1], every[min(len(shown) + 150, ROWS - 1)]):
            office.engine.send(ClaimTask(taken), actor=clerk)

    assert shown == every


def test_unassigned__while_steps_are_taken__shows_each_that_is_free_once(office: Office) -> None:
    every, clerk = lengthened(office), office.staff("specialist")
    shown: list[UUID] = []
    gone: set[UUID] = set()

    for page in pages(office, "unassigned"):
        shown += page
        ahead = next((row for row in every[every.index(page[-1]) + 150 :]), None)
        gone |= {ahead} if ahead else set()
        for taken in {page[0], page[-1], ahead} - {None}:
            office.engine.send(ClaimTask(taken), actor=clerk)

    assert shown == [row for row in every if row not in gone]
