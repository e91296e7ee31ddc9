"""Reconciling names corruption of the parts of a case: doubled, lost, orphaned or somebody else's."""

from __future__ import annotations

import pytest

from tests.engine.bookkeeping import found, owner
from tests.engine.kit import Office

pytestmark = pytest.mark.extended

COPY = """
insert into {table} select (jsonb_populate_record(r, {changes}::jsonb)).* from {table} r {which} limit 1
"""


def copied(table: str, changes: str, which: str = "") -> str:
    return COPY.format(table=table, changes=changes, which=which)


NEW_ID = "jsonb_build_object('id', gen_random_uuid())"
NOT_AT_ONCE = "jsonb_build_object('id', gen_random_uuid(), 'token', 'nowhere:1')"

# Corruptions, each with the check that must turn red and a part of the sentence that names it.
CORRUPTIONS: dict[str, tuple[str, str, str]] = {
    "a letter is doubled": (copied("letters", NEW_ID), "letters", "1 events tell of letters, 2 exist"),
    "an entry is doubled": (
        copied("register_entries", "jsonb_build_object('id', gen_random_uuid(), 'key', 'again')"),
        "register entries",
        "1 events tell of register entries, 2 exist",
    ),
    "a document is doubled": (
        "insert into documents select gen_random_uuid(), sha256('x'), municipality_id, id, null, 'order',"
        " 'n', 't', 'application/pdf', 1, now() from cases limit 1",
        "rendered documents",
        "0 events tell of rendered documents, 1 exist",
    ),
    "a timer has no token": (
        copied("timers", "jsonb_build_object('id', gen_random_uuid(), 'token', 'nowhere:1', 'clock', null)"),
        "waiting",
        "the timer at nowhere:1 has no token",
    ),
    "a job has no token": (
        copied("jobs", NOT_AT_ONCE, "where state = 'queued'"),
        "waiting",
        "the job at nowhere:1 has no token",
    ),
    "a message is awaited by no token": (
        "insert into messages_awaited (case_id, municipality_id, token, name, kind, correlation_key,"
        " awaited_at) select id, municipality_id, 'nowhere:1', 'x', 'message', 'x', now() from cases limit 1",
        "waiting",
        "the message at nowhere:1 has no token",
    ),
    "a job is lost": ("delete from jobs where state = 'queued'", "waiting", "no job says so"),
    "a job's entry in the queue has failed": (
        "update procrastinate_jobs set status = 'failed' where task_name = 'run_job' and status = 'todo'",
        "jobs",
        "is queued and in the queue 0 times",
    ),
    "a case that another one asked for is lost": (
        "insert into procrastinate_jobs (queue_name, task_name, args, status) select 'cases',"
        " 'open_proceeding', jsonb_build_object('since', number, 'key', gen_random_uuid()), 'failed'"
        " from cases limit 1",
        "proceedings asked for",
        "neither opened nor refused",
    ),
    "an event of the civil registry is given up": (
        "with e as (insert into registry_events select gen_random_uuid(), 7, 'death', id, '2026-08-20', '{}',"
        " now() from people limit 1 returning id)"
        " insert into procrastinate_jobs (queue_name, task_name, args, status)"
        " select 'cases', 'follow_event', jsonb_build_object('event_id', e.id, 'municipality_id', m.id),"
        " 'failed' from e, municipalities m where m.code = 'keda'",
        "registry events",
        "event 7 of the civil registry was not followed in keda",
    ),
    "a case is gone": (
        "delete from cases where closed_at is null",
        "keys",
        "does not exist",
    ),
    "a step is taken back": (
        "update cases set version = 0 where closed_at is not null",
        "answers",
        "the case is at 0",
    ),
    "a clock runs on after the end": (
        "update clocks set state = 'running'"
        " where case_id in (select id from cases where closed_at is not null)",
        "closed cases",
        "its clock case is running",
    ),
    "a timer outlives its case": (
        "update timers t set case_id = c.id from cases c where c.closed_at is not null"
        " and t.id = (select min(id::text)::uuid from timers)",
        "closed cases",
        "1 timers are left",
    ),
    "a place in the country is lost": (
        "delete from national_holdings",
        "national places",
        "the person's place in the country is free",
    ),
    "a place in the country is somebody else's": (
        "update national_holdings set person_id = person_id + 1000",
        "register entries",
        "is held without an entry",
    ),
    **{
        f"rows of {table} are another municipality's": (
            f"update {table} set municipality_id = municipality_id + 1",
            "belonging",
            f"rows of {table} belong to another municipality",
        )
        for table in ("submissions", "tasks", "timers", "jobs", "step_events", "letters", "register_entries")
    },
    "a task is another person's": (
        "update tasks set applicant_id = (select max(id) from people)",
        "belonging",
        "rows of tasks belong to another municipality or person",
    ),
}


@pytest.mark.parametrize("corruption", CORRUPTIONS)
def test_reconcile__part_of_a_case_damaged__is_named(worked: Office, corruption: str) -> None:
    statements, name, sentence = CORRUPTIONS[corruption]

    with owner(worked) as connection:
        connection.execute(statements)

    (check,) = (rule for rule in found(worked) if rule.name == name)
    assert any(sentence in difference for difference in check.differences), check
