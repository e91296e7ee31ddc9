"""Queries of proving an installation: its versions, what its open cases wait for, what would go out.

Responsible also for the transaction in which a case is moved and taken back. Refuses to leave a trace.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import psycopg

from engine.db.pool import Database, Transaction
from engine.tenancy import Actor

# Up to some cases for each version and each thing a case can wait for, chosen evenly.
STANDING = """
select case_id, municipality_id, version_id, number, kind, id, token, name, due_at from (
    select w.*, c.version_id, c.number, c.municipality_id,
           row_number() over (partition by c.version_id, w.kind, split_part(w.token, ':', 1)
                              order by md5(w.case_id::text)) as turn
    from (select case_id, 'task' as kind, id, token, null as name, null::timestamptz as due_at
          from tasks where state = 0
          union all select case_id, 'timer', id, token, null, due_at from timers
          union all select case_id, 'job', id, token, null, null from jobs
          where state in ('queued', 'incident')
          union all select case_id, 'message', null, token, name, null from messages_awaited) w
    join cases c on c.id = w.case_id where c.closed_at is null) chosen
where turn <= :most order by version_id, kind, token, case_id
"""
ANSWERS = """
select t.answers from tasks t join cases c on c.id = t.case_id
where c.version_id = :version_id and t.element = :element and t.state = 1 order by t.closed_at desc limit 1
"""
OUTGOING = """
select 'mail' as kind, c.number as case_number, l.subject as what, l.sent_at as since
from procrastinate_jobs q join letters l on l.id::text = q.args->>'letter_id' join cases c on c.id = l.case_id
where q.task_name = 'send_mail' and q.status in ('todo', 'doing') and l.mailed_at is null
union all
select 'job', c.number, j.operation, j.created_at from jobs j join cases c on c.id = j.case_id
where j.state = 'queued'
union all
select 'timer', c.number, coalesce(split_part(t.token, ':', 1), 'clock'), t.due_at from timers t
join cases c on c.id = t.case_id where t.due_at <= :now
order by kind, since, case_number
"""


class _TakenBack(Exception):
    """Ends the transaction of a move."""


class NotRecorded(Exception):
    """The database refused what a move would have written."""


def standing(tx: Transaction, *, most: int) -> list[Any]:
    """Return open cases with what each waits for, up to `most` for every place a case can stand at."""
    return tx.all(STANDING, most=most)


def answers(tx: Transaction, version_id: int, element: str) -> dict[str, Any] | None:
    """Return what somebody answered at the same step of another case of the version."""
    found: dict[str, Any] | None = tx.scalar(ANSWERS, version_id=version_id, element=element)
    return found


def outgoing(tx: Transaction) -> list[Any]:
    """Return what workers and timers would do at once: mails, jobs, timers that are due."""
    return tx.all(OUTGOING, now=tx.now)


@contextmanager
def taken_back(database: Database, actor: Actor, *, now: datetime) -> Iterator[Transaction]:
    """Give a transaction that is rolled back at its end, whatever it did."""
    try:
        with database.transaction(actor, now=now) as tx:
            tx.begin()
            yield tx
            tx.write_last()
            raise _TakenBack
    except _TakenBack:
        pass
    except psycopg.IntegrityError as error:
        raise NotRecorded(type(error).__name__) from error
