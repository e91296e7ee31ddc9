"""Health of the work that nobody watches: workers, the queue, timers. Cheap to ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.db.pool import Transaction
from engine.queries import proofs

# A worker sets its heartbeat every ten seconds, by the database's own clock.
WORKERS = """
select count(*) as alive from procrastinate_workers where last_heartbeat > now() - interval '40 seconds'
"""
QUEUE = """
select count(*) as waiting, min(coalesce(q.scheduled_at, (select max(e.at) from procrastinate_events e
    where e.job_id = q.id and e.type in ('deferred', 'deferred_for_retry', 'retried')))) as oldest
from procrastinate_jobs q where q.status = 'todo' and (q.scheduled_at is null or q.scheduled_at <= now())
"""
PRESENT = "select now()"
LATE_TIMERS = "select late_timers(:before, :most)"
LATE_CHANGES = "select late_changes(:before, :most)"
FEED = "select failing_since from registry_feed"
MOST_COUNTED = 1000
A_POLL = timedelta(minutes=1)
SOME_POLLS = timedelta(days=2)  # of the hourly one that renews signed documents
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkWaiting:
    """State of the waiting work; `now` is the database's present, by which the others are measured."""

    now: datetime
    workers: int
    jobs: int
    oldest_job: datetime | None
    late_proofs: int  # signed documents that are to be renewed for days, or could not be
    late_timers: int  # due for longer than a poll may take; no more are counted than a poll takes
    feed_silent_since: datetime | None = None  # the civil registry's
    late_changes: int = 0  # of registers, that a subscriber has not taken for a day


def work_waiting(tx: Transaction) -> WorkWaiting:
    (queue,) = tx.all(QUEUE)
    late = tx.scalar(LATE_TIMERS, before=tx.now - A_POLL, most=MOST_COUNTED)
    return WorkWaiting(
        now=tx.scalar(PRESENT),
        workers=int(tx.scalar(WORKERS)),
        jobs=int(queue.waiting),
        oldest_job=queue.oldest,
        late_timers=int(late),
        late_proofs=proofs.late(tx, tx.now - SOME_POLLS, most=MOST_COUNTED),
        feed_silent_since=tx.scalar(FEED),
        late_changes=int(tx.scalar(LATE_CHANGES, before=tx.now - A_DAY, most=MOST_COUNTED)),
    )
