"""Results of jobs: what comes back from workers, and what did not come back well."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.cases.incidents import Cause, cause_of, report, resolve, step_name
from engine.commands.cases import StepTaken
from engine.commands.jobs import CompleteJob, FailJob, JobUnanswered, MailSent
from engine.db.pool import Transaction
from engine.errors import Broken
from engine.operations.operation import Operations
from engine.routes import Route, Sender
from engine.steps import open_case
from engine.stores import papers, work

QUEUED = "queued"
NOT_CAUGHT = "run.error_not_caught"


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
        case.record("job.completed", operation=job.operation, step=step_name(case, job.token))
        work.finish_job(tx, job.id)
        resolve(case, token=job.token, how="retried", subject=job.id)
        return case.act(lambda run: run.finish_job(job.token, outputs))

    return handle


def fail_job(operations: Operations) -> Callable[[FailJob, Transaction], StepTaken | None]:
    """Return the handler: the diagram's error boundary takes over, or an incident opens."""

    def handle(command: FailJob, tx: Transaction) -> StepTaken | None:
        job = work.job(tx, command.job_id)
        if job is None or job.state != QUEUED:
            return None
        cause = Cause(command.detail, command.params)
        try:
            with tx.savepoint():
                return _throw(tx, operations, job, error_code=command.error_code, cause=cause)
        except Broken as error:
            # Nothing in the diagram takes the error, or what takes it can't go on: people must.
            if error.error_code != NOT_CAUGHT:
                cause = cause_of(error)
        case = open_case(tx, operations, job.case_id)
        if work.job(tx, job.id).state != QUEUED:
            return None  # the job was read before its case, and another worker told of it in between
        work.stop_job(tx, job.id)
        report(case, cause, kind="job", subject=job.id, token=job.token)
        return case.save_in_place()

    return handle


def _throw(tx: Transaction, operations: Operations, job: Any, *, error_code: str, cause: Cause) -> StepTaken:
    case = open_case(tx, operations, job.case_id)
    case.record(
        "job.failed",
        operation=job.operation,
        step=step_name(case, job.token),
        code=error_code,
        detail=cause.code,
    )
    work.fail_job(tx, job.id, code=error_code, detail=cause.code)
    return case.act(lambda run: run.throw(job.token, error_code))


def job_unanswered(command: JobUnanswered, tx: Transaction) -> None:
    work.job_unanswered(tx, command.job_id)


def mail_sent(command: MailSent, tx: Transaction) -> None:
    papers.letter_copied(tx, command.letter_id, command.by)


ROUTES = (
    Route(
        CompleteJob, build=lambda use: complete_job(use.operations), sender=Sender.SYSTEM, result=StepTaken
    ),
    Route(FailJob, build=lambda use: fail_job(use.operations), sender=Sender.SYSTEM, result=StepTaken),
    Route(JobUnanswered, job_unanswered, sender=Sender.SYSTEM),
    Route(MailSent, mail_sent, sender=Sender.SYSTEM),
)
