"""Ad hoc tasks are given on a case, answered, withdrawn. The case does not move."""

from __future__ import annotations

from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from engine.adhoc import rules, store
from engine.adhoc.asked import is_asked
from engine.adhoc.commands import AnswerColleague, AskColleague, ColleagueAsked, WithdrawQuestion
from engine.cases import conflicts_of_interest, sight
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotAllowed, NotFound
from engine.roles import RESTRICTED_CASES, Right
from engine.routes import Route, Sender
from engine.stores import colleagues, recusals


def ask_colleague(command: AskColleague, tx: Transaction) -> ColleagueAsked:
    """Give the task. Raises `NothingSaid`, `TextTooLong`, `DayUnusable`, `NobodyAsked`, `MayNotSee`."""
    row = sight.seen(tx, command.case_id)
    if row.municipality_id not in tx.actor.municipalities or conflicts_of_interest.is_party(tx.actor, row):
        raise NotFound
    question = rules.text(command.question)
    rules.check_day(command.due_on, today=local_date(tx.now))
    _check_asked(tx, command, row.municipality_id)
    task_id = uuid4()
    of_case = {"case_id": row.id, "municipality_id": row.municipality_id}
    asked = {"person_id": command.person_id, "role": command.role, "due_on": command.due_on}
    store.add(tx, task_id, **of_case, **asked, question=question)
    _log(tx, row.id, "adhoc.asked", task_id, question, person=command.person_id, role=command.role)
    return ColleagueAsked(task_id)


def answer_colleague(command: AnswerColleague, tx: Transaction) -> None:
    """Keep the answer. Raises `NothingSaid`, `TextTooLong`, `NotOpen`."""
    task = _task(tx, command.task_id)
    if not is_asked(tx, task):
        raise NotAllowed
    answer = rules.text(command.answer)
    if not store.answer(tx, task.id, answer):
        raise rules.NotOpen
    _log(tx, task.case_id, "adhoc.answered", task.id, answer)


def withdraw_question(command: WithdrawQuestion, tx: Transaction) -> None:
    """Withdraw what has no answer yet. Raises `NotOpen`."""
    task = _task(tx, command.task_id)
    if task.asked_by != tx.actor.person_id and not tx.actor.may(Right.SUPERVISE, task.municipality_id):
        raise NotAllowed
    if not store.withdraw(tx, task.id):
        raise rules.NotOpen
    tx.log(f"work/{task.case_id}", "adhoc.withdrawn", asked=str(task.id))


def _check_asked(tx: Transaction, command: AskColleague, place: int) -> None:
    """Refuse who may not be asked: nobody or both, oneself, outsiders, who may not see the case."""
    if (command.person_id is None) is (command.role is None):
        raise rules.NobodyAsked
    if command.role is not None:
        others = store.holders(tx, place, command.role, on=local_date(tx.now)) - {tx.actor.person_id}
        if command.role not in rules.OFFICES or not others:
            raise rules.NobodyAsked
        if store.is_restricted(tx, command.case_id):
            raise rules.MayNotSee  # an office is never named as a whole for what a few may see
        return
    assert command.person_id is not None
    held = {
        grant.role
        for grant in colleagues.of_municipalities(tx, (place,))
        if grant.person_id == command.person_id
    }
    if command.person_id == tx.actor.person_id or not held & set(rules.OFFICES):
        raise rules.NobodyAsked
    kept_out = recusals.why(tx, command.person_id, [command.case_id]).get(command.case_id)
    if kept_out or (store.is_restricted(tx, command.case_id) and RESTRICTED_CASES not in held):
        raise rules.MayNotSee


def _task(tx: Transaction, task_id: UUID) -> Any:
    task = store.find(tx, task_id)
    if task is None:
        raise NotFound
    return task


def _log(tx: Transaction, case_id: UUID, kind: str, task_id: UUID, said: str, **more: Any) -> None:
    digest = sha256(said.encode()).hexdigest()
    tx.log(f"work/{case_id}", kind, asked=str(task_id), digest=digest, **more)


ROUTES = (
    Route(AskColleague, ask_colleague, sender=Sender.STAFF, result=ColleagueAsked),
    Route(AnswerColleague, answer_colleague, sender=Sender.STAFF),
    Route(WithdrawQuestion, withdraw_question, sender=Sender.STAFF),
)
