"""Batches of cases, through the pages: planned, looked at, opened, and the visit that follows."""

from __future__ import annotations

from uuid import UUID

import psycopg

from engine.jobs.hourly import plan_for_delisted_settlements
from engine.registers.jobs.batches import carry_on, choose_entries
from tests.web.browser import Browser, Page
from tests.web.desk import Desk

# Three holders of the status, one of them suspended; they cite a case of the one who asked first.
HOLDERS = """
insert into register_entries (id, register, municipality_id, is_single, key, person_id, fields, valid_from,
                              case_id, state, recorded_at)
select gen_random_uuid(), 'residents', c.municipality_id, true, p.personal_number, p.id,
       jsonb_build_object('settlement', 'keda-demo-1', 'given_name', 'Demo', 'family_name', p.personal_number,
                          'residence_from', '2010-05-20'), date '2026-03-01', c.id,
       case p.personal_number when '00000000103' then 'suspended' else 'active' end, now()
from people p cross join (select id, municipality_id from cases order by filed_at limit 1) c
where p.personal_number in ('00000000101', '00000000102', '00000000103')
"""
HEAD, MONITORING = "head_of_service", "high_mountain.monitoring@keda"


def holders(desk: Desk) -> None:
    desk.filed()
    with psycopg.connect(desk.engine.settings.owner_url) as connection:
        connection.execute(HOLDERS)


def planned(desk: Desk, head: Browser, **answers: str) -> Page:
    """Plan a batch through the page, and let a worker choose its entries."""
    given = {"service": MONITORING, "ground": "The plan of 2026.", **answers}
    page = head.submit(head.get("/inbox/batches/plan"), given)
    if page.path == "/inbox/batches/plan":
        return page
    choose_entries(desk.engine, batch_of(page), place(desk))
    return head.get(page.path)


def batch_of(page: Page) -> UUID:
    return UUID(page.path.rpartition("/")[2])


def place(desk: Desk) -> int:
    with psycopg.connect(desk.engine.settings.owner_url) as connection:
        row = connection.execute("select id from municipalities where code = 'keda'").fetchone()
        assert row is not None
        return int(row[0])


def test_batch__from_plan_to_visit__shows_the_same_numbers_throughout(desk: Desk) -> None:
    holders(desk)
    head = desk.staff(HEAD)
    assert head.get("/inbox").html.select_one('a[href="/inbox/batches"]')

    dry = planned(desk, head, condition='entry.fields.residence_from > date("2010-01-01")')
    started = head.submit(dry, button=("_do", "start"))
    carry_on(desk.engine, batch_of(dry), place(desk))
    done = head.get(dry.path)
    listed = head.get("/inbox/batches")

    assert "2 entries meet the condition. 2 cases are foreseen. Nothing has been opened yet." in dry.text
    assert "00000000101" in dry.text and "00000000103" not in dry.text
    assert "opening cases" in started.text and "0 of 2 entries are settled" in started.text
    assert "2 of 2 entries are settled" in done.text and "done" in done.text
    assert not done.html.select("main form")
    assert "Yearly monitoring" in listed.text and "The plan of 2026." in listed.text

    visits = desk.staff("mayor_rep").get("/inbox?tab=unassigned")
    assert visits.text.count("Visit and card") == 2


def test_batch__that_cannot_be_planned__says_why_and_keeps_what_was_typed(desk: Desk) -> None:
    head = desk.staff(HEAD)

    page = planned(desk, head, condition="entry.village = 1")

    assert page.status == 422
    assert "can't be used: entry.village" in page.text
    assert "entry.village = 1" in str(page.html.select_one("#condition"))
    assert "The plan of 2026." in str(page.html.select_one("#ground"))


def test_batch__paused_and_stopped__passes_over_what_waits(desk: Desk) -> None:
    holders(desk)
    head = desk.staff(HEAD)
    dry = planned(desk, head, unit="keda-unit-1")
    started = head.submit(dry, button=("_do", "start"))

    paused = head.submit(started, button=("_do", "pause"))
    stopped = head.submit(paused, button=("_do", "stop"))
    too_late = head.submit(paused, {"_key": "00000000-0000-4000-8000-000000000001"}, button=("_do", "start"))

    assert "no more cases are opened until you go on" in paused.text
    assert "the batch was stopped before: 2" in stopped.text
    assert "has changed meanwhile" in too_late.text


def test_batch__of_somebody_without_the_right_or_elsewhere__is_not_shown(desk: Desk) -> None:
    holders(desk)
    dry = planned(desk, desk.staff(HEAD))

    assert desk.staff("specialist").get(dry.path).status == 403
    assert desk.staff(HEAD, "telavi").get(dry.path).status == 404
    assert "batches" not in str(desk.staff("specialist").get("/inbox").html.select("main a"))


def test_batch__of_a_settlement_that_lost_its_status__is_planned_once_and_started_by_the_head(
    desk: Desk,
) -> None:
    holders(desk)
    assert plan_for_delisted_settlements(desk.engine) == 0
    with psycopg.connect(desk.engine.settings.owner_url) as connection:
        connection.execute("update settlements set valid_until = '2026-09-01' where code = 'keda-demo-1'")

    planned_now = [plan_for_delisted_settlements(desk.engine) for _ in range(2)]

    assert planned_now == [1, 0]
    head = desk.staff(HEAD)
    listed = head.get("/inbox/batches")
    link = listed.html.select_one("main table a")
    assert link is not None
    page = head.get(str(link["href"]))
    choose_entries(desk.engine, batch_of(page), place(desk))
    page = head.get(page.path)
    assert "by the system: the list of settlements has changed" in page.text
    assert "3 cases are foreseen." in page.text
    head.submit(page, button=("_do", "start"))
    carry_on(desk.engine, batch_of(page), place(desk))
    with psycopg.connect(desk.engine.settings.owner_url) as connection:
        begun = connection.execute(
            "select distinct document->'application'->>'ground_to_end',"
            " document->'application'->>'ground_date' from cases"
            " where service_code = 'high_mountain.own_motion'"
        ).fetchall()
    assert begun == [("settlement_lost", "2026-09-01")]
