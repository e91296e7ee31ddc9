"""Incidents in the hands of supervisors: tried again, or passed over with a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.cases.incidents import Cause, checked_reason, report, resolve, step_name
from engine.cases.messages import WITHDRAWN, InvalidMessage, checked_payload
from engine.commands.cases import StepTaken
from engine.commands.supervision import ReportBroken, RetryIncident, SettleProceeding, SkipIncident
from engine.db.pool import Transaction, as_json
from engine.errors import NotAllowed, NotFound, Rejected
from engine.operations import proceedings
from engine.operations.operation import Operations
from engine.roles import Right
from engine.routes import ForAnother, Route, Sender
from engine.steps import OpenCase, open_case, stale
from engine.stores import cases, incidents, messages, work

PROCEEDING = "proceeding"


class NoIncident(Rejected):
    """The incident has been resolved."""

    code = "incident.resolved"


class RetryUnderWay(Rejected):
    """Another attempt is on its way already."""

    code = "incident.retry_under_way"


class PersonMustRetry(Rejected):
    """Only the person whose step it is can do the step again."""

    code = "incident.person_must_retry"


class NotSkippable(Rejected):
    """A set time can't be passed over; the case can be moved to another step."""

    code = "incident.not_skippable"


class UnusableResult(Rejected):
    """The result given by hand names what the operation does not give, or is too large."""

    code = "incident.result_unusable"


def retry_incident(operations: Operations) -> Callable[[RetryIncident, Transaction], StepTaken]:
    """Return the handler: try the step again. The incident is resolved when that succeeds."""

    def handle(command: RetryIncident, tx: Transaction) -> StepTaken:
        row, case = _open(tx, operations, command)
        if row.kind == "step":
            raise PersonMustRetry
        _again(case, row)
        incidents.retried(tx, row.id)
        case.record("incident.retried", about=row.kind, step=step_name(case, row.token))
        return case.save_in_place()

    return handle


def skip_incident(operations: Operations) -> Callable[[SkipIncident, Transaction], StepTaken]:
    """Return the handler: go on without the step of the incident, for a reason that is kept with the case."""

    def handle(command: SkipIncident, tx: Transaction) -> StepTaken:
        reason = checked_reason(command.reason)
        row, case = _open(tx, operations, command)
        if row.kind == "timer":
            raise NotSkippable
        case.record("incident.skipped", about=row.kind, step=step_name(case, row.token), reason=reason)
        resolve(case, token=row.token, how="skipped", why=reason, subject=row.subject)
        if row.kind == "job":
            job = work.job(tx, row.subject)
            outputs = _outputs(operations, job, command.result)
            work.skip_job(tx, job.id)
            return case.act(lambda run: run.finish_job(job.token, outputs))
        if row.kind in ("message", "signal"):
            messages.drop_stuck(tx, row.kind, row.subject, case_id=row.case_id)
        return case.save_in_place()

    return handle


def report_broken(operations: Operations) -> Callable[[ReportBroken, Transaction], StepTaken | None]:
    """Return the handler: keep that a person's step broke, after nothing of it was recorded."""

    def handle(command: ReportBroken, tx: Transaction) -> StepTaken | None:
        task = work.task(tx, command.task_id) if command.task_id else None
        case_id = task.case_id if task else command.case_id
        if case_id is None:
            return None
        token = task.token if task else command.token or messages.awaited(tx, case_id, WITHDRAWN)
        case = open_case(tx, operations, case_id)
        if token is None or not work.waits(tx, case_id, token):
            return None  # somebody else has moved the case on meanwhile
        cause = Cause(command.code, command.params)
        report(case, cause, kind="step", subject=command.task_id or case_id, token=token)
        return case.save_in_place()

    return handle


def settle_proceeding(operations: Operations) -> Callable[[SettleProceeding, Transaction], StepTaken | None]:
    """Return the handler: keep with the case that asked for another one why that was not opened.

    The case that asked may be over. Once the other one is opened after all, nothing stands still any more.
    """

    def handle(command: SettleProceeding, tx: Transaction) -> StepTaken | None:
        case_id = cases.id_of(tx, command.number)
        if case_id is None:
            return None
        case = open_case(tx, operations, case_id)
        if command.code is None and not incidents.is_open(tx, PROCEEDING, command.key):
            return None
        if command.code is None:
            resolve(case, token=_asking(case), how="retried", subject=command.key)
        else:
            cause = Cause(command.code, command.params)
            report(case, cause, kind=PROCEEDING, subject=command.key, token=_asking(case))
        return case.save_in_place()

    return handle


def _asking(case: OpenCase) -> str:
    """Return a token at which nothing waits, of the step that asked; of none where several steps may have."""
    elements = case.published.definition.elements.values()
    asking = [element.id for element in elements if element.operation == proceedings.START.name]
    return f"{asking[0] if len(asking) == 1 else ''}:case"


def _open(
    tx: Transaction, operations: Operations, command: RetryIncident | SkipIncident
) -> tuple[Any, OpenCase]:
    """Return an open incident and its case; the incident is read before the case to find it, and after it."""
    row = incidents.incident(tx, command.incident_id)
    if row is None or row.municipality_id not in tx.actor.municipalities:
        raise NotFound
    if not tx.actor.may(Right.SUPERVISE, row.municipality_id):
        raise NotAllowed
    case = open_case(tx, operations, row.case_id)
    row = incidents.incident(tx, command.incident_id)
    if row.state != "open":
        raise NoIncident
    if command.expected_version not in (None, case.row.version):
        raise stale(tx, row.case_id)
    return row, case


def _again(case: OpenCase, row: Any) -> None:
    tx, place, subject = case.tx, row.municipality_id, str(row.subject)
    if row.kind == "timer":
        work.try_timer(tx, row.subject, at=tx.now)
        return
    if row.kind == PROCEEDING:
        work.queue_again(tx, proceedings.TASK, row.subject, lock=f"proceeding:{row.subject}")
        return
    if row.kind == "job":
        if not work.requeue_job(tx, row.subject):
            raise RetryUnderWay
        name, args, lock = "run_job", {"job_id": subject}, f"case:{row.case_id}"
    elif row.kind == "message":
        name, args, lock = "deliver_message", {"message_id": subject}, f"messages-of:{row.case_id}"
    else:
        name, lock = "deliver_signal", f"messages-of:{row.case_id}"
        args = {"signal_id": subject, "case_id": str(row.case_id)}
    work.queue(tx, name, lock=lock, args=as_json({**args, "municipality_id": place}))


def _outputs(operations: Operations, job: Any, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the diagram's outputs see in place of the job's result: what was given, else nulls."""
    names = operations.find(job.operation).outputs
    try:
        checked_payload(dict(given))
    except InvalidMessage as error:
        raise UnusableResult from error
    if not set(given) <= set(names):
        raise UnusableResult
    return {name: given.get(name) for name in names}


ROUTES = (
    Route(
        RetryIncident, build=lambda use: retry_incident(use.operations), sender=Sender.STAFF, result=StepTaken
    ),
    Route(
        SkipIncident, build=lambda use: skip_incident(use.operations), sender=Sender.STAFF, result=StepTaken
    ),
    Route(
        ReportBroken,
        build=lambda use: report_broken(use.operations),
        sender=Sender.PERSON,
        guests=True,
        for_another=ForAnother.BESIDE,
        at_desk=True,
        result=StepTaken,
    ),
    Route(
        SettleProceeding,
        build=lambda use: settle_proceeding(use.operations),
        sender=Sender.SYSTEM,
        result=StepTaken,
    ),
)
