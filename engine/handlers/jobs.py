"""What comes back from workers, and what did not come back well."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.commands import CompleteJob, FailJob, JobUnanswered, MailSent, RetryIncident, StepTaken
from engine.db.pool import Transaction, as_json
from engine.errors import Broken, NotAllowed, NotFound, Rejected
from engine.operations.registry import Operations
from engine.steps import OpenCase, open_case
from engine.stores import papers, work
from engine.tenancy import supervises

QUEUED, INCIDENT = "queued", "incident"
NOT_CAUGHT = "run.error_not_caught"


class NoIncident(Rejected):
    """The job is not an incident any more."""

    code = "job.no_incident"


def complete_job(operations: Operations) -> Callable[[CompleteJob, Transaction], StepTaken | None]:
    """Return the handler. A second delivery, or one for a case that has moved on, does nothing."""

    def handle(command: CompleteJob, tx: Transaction) -> StepTaken | None:
        job = work.job(tx, command.job_id)
        if job is None or job.state != QUEUED:
            return None
        operation = operations.find(job.operation)
        case = open_case(tx, operations, job.case_id)
        recorded = operation.record(case, job, command.result) if operation.record else {}
        result = {**command.result, **recorded}
        outputs = {name: result.get(name) for name in operation.outputs}
        case.note("job.completed", operation=job.operation, step=_step(case, job))
        work.finish_job(tx, job.id)
        return case.act(lambda run: run.finish_job(job.token, outputs))

    return handle


def fail_job(operations: Operations) -> Callable[[FailJob, Transaction], StepTaken | None]:
    """Return the handler: the diagram's error boundary takes over, or an incident opens."""

    def handle(command: FailJob, tx: Transaction) -> StepTaken | None:
        job = work.job(tx, command.job_id)
        if job is None or job.state != QUEUED:
            return None
        failed = {"code": command.error_code, "detail": command.detail}
        case = open_case(tx, operations, job.case_id)
        try:
            case.note("job.failed", operation=job.operation, step=_step(case, job), **failed)
            work.fail_job(tx, job.id, **failed, is_incident=False)
            return case.act(lambda run: run.throw(job.token, command.error_code))
        except Broken as error:
            if error.error_code != NOT_CAUGHT:
                raise
        # Nothing in the diagram takes the error: people must.
        case = open_case(tx, operations, job.case_id)
        case.note("incident.opened", operation=job.operation, step=_step(case, job), **failed)
        work.fail_job(tx, job.id, **failed, is_incident=True)
        return case.stand()

    return handle


def retry_incident(operations: Operations) -> Callable[[RetryIncident, Transaction], StepTaken]:
    """Return the handler: queue the job again, on a supervisor's word."""

    def handle(command: RetryIncident, tx: Transaction) -> StepTaken:
        job = work.job(tx, command.job_id)
        if job is None:
            raise NotFound
        if not supervises(tx.actor, job.municipality_id):
            raise NotAllowed
        if job.state != INCIDENT:
            raise NoIncident
        case = open_case(tx, operations, job.case_id)
        case.note("job.retried", operation=job.operation, step=_step(case, job))
        work.requeue_job(tx, job.id)
        args = as_json({"job_id": str(job.id), "municipality_id": job.municipality_id})
        work.queue(tx, "run_job", lock=f"case:{job.case_id}", args=args)
        return case.stand()

    return handle


def job_unanswered(command: JobUnanswered, tx: Transaction) -> None:
    work.job_unanswered(tx, command.job_id)


def mail_sent(command: MailSent, tx: Transaction) -> None:
    papers.letter_mailed(tx, command.letter_id)


def _step(case: OpenCase, job: Any) -> dict[str, str]:
    """Return what people call the step that the job belongs to."""
    return case.published.names_of(job.token.rpartition(":")[0])
