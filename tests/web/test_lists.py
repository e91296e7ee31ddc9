"""A clerk's lists on the page: what a row says, and what a page costs however many rows it has."""

from __future__ import annotations

import psycopg

from tests.engine.wire import listening
from tests.web.browser import Browser
from tests.web.desk import Desk

CLERK = "00000002002"
TABS = ("mine", "unit", "unassigned", "all", "waiting")
COPY_CASE = """
insert into cases select r.* from cases c, generate_series(1, %s) n, lateral jsonb_populate_record(c,
    jsonb_build_object('id', gen_random_uuid(), 'number', 'COPY-' || %s || '-' || n)) r
where c.number not like 'COPY-%%'
"""
# A third is taken by the clerk, a third is free, a third waits for the applicant.
COPY_TASK = """
insert into tasks select r.* from (
    select row_number() over () %% 3 as n, * from cases where number like 'COPY-%%'
        and id not in (select case_id from tasks)) c,
    tasks t, lateral jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(), 'case_id', c.id,
        'claimed_by', case c.n when 0 then (select id from people where personal_number = %s) end,
        'role', case when c.n <> 2 then t.role end,
        'person_id', case c.n when 2 then t.applicant_id end)) r
where t.state = 0 and t.case_id in (select id from cases where number not like 'COPY-%%')
"""


def copy(desk: Desk, number: int) -> None:
    """Put n copies of the one case on the lists."""
    with psycopg.connect(desk.engine.settings.owner_url) as connection:
        connection.execute(COPY_CASE, (number, number))
        connection.execute(COPY_TASK, (CLERK,))


def statements(desk: Desk, browser: Browser, path: str) -> int:
    """Return how many statements a page takes that has been shown before."""
    browser.get(path)
    with listening(desk.engine) as wire:
        browser.get(path)
    return wire.executed


def test_lists_and_board__with_many_rows__take_as_many_statements_as_with_few(desk: Desk) -> None:
    desk.filed()
    head, clerk = desk.staff("head_of_service"), desk.signed_in(CLERK)
    pages = [(clerk, f"/inbox?tab={tab}") for tab in TABS] + [
        (head, "/inbox?tab=all"),
        (head, "/inbox/board"),
        (head, "/inbox/cases?show=overdue"),
        (clerk, "/inbox/cases?show=all"),
    ]

    taken = []
    for copies in (15, 135):
        copy(desk, copies)
        taken.append({path: statements(desk, browser, path) for browser, path in pages})

    few, many = taken
    assert few == many
    assert len(clerk.get("/inbox?tab=mine").html.select("tbody tr")) == 50


def test_row__says_village_channel_office_and_how_its_day_was_counted(desk: Desk) -> None:
    desk.filed()
    browser = desk.staff("specialist")

    (row,) = browser.get("/inbox?tab=unassigned").html.select("tbody tr")

    words = " ".join(row.get_text(" ").split())
    assert "Demo village 1" in words and "online" in words and "case officer" in words
    link = row.select_one("details.counted a")
    assert link is not None
    counted = browser.get(str(link["href"]))
    assert "Deadline of the case : 01.10.2026" in " ".join(
        counted.html.select_one("#counted").get_text(" ").split()
    )  # type: ignore[union-attr]
