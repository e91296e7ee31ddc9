"""Tasks, timers and jobs of cases."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from engine.clock import start_of_day
from engine.db.pool import Transaction, as_json

TASK = "select * from tasks where id = :id"
# The latest by when it was done; at one instant, which only a clock that stands still gives, by arrival.
LAST_OF = """
select answers, closed_by, closed_at from tasks
where case_id = :case_id and element = :element and state = 1 and answers is not null
  and person_id is not distinct from cast(:person_id as bigint)
  and instance is not distinct from cast(:instance as text)
order by closed_at desc, length(token) desc, token desc limit 1
"""
OPEN_AT = """
select * from tasks where case_id = :case_id and element = :element and state = 0
order by length(token), token limit 1
"""
VERSION_OF = "select version_id from cases where id = :case_id"
DONE_BY = """
select case_id, element from tasks
where case_id = any (:cases) and element = any (:elements) and closed_by = :person and state = 1
"""
CLAIM = """
update tasks set claimed_by = :person, touched_at = :now, touched_by = :person
where id = :id and state = 0 and (claimed_by is null or claimed_by = :person)
"""
RELEASE = """
update tasks set claimed_by = null, touched_at = :now, touched_by = :person
where id = :id and state = 0 and claimed_by = :person
"""
ASSIGN = """
update tasks set claimed_by = cast(:person as bigint), touched_at = :now, touched_by = :by
where id = :id and state = 0 and claimed_by is not distinct from cast(:seen as bigint)
"""
TERMS = """
select 'task' as kind, id, token, term,
    coalesce((term->>'started_on')::date, (opened_at at time zone 'Asia/Tbilisi')::date) as started_on, due_at
from tasks where case_id = :case_id and state = 0 and term is not null
union all
select 'timer', id, token, term, started_on, due_at from timers
where case_id = :case_id and term is not null and not term ? 'clock'
order by token, kind
"""
MOVE = {
    "task": """
update tasks t set due_at = :due_at, touched_at = :now, touched_by = null,
    deadline_at = least(:due_at, c.due_at, '9999-12-31 00:00Z'::timestamptz)
from cases c where t.id = :id and c.id = t.case_id
""",
    "timer": "update timers set due_at = :due_at where id = :id",
}
MOVED_BY = "select * from deadlines_moved_by(:day, :start, :end, cast(:municipality_id as smallint))"
OPEN_OVER = "select * from cases_open_over(:day, :start, cast(:municipality_id as smallint)) order by case_id"
# Of the case whose timer is named, the one that was due first: its timers fire in the order of the law,
# whichever poll comes first. The end of a clock goes before what a diagram does at the same instant.
DUE_FIRST = """
select t.* from timers named join timers t on t.case_id = named.case_id
where named.id = :id and t.due_at <= :now and coalesce(t.retry_at, '-infinity') <= :now
order by t.due_at, t.token nulls first, t.share nulls last, t.clock, t.id limit 1
"""
WAITS = """
select exists (select from tasks where case_id = :case_id and token = :token and state = 0)
    or exists (select from timers where case_id = :case_id and token = :token)
    or exists (
        select from jobs where case_id = :case_id and token = :token and state in ('queued', 'incident'))
    or exists (select from messages_awaited where case_id = :case_id and token = :token)
"""
TRY_TIMER = "update timers set retry_at = :at, claimed_until = null where id = :id"
CLAIM_DUE = "select id, municipality_id from claim_due_timers(:now, :until, :limit)"
REMIND = """
update tasks set reminded = :share where case_id = :case_id and state = 0
  and person_id is distinct from applicant_id
"""
FORGET_REMINDERS = "update tasks set reminded = null where case_id = :case_id and reminded is not null"
JOB = "select j.*, c.version_id from jobs j join cases c on c.id = j.case_id where j.id = :id"
JOB_DONE = "update jobs set state = 'done', finished_at = :now where id = :id"
JOB_FAILED = """
update jobs set state = 'done', finished_at = :now, error_code = :code, error_detail = :detail where id = :id
"""
JOB_STOPPED = "update jobs set state = 'incident', finished_at = :now where id = :id"
JOB_SKIPPED = "update jobs set state = 'skipped', finished_at = :now where id = :id"
JOB_UNANSWERED = "update jobs set unanswered = unanswered + 1 where id = :id"
JOB_AGAIN = """
update jobs set state = 'queued', finished_at = null, unanswered = 0 where id = :id and state = 'incident'
"""
QUEUE = """
select procrastinate_defer_jobs_v1(array[row('cases', :task, cast(:priority as int), :lock, null,
    cast(:args as jsonb), null)::procrastinate_job_to_defer_v1])
"""
ASKED_OF_WORKERS = """
select args from procrastinate_jobs where task_name = :task and args->>'key' = :key order by id desc limit 1
"""
FIRST_STAFF_ACT = "update cases set status = 'in_review' where id = :case_id and status = 'received'"


def task(tx: Transaction, task_id: UUID) -> Any:
    """Return the task, open or not; None where it does not exist for this principal."""
    return tx.one(TASK, id=task_id)


def last_of(tx: Transaction, task: Any) -> Any:
    """Return with what, by whom and when the same step of the case was done last; None if it was not."""
    same = {"person_id": task.person_id, "instance": task.instance}
    return tx.one(LAST_OF, case_id=task.case_id, element=task.element, **same)


def open_at(tx: Transaction, case_id: UUID, element: str) -> Any:
    """Return the task that is open at an element, the first of several."""
    return tx.one(OPEN_AT, case_id=case_id, element=element)


def version_of(tx: Transaction, case_id: UUID) -> int:
    """Return by which version a case goes."""
    return int(tx.scalar(VERSION_OF, case_id=case_id))


def done_by(
    tx: Transaction, person_id: int, cases: Collection[UUID], elements: Collection[str]
) -> set[tuple[UUID, str]]:
    """Return which of the steps in these cases the person has done."""
    rows = tx.all(DONE_BY, cases=list(cases), elements=list(elements), person=person_id)
    return {(row.case_id, row.element) for row in rows}


def claim(tx: Transaction, task_id: UUID, person_id: int) -> bool:
    """Claim the task for the person; False if somebody else has it or it is closed."""
    return tx.run(CLAIM, id=task_id, person=person_id, now=tx.now) == 1


def release(tx: Transaction, task_id: UUID, person_id: int) -> bool:
    return tx.run(RELEASE, id=task_id, person=person_id, now=tx.now) == 1


def assign(tx: Transaction, task_id: UUID, person_id: int | None, *, seen: int | None) -> bool:
    """Give the task to a person, or to nobody; False if another has it than was seen, or it is closed."""
    return tx.run(ASSIGN, id=task_id, person=person_id, seen=seen, now=tx.now, by=tx.actor.person_id) == 1


def mark_in_review(tx: Transaction, case_id: UUID) -> None:
    """A clerk has taken the case up."""
    tx.run(FIRST_STAFF_ACT, case_id=case_id)


def terms(tx: Transaction, case_id: UUID) -> list[Any]:
    """Return what waits on a term: open tasks and timers, each with the day its term started."""
    return tx.all(TERMS, case_id=case_id)


def move_due(tx: Transaction, kind: str, waiting_id: UUID, due_at: datetime) -> None:
    """Move the deadline of a task or timer; a task's nearest deadline moves with it."""
    tx.run(MOVE[kind], id=waiting_id, due_at=due_at, now=tx.now)


def cases_open_over(tx: Transaction, day: date, *, municipality_id: int | None) -> list[tuple[UUID, int]]:
    """Return the open cases with a deadline on the day or after it, of every municipality."""
    rows = tx.all(OPEN_OVER, day=day, start=start_of_day(day), municipality_id=municipality_id)
    return [(row.case_id, row.municipality_id) for row in rows]


def deadlines_moved_by(tx: Transaction, day: date, *, municipality_id: int | None) -> Any:
    """Return how many open deadlines, and of how many cases, a day off would move at most."""
    after = start_of_day(day + timedelta(days=1))
    return tx.one(MOVED_BY, day=day, start=start_of_day(day), end=after, municipality_id=municipality_id)


def waits(tx: Transaction, case_id: UUID, token: str) -> bool:
    """Tell whether anything of the case waits at the token."""
    return bool(tx.scalar(WAITS, case_id=case_id, token=token))


def try_timer(tx: Transaction, timer_id: UUID, *, at: datetime) -> None:
    """Try a timer that failed again, not before an instant; its legal instant stays what it is."""
    tx.run(TRY_TIMER, id=timer_id, at=at)


def due_first(tx: Transaction, timer_id: UUID) -> Any:
    """Return the timer that is due first in the case of this one; None if that timer is gone."""
    return tx.one(DUE_FIRST, id=timer_id, now=tx.now)


def claim_due(tx: Transaction, *, until: datetime, limit: int) -> list[tuple[UUID, int]]:
    """Claim timers that are due, of every municipality, oldest first; each is one poll's until then."""
    return [(row.id, row.municipality_id) for row in tx.all(CLAIM_DUE, now=tx.now, until=until, limit=limit)]


def remind(tx: Transaction, case_id: UUID, share: int) -> None:
    """Mark the open tasks of the office with the share of the term that has passed."""
    tx.run(REMIND, case_id=case_id, share=share)


def forget_reminders(tx: Transaction, case_id: UUID) -> None:
    tx.run(FORGET_REMINDERS, case_id=case_id)


def job(tx: Transaction, job_id: UUID) -> Any:
    return tx.one(JOB, id=job_id)


def finish_job(tx: Transaction, job_id: UUID) -> None:
    tx.run(JOB_DONE, id=job_id, now=tx.now)


def fail_job(tx: Transaction, job_id: UUID, *, code: str, detail: str) -> None:
    """The job came back with an error that the diagram takes."""
    tx.run(JOB_FAILED, id=job_id, now=tx.now, code=code, detail=detail)


def job_unanswered(tx: Transaction, job_id: UUID) -> None:
    tx.run(JOB_UNANSWERED, id=job_id)


def stop_job(tx: Transaction, job_id: UUID) -> None:
    """The job gave up; why is in its incident."""
    tx.run(JOB_STOPPED, id=job_id, now=tx.now)


def skip_job(tx: Transaction, job_id: UUID) -> None:
    """The case goes on without the job."""
    tx.run(JOB_SKIPPED, id=job_id, now=tx.now)


def requeue_job(tx: Transaction, job_id: UUID) -> bool:
    """Let a job that gave up be carried out again; False if it is not one."""
    return tx.run(JOB_AGAIN, id=job_id) == 1


def queue(tx: Transaction, task_name: str, *, lock: str | None, args: str, priority: int = 0) -> None:
    """Queue work for a worker in this transaction, behind what has a higher priority; `args` is JSON text."""
    tx.run(QUEUE, task=task_name, lock=lock, args=args, priority=priority)


def queue_again(tx: Transaction, task_name: str, key: UUID, *, lock: str) -> None:
    """Queue once more what was queued under a key."""
    args = tx.scalar(ASKED_OF_WORKERS, task=task_name, key=str(key))
    queue(tx, task_name, lock=lock, args=as_json(args))
