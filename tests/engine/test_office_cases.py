"""The list of an office's cases: its parts, its pages, who sees what, and what changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from engine.clock import local_date
from engine.errors import Rejected
from engine.queries import office_cases
from engine.queries.office_cases import CaseFilter
from engine.tenancy import Actor
from tests.engine.kit import OTHER_CITIZEN, Office


def listed(office: Office, *, by: Actor | None = None, **asked: Any) -> list[UUID]:
    """Return the cases of a part of the list, read in pages of two."""
    found: list[UUID] = []
    after = None
    with office.engine.read(by or office.staff("head_of_service")) as tx:
        while True:
            page = office_cases.page(tx, CaseFilter(**asked), after=after, limit=2)
            found += [row.case_id for row in page.rows]
            if (after := page.next_after) is None:
                return found


def test_list__in_parts__holds_what_is_asked_for_and_the_newest_first(office: Office) -> None:
    overdue = office.file().case_id
    office.clock.advance(timedelta(days=60))
    today = local_date(office.clock.now())
    closed = office.file().case_id
    idle, fresh = (office.file(by=OTHER_CITIZEN).case_id for _ in range(2))
    elsewhere = office.file(municipality="telavi").case_id
    with psycopg.connect(office.engine.settings.owner_url) as connection:
        ended = "update tasks set state = 2, closed_at = now() where case_id = any (%s)"
        connection.execute(ended, ([idle, closed],))
        connection.execute(
            "update cases set closed_at = filed_at, status = 'closed' where id = %s", (closed,)
        )

    every = listed(office, show="all")

    assert set(every) == {overdue, closed, idle, fresh} and every[-1] == overdue
    assert set(listed(office, show="open")) == {overdue, idle, fresh}
    assert listed(office, show="overdue") == [overdue]
    assert listed(office, show="idle") == [idle]
    assert listed(office, show="closed") == [closed]
    assert set(listed(office, show="all", since=today)) == {closed, idle, fresh}
    assert listed(office, show="all", until=today - timedelta(days=1)) == [overdue]
    assert listed(office, show="all", service="permits.other") == []
    assert set(listed(office, show="open", status="received", service=office.service)) == {
        overdue,
        idle,
        fresh,
    }
    assert listed(office, show="all", by=office.staff("head_of_service", "telavi")) == [elsewhere]


def test_list__of_whoever_sees_some__has_whole_pages_of_these(office: Office) -> None:
    inspector = office.staff("inspector")
    own = [office.file().case_id for _ in range(3)]
    with psycopg.connect(office.engine.settings.owner_url) as connection:
        connection.execute(
            "update tasks set person_id = %s where case_id = any (%s)", (inspector.person_id, own)
        )
    for _ in range(3):
        office.file()

    with office.engine.read(inspector) as tx:
        page = office_cases.page(tx, CaseFilter(), limit=2)

    assert len(page.rows) == 2 and page.next_after is not None
    assert set(listed(office, by=inspector)) == set(own)


def test_changes__since_an_instant__come_by_the_last_one(office: Office) -> None:
    first, second, untouched = (office.file().case_id for _ in range(3))
    office.clock.advance(timedelta(hours=1))
    since = office.clock.now()
    office.complete(second, good=False)
    office.clock.advance(timedelta(hours=1))
    office.complete(first, good=False)

    changed = listed(office, show="all", changed_since=since)

    assert changed == [second, first] and untouched not in changed


def test_page__of_a_key_that_is_none__is_refused(office: Office) -> None:
    with office.engine.read(office.staff("head_of_service")) as tx, pytest.raises(Rejected):
        office_cases.page(tx, CaseFilter(), after="x")
