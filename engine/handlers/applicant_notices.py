"""Telling an applicant what comes near: the last day of an answer, the planned end of a state."""

from __future__ import annotations

from datetime import date
from uuid import uuid5

from engine.clock import local_date
from engine.commands.correspondence import ApplicantTold, RemindOfAnswer, RemindOfPlannedEnd
from engine.db.pool import Transaction
from engine.routes import Route, Sender
from engine.stores import applicant_notices, cases, work

OPEN = 0


def remind_of_answer(command: RemindOfAnswer, tx: Transaction) -> None:
    """Write the notice, unless the answer has come meanwhile. A task is told of once."""
    task = work.task(tx, command.task_id)
    if task is None or task.state != OPEN or task.due_at is None or task.person_id != task.applicant_id:
        return
    case = cases.load(tx, task.case_id)
    if case is not None:
        applicant_notices.add(tx, task.id, case, "answer_due", last_day=local_date(task.due_at))


def remind_of_planned_end(command: RemindOfPlannedEnd, tx: Transaction) -> None:
    """Write the notice, unless the state has ended meanwhile. The person is told once."""
    entry = applicant_notices.entry(tx, command.entry_id)
    case = None if entry is None else cases.load(tx, entry.case_id)
    if entry is not None and case is not None:
        last_day = date.fromisoformat(entry.fields[command.field][:10])
        notice_id = uuid5(entry.id, "planned_end")
        applicant_notices.add(tx, notice_id, case, "planned_end", last_day=last_day)


def applicant_told(command: ApplicantTold, tx: Transaction) -> None:
    applicant_notices.mark_notified(tx, command.notice_id, command.by)


ROUTES = (
    Route(RemindOfAnswer, remind_of_answer, sender=Sender.SYSTEM),
    Route(RemindOfPlannedEnd, remind_of_planned_end, sender=Sender.SYSTEM),
    Route(ApplicantTold, applicant_told, sender=Sender.SYSTEM),
)
