"""The procrastinate application: which tasks a worker knows, and how often it tries.

A job's result comes back as a command, so a job that ran twice changes the case once. Refuses to
know what an operation does.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

import procrastinate
from procrastinate import JobContext
from procrastinate.jobs import Status
from procrastinate.manager import JobManager

from engine.budgets import jobs as budgets
from engine.cases.incidents import cause_of
from engine.catalogue.published import published
from engine.centers import jobs as appointment_notices
from engine.commands.jobs import CompleteJob, FailJob, JobUnanswered
from engine.commands.reference import RecountCase
from engine.db import dsn, limits, roles
from engine.db.pool import Transaction
from engine.errors import Broken, CaseChanged, Contended, DatabaseTrouble, Rejected, Unavailable
from engine.jobs import applicant_notices, codes, director_notices, hourly, messages, notices, probes
from engine.jobs.backoff import Backoff
from engine.jobs.mail import send_letter
from engine.operations import ALL
from engine.operations.outside import Outside
from engine.payments import paying as payments
from engine.registers.jobs import batches, exports, planned_ends, registry_feed, subscribers
from engine.steps import open_case
from engine.stores import work
from engine.studio.jobs import replays, scenarios
from engine.tenancy import system

if TYPE_CHECKING:
    from engine.bootstrap import Engine

log = logging.getLogger(__name__)

QUEUE = "cases"
PATIENT_ATTEMPTS = 20
RECOVERY = "recover_stalled"
STALLED_AFTER_SECONDS = 30
INCIDENT = "job_failed"


def build(engine: Engine, *, retry_seconds: int = 2) -> procrastinate.App:
    """Return the application over the engine's database."""
    arguments = limits.connect_arguments({**limits.SERVER, "role": roles.RUNTIME})
    connector = procrastinate.PsycopgConnector(conninfo=dsn.conninfo(engine.conninfo, arguments))
    app = procrastinate.App(connector=connector)

    passing = Backoff(retry_seconds, most_attempts=PATIENT_ATTEMPTS, passing=(Unavailable,))

    # The last attempt ends inside the task (it fails the job), never by procrastinate.
    @app.task(name="run_job", queue=QUEUE, retry=Backoff(retry_seconds))
    def run_job(job_id: str, municipality_id: int) -> None:
        perform_job(engine, UUID(job_id), municipality_id)

    told = (notices, applicant_notices, appointment_notices, director_notices, codes)
    for module in (*told, messages, budgets, batches, exports, registry_feed, scenarios, replays):
        module.register(app, engine, queue=QUEUE, retry=passing)
    # A subscriber may be off for days: nobody gives up telling it.
    subscribers.register(app, engine, queue=QUEUE, retry=Backoff(retry_seconds, passing=(Unavailable,)))
    for periodic in (hourly, planned_ends, probes):
        periodic.register(app, engine, queue=QUEUE)

    @app.task(name="send_mail", queue=QUEUE, retry=passing)
    def send_mail(letter_id: str, municipality_id: int) -> None:
        send_letter(engine, UUID(letter_id), municipality_id)

    @app.task(name="recount_deadlines", queue=QUEUE, retry=passing)
    def recount_deadlines(day: str, municipality_id: int | None) -> None:
        recount(engine, date.fromisoformat(day), municipality_id)

    @app.task(name="settle_order", queue=QUEUE, retry=passing)
    def settle_order(order_id: str) -> None:
        payments.ask_about(engine, UUID(order_id))

    @app.periodic(cron="* * * * * */20")
    @app.task(name=RECOVERY, queue=QUEUE, queueing_lock=RECOVERY, pass_context=True)
    async def recover_stalled(context: JobContext, timestamp: int) -> None:
        del timestamp
        await recover(app.job_manager)

    return app


def recount(engine: Engine, day: date, municipality_id: int | None) -> None:
    """Count anew the open deadlines that a day off concerns; doing it twice changes nothing."""
    with engine.read(system()) as tx:
        found = work.cases_open_over(tx, day, municipality_id=municipality_id)
    failed = 0
    for case_id, place in found:
        try:
            engine.send(RecountCase(case_id, day), actor=system(place))
        except (Rejected, Broken) as error:
            # One case must not hold up the others; the next attempt passes over those that have moved.
            log.error("case %s can't be recounted: %s", case_id, error.error_code)
            failed += 1
    if failed:
        raise Unavailable("deadlines.not_recounted", count=failed)


async def recover(manager: JobManager) -> None:
    """Queue again what dead workers had begun.

    Of the recoveries that died themselves there is always a younger one, and two can't be queued.
    """
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS):
        if job.task_name == RECOVERY:
            await manager.finish_job(job, status=Status.FAILED, delete_job=False)
        else:
            await manager.retry_job(job)


def perform_job(engine: Engine, job_id: UUID, municipality_id: int, *, is_last_attempt: bool = False) -> None:
    """Carry a parked job out and send its result back.

    Raises `Unavailable` for another attempt; what is final fails the job, and so does the last
    attempt that the diagram allows. Only silence of the other system counts: not workers that
    died, not our own database.
    """
    actor = system(municipality_id)
    with engine.read(actor) as tx:
        job = work.job(tx, job_id)
        if job is None or job.state != "queued":
            return
        attempts, seen = _attempts(tx, job), _seen(tx, job)
    operation, perform = ALL.find(job.operation), _performing(engine, job, municipality_id, seen)
    try:
        engine.send(CompleteJob(job_id, perform()), actor=actor)
    except DatabaseTrouble:
        raise
    except Unavailable as error:
        if not is_last_attempt and job.unanswered + 1 < attempts:
            engine.send(JobUnanswered(job_id), actor=actor)
            raise
        _fail(engine, job_id, operation.gives_up_with, error, actor=actor)
    except (Rejected, Broken) as error:
        _fail(engine, job_id, None, error, actor=actor)
    except Exception as error:  # an analyst's template may fail in ways nobody foresaw
        frames = "".join(traceback.format_tb(error.__traceback__))
        log.error("job %s failed: unexpected %s\n%s", job.operation, type(error).__qualname__, frames)
        _fail(engine, job_id, None, error, actor=actor)


def result_of(engine: Engine, job_id: UUID, municipality_id: int) -> dict[str, Any]:
    """Return what a job that waits would come back with now; it goes on waiting."""
    with engine.read(system(municipality_id)) as tx:
        job = work.job(tx, job_id)
        seen = _seen(tx, job)
    return _performing(engine, job, municipality_id, seen)()


def _performing(
    engine: Engine, job: Any, municipality_id: int, seen: Mapping[str, Any]
) -> Callable[[], dict[str, Any]]:
    """Return what carries the job out."""
    perform = ALL.find(job.operation).perform
    if perform is None:
        raise Broken("operation.not_a_job", name=job.operation)
    element = job.token.rpartition(":")[0]
    return partial(
        perform,
        Outside(engine.connections, job.id, job.case_id, municipality_id, element, seen),
        job.inputs,
    )


def _attempts(tx: Transaction, job: Any) -> int:
    """Return how often the diagram lets the job be tried."""
    element = published(tx, job.version_id).definition.elements[job.token.rpartition(":")[0]]
    return max(1, element.retries)


def _seen(tx: Transaction, job: Any) -> Mapping[str, Any]:
    """Return what one of a repetition sees where the job waits: its letters tell of it and of no other.

    Raises `Unavailable` where somebody moved the case since the job was read: the next attempt reads both.
    """
    elements = published(tx, job.version_id).definition.elements.values()
    if all(element.loop is None for element in elements):
        return {}
    try:
        return open_case(tx, ALL, job.case_id).seen_at(job.token)
    except CaseChanged:
        raise Contended("case.contended") from None


def _fail(engine: Engine, job_id: UUID, code: str | None, error: Exception, *, actor: Any) -> None:
    cause = cause_of(error)
    engine.send(FailJob(job_id, code or INCIDENT, cause.code, dict(cause.params)), actor=actor)
