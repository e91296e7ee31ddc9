"""Fills tables in bulk, with what is plausible and not looked at again: other people's tasks and timers.

It copies a real case, so that every column is what the engine writes. Foreign keys are not checked while it
fills; everything is there.
"""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

import psycopg

from bench.installation import ROLES, Installation

PARTS: Final = 10  # tasks and timers of one copied case
ROWS_AT_ONCE: Final = 20_000
COPY_CASE: Final = """
insert into cases (id, municipality_id, number, service_code, version_id, applicant_id, applicant_name,
    language, channel, status, filed_at, due_at, version, state, document, event_count, chain_head)
select gen_random_uuid(), (%(places)s::int[])[1 + n %% cardinality(%(places)s::int[])],
    %(tag)s || n, service_code, version_id, applicant_id, applicant_name, language, channel, status, filed_at,
    due_at, version, state, document, event_count, chain_head
from cases, generate_series(%(first)s::int, %(last)s::int) n where id = %(case)s
"""
# Deadlines lie within sixty days, in no order.
TASKS: Final = """
insert into tasks (id, case_id, municipality_id, applicant_id, token, element, form_id, role, state,
    opened_at, deadline_at, due_at)
select gen_random_uuid(), c.id, c.municipality_id, c.applicant_id, 'draft:' || n, 'draft', 'step',
    (%(roles)s::text[])[1 + (n + hashtext(c.id::text) & 1023) %% cardinality(%(roles)s::text[])], 0,
    c.filed_at, d.at, d.at
from cases c, generate_series(1, %(parts)s) n,
    lateral (select now() + ((hashtext(c.id::text || n) & 65535) || ' minutes')::interval as at) d
where c.number like %(tag)s || '%%'
"""
TIMERS: Final = """
insert into timers (id, case_id, municipality_id, token, due_at)
select gen_random_uuid(), c.id, c.municipality_id, 'later:' || n,
    now() + interval '1 day' + ((hashtext(c.id::text || n) & 65535) || ' minutes')::interval
from cases c, generate_series(1, %(parts)s) n where c.number like %(tag)s || '%%'
"""
# Everything of a case that a step looks at, for copies that take steps. One batch has one tag.
COPY_PARTS: Final = (
    """
insert into tasks (id, case_id, municipality_id, applicant_id, token, element, form_id, role, state,
    opened_at, deadline_at, due_at, term)
select gen_random_uuid(), c.id, c.municipality_id, t.applicant_id, t.token, t.element, t.form_id, t.role,
    t.state, t.opened_at, t.deadline_at, t.due_at, t.term
from tasks t, cases c where t.case_id = %(case)s and t.state = 0 and c.number like %(tag)s || '%%'
""",
    """
insert into timers (id, case_id, municipality_id, token, due_at, term, started_on, clock, share)
select gen_random_uuid(), c.id, c.municipality_id, t.token, t.due_at, t.term, t.started_on, t.clock, t.share
from timers t, cases c where t.case_id = %(case)s and c.number like %(tag)s || '%%'
""",
)
EVENTS: Final = """
insert into step_events (case_id, first_seq, municipality_id, at, actor_id, kinds, digests, hashes, salts,
    bodies)
select c.id, e.first_seq, c.municipality_id, e.at, e.actor_id, e.kinds, e.digests, e.hashes, e.salts, e.bodies
from step_events e, cases c where e.case_id = %(case)s and c.number like %(tag)s || '%%'
"""
DUE: Final = """
update timers set due_at = now() - interval '1 second' - random() * interval '1 hour'
where token like 'reminder:%%' and case_id in (select id from cases where number like %(tag)s || '%%')
"""


def fill(
    installation: Installation,
    case_id: UUID,
    *,
    parts: int,
    tasks: bool = False,
    timers: bool = False,
) -> None:
    """Copy the case until its copies have the given number of tasks or timers."""
    tag = f"copy-{parts}-{int(timers)}-"
    with installation.administrator() as connection:
        connection.execute("set session_replication_role = replica")
        _copies(connection, installation, case_id, tag=tag, count=max(1, parts // PARTS))
        values = {"tag": tag, "parts": min(PARTS, parts), "roles": list(ROLES)}
        if tasks:
            connection.execute(TASKS, values)
        if timers:
            connection.execute(TIMERS, values)
        connection.execute("vacuum analyze")


def due_copies(installation: Installation, case_id: UUID, count: int) -> None:
    """Copy a case that waits at its reminder so often, and let all these reminders be due."""
    tag = "due-"
    with installation.administrator() as connection:
        connection.execute("set session_replication_role = replica")
        _copies(connection, installation, case_id, tag=tag, count=count, same_place=True)
        for sql in (*COPY_PARTS, DUE):
            connection.execute(sql, {"tag": tag, "case": case_id})
        connection.execute("vacuum analyze cases, tasks, timers")


def decided_copies(installation: Installation, case_id: UUID, count: int) -> None:
    """Copy a case with what was decided in it so often."""
    tag = "decided-"
    with installation.administrator() as connection:
        connection.execute("set session_replication_role = replica")
        _copies(connection, installation, case_id, tag=tag, count=count)
        connection.execute(EVENTS, {"tag": tag, "case": case_id})
        connection.execute("vacuum analyze cases, step_events")


def _copies(
    connection: psycopg.Connection[Any],
    installation: Installation,
    case_id: UUID,
    *,
    tag: str,
    count: int,
    same_place: bool = False,
) -> None:
    places = [place.id for place in installation.places]
    values = {"tag": tag, "case": case_id, "places": places[:1] if same_place else places}
    for first in range(1, count + 1, ROWS_AT_ONCE):
        last = min(count, first + ROWS_AT_ONCE - 1)
        connection.execute(COPY_CASE, {**values, "first": first, "last": last})
