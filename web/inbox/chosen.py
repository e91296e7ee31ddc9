"""Many chosen steps at once, each with an outcome of its own; and the assignment of a single one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from engine.bulk import for_each
from engine.cases.incidents import ReasonMissing
from engine.commands.assignment import AssignTask, ClaimTask, ReleaseTask
from engine.commands.base import Command
from engine.errors import Rejected
from engine.queries import colleagues, inbox
from engine.roles import Right
from web import access, flashes
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine
from web.errors import words_of
from web.i18n import t
from web.inbox import place_in_list, printed_letters, same_answer
from web.keys import id_of, sent_key

TAKE, RELEASE, ASSIGN = "take", "release", "assign"
ANSWER, PRINT = "answer", "print"
MOST_AT_ONCE = 200


@blueprint.post("/chosen")
@access.staff
def chosen() -> ResponseReturnValue:
    """Take, give back or assign what is ticked, or go on to the page of one answer or of letters."""
    verb = request.form.get("_do")
    if verb not in (TAKE, RELEASE, ASSIGN, ANSWER, PRINT):
        raise BadRequest
    subjects = [id_of(text) for text in request.form.getlist("task")[:MOST_AT_ONCE]]
    if not subjects:
        raise Rejected("incident.none_chosen")
    if verb == ANSWER:
        return redirect(same_answer.address_of(subjects), 303)
    if verb == PRINT:
        return redirect(printed_letters.address_of(subjects), 303)
    return _done(verb, subjects, lambda one: _command(verb, one))


def _done(verb: str, subjects: Sequence[UUID], command: Callable[[UUID], Command]) -> ResponseReturnValue:
    """Send a command for each step, and show what came of each."""
    if verb == ASSIGN and not request.form.get("reason", "").strip():
        raise ReasonMissing
    with engine().read(current_actor()) as tx:
        labels = inbox.labels(tx, subjects)
    outcomes = for_each(engine(), subjects, command, actor=current_actor(), key=sent_key())
    told = [(labels.get(outcome.subject), outcome.error and words_of(outcome.error)) for outcome in outcomes]
    return render_template("inbox/chosen_done.html", verb=verb, told=told, back=place_in_list.list_address())


@blueprint.post("/colleagues/steps")
@access.right(Right.SUPERVISE)
def assign_all() -> ResponseReturnValue:
    """Assign everything that a colleague has taken to somebody else, as when they are away."""
    away = _person("away")
    with engine().read(current_actor()) as tx:
        subjects = colleagues.held(tx, away) if away else ()
    if not subjects:
        raise Rejected("incident.none_chosen")
    return _done(ASSIGN, subjects, lambda one: _assignment(one, seen=away))


@blueprint.post("/tasks/<uuid:task_id>/assign")
@access.right(Right.SUPERVISE)
def assign(task_id: UUID) -> ResponseReturnValue:
    engine().send(_command(ASSIGN, task_id), actor=current_actor(), key=sent_key())
    flashes.done(t("inbox.chosen.assigned_one"))
    return redirect(place_in_list.step_address(task_id), 303)


def _command(verb: str, task_id: UUID) -> Command:
    if verb == TAKE:
        return ClaimTask(task_id)
    reason = request.form.get("reason", "")
    if verb == RELEASE:
        return ReleaseTask(task_id, reason)
    return _assignment(task_id, seen=_person(f"seen.{task_id}"))


def _assignment(task_id: UUID, *, seen: int | None) -> Command:
    return AssignTask(task_id, _person("person"), request.form.get("reason", ""), seen)


def _person(field: str) -> int | None:
    """Return a person that a field names; empty is nobody."""
    text = request.form.get(field, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 18):
        raise BadRequest
    return int(text)
