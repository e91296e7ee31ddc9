"""Ad hoc tasks at the desk: a question on a case to a colleague or an office, and its answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.adhoc import queries, rules
from engine.adhoc.commands import AnswerColleague, AskColleague, WithdrawQuestion
from engine.errors import NotAllowed, NotFound, Rejected
from web import access, flashes
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine
from web.errors import ErrorWords, words_of
from web.i18n import t
from web.keys import sent_key

TASK = "/asked/<uuid:task_id>"
ASK = "/cases/<uuid:case_id>/ask"


@blueprint.get("/asked")
@access.staff
def adhoc_tasks() -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        page = queries.page(tx)
    return render_template("inbox/adhoc_tasks.html", page=page)


@blueprint.get(ASK)
@access.staff
def ask_colleague(case_id: UUID) -> ResponseReturnValue:
    return _ask(case_id, {})


@blueprint.post(ASK)
@access.staff
def send_question(case_id: UUID) -> ResponseReturnValue:
    sent = request.form
    try:
        engine().send(_asked(case_id, sent), actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return _ask(case_id, sent, words_of(refused))
    flashes.done(t("adhoc.sent"))
    return redirect(url_for("inbox.case", case_id=case_id, _anchor="asked"), 303)


@blueprint.get(TASK)
@access.staff
def adhoc_task(task_id: UUID) -> ResponseReturnValue:
    return _task(task_id, {})


@blueprint.post(f"{TASK}/answer")
@access.staff
def answer_colleague(task_id: UUID) -> ResponseReturnValue:
    sent = request.form
    try:
        command = AnswerColleague(task_id, sent.get("answer", ""))
        engine().send(command, actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return _task(task_id, sent, words_of(refused))
    flashes.done(t("adhoc.answered"))
    return redirect(url_for("inbox.adhoc_tasks"), 303)


@blueprint.post(f"{TASK}/withdrawal")
@access.staff
def withdraw_question(task_id: UUID) -> ResponseReturnValue:
    try:
        engine().send(WithdrawQuestion(task_id), actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return _task(task_id, {}, words_of(refused))
    flashes.done(t("adhoc.withdrawn"))
    return redirect(url_for("inbox.adhoc_tasks"), 303)


def _asked(case_id: UUID, sent: Mapping[str, str]) -> AskColleague:
    """Return what was asked. Raises `DayUnusable`, `NobodyAsked`."""
    try:
        due_on = date.fromisoformat(sent.get("due_on", ""))
    except ValueError:
        raise rules.DayUnusable from None
    kind, _, who = sent.get("who", "").partition(":")
    person = int(who) if kind == "person" and who.isascii() and who.isdigit() and len(who) < 19 else None
    role = who if kind == "office" and who else None
    return AskColleague(case_id, sent.get("question", ""), due_on, person, role)


def _ask(case_id: UUID, sent: Mapping[str, str], error: ErrorWords | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        askable = queries.askable(tx, case_id)
    shown = {"askable": askable, "sent": sent, "longest": rules.LONGEST}
    body = render_template("inbox/adhoc_ask.html", **shown, error=error, has_errors=bool(error))
    return body, error.status if error else 200


def _task(task_id: UUID, sent: Mapping[str, str], error: ErrorWords | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        task = queries.task(tx, task_id)
    shown = {"task": task, "sent": sent, "longest": rules.LONGEST}
    body = render_template("inbox/adhoc_task.html", **shown, error=error, has_errors=bool(error))
    return body, error.status if error else 200
