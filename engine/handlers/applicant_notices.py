"""Telling an applicant that an answer is still missing, and noting what became of a notice."""

from __future__ import annotations

from engine.clock import local_date
from engine.commands import ApplicantTold, RemindOfAnswer
from engine.db.pool import Transaction
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


def applicant_told(command: ApplicantTold, tx: Transaction) -> None:
    applicant_notices.told(tx, command.notice_id, command.by)
