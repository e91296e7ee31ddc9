"""Ad hoc tasks: questions on a case to colleagues and offices, with their answers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from engine.adhoc import queries
from engine.adhoc.commands import AnswerColleague, AskColleague, ColleagueAsked, WithdrawQuestion
from engine.adhoc.queries import AdhocPage, AdhocTask
from engine.adhoc.rules import LONGEST
from web.api.callers import Who
from web.api.operations import operation
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Strict, code_field, day, person_id, text
from web.api.tasks import ACT, READ
from web.auth import current_actor
from web.engine_access import engine

TASK = "/work/asked/<uuid:task_id>"
READS: dict[str, Any] = {"tag": "tasks", "scope": READ}
ACTS: dict[str, Any] = {"tag": "tasks", "scope": ACT}


class InternalQuestion(Strict):
    """Question on a case to a colleague or an office, with the last day for the answer."""

    question = text(LONGEST)
    due_on = day()
    person_id = person_id(required=False, load_default=None, allow_none=True)
    role = code_field(required=False, load_default=None, allow_none=True)


class InternalAnswer(Strict):
    """Answer to a question of a colleague."""

    answer = text(LONGEST)


@operation(
    "GET",
    "/work/asked",
    Who.OFFICE,
    does=("შიდა შეკითხვები", "List ad hoc tasks: questions asked of and by the caller"),
    pages=("inbox.adhoc_tasks",),
    gives=shape(AdhocPage),
    **READS,
)
def list_adhoc_tasks() -> AdhocPage:
    with engine().read(current_actor()) as tx:
        return queries.page(tx)


@operation(
    "GET",
    TASK,
    Who.OFFICE,
    does=("ერთი შიდა შეკითხვა", "Get an ad hoc task"),
    pages=("inbox.adhoc_task",),
    gives=shape(AdhocTask),
    **READS,
)
def get_adhoc_task(task_id: UUID) -> AdhocTask:
    with engine().read(current_actor()) as tx:
        return queries.task(tx, task_id)


@operation(
    "POST",
    "/cases/<uuid:case_id>/asked",
    Who.OFFICE,
    does=("შეკითხვა თანამშრომელს ან სამსახურს", "Ask a colleague or an office about a case"),
    pages=("inbox.ask_colleague", "inbox.send_question"),
    takes=InternalQuestion,
    gives=shape(ColleagueAsked),
    status=201,
    **ACTS,
)
def ask_colleague(body: dict[str, Any], case_id: UUID) -> ColleagueAsked:
    asked: ColleagueAsked = send(AskColleague(case_id, **body))
    return asked


@operation(
    "POST",
    f"{TASK}/answer",
    Who.OFFICE,
    does=("პასუხი შიდა შეკითხვაზე", "Answer an ad hoc task"),
    pages=("inbox.answer_colleague",),
    takes=InternalAnswer,
    **ACTS,
)
def answer_adhoc_task(body: dict[str, Any], task_id: UUID) -> None:
    send(AnswerColleague(task_id, body["answer"]))


@operation(
    "POST",
    f"{TASK}/withdrawal",
    Who.OFFICE,
    does=("შიდა შეკითხვის გაუქმება", "Withdraw an ad hoc task"),
    pages=("inbox.withdraw_question",),
    **ACTS,
)
def withdraw_adhoc_task(task_id: UUID) -> None:
    send(WithdrawQuestion(task_id))
