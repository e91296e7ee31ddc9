"""Bulk completion of tasks: one form, filled in once, is the answer to the same step of many cases.

Each task is judged and finished on its own, by its own case: one that refuses the answer holds up no other,
and what came of each is told. Tasks of different forms, and those that end with a signature, are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID, uuid5

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from engine.bulk import for_each
from engine.commands.assignment import ClaimTask
from engine.commands.base import Command
from engine.commands.cases import CompleteTask
from engine.errors import InvalidForm, NotFound, Rejected
from engine.queries import inbox
from engine.queries import tasks as queries
from engine.queries.views import TaskView
from forms import Form, InvalidAnswers, Page
from web import access
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine
from web.errors import words_of
from web.filled_form import FilledForm, read_form, with_answers
from web.i18n import current_language
from web.inbox import place_in_list
from web.keys import id_of, new_key, sent_key, sent_version
from web.without_api import Reason, without_api

MOST_AT_ONCE: Final = 50  # an address names them all, and a line of an address holds about 2,000 characters


@dataclass(frozen=True)
class SharedTask:
    """A task among those that one answer can finish, with what its form tells of its own case."""

    task: TaskView
    told: Markup
    question: Markup  # the fields that are asked, as they would be shown for this case alone

    @classmethod
    def of(cls, task: TaskView) -> SharedTask:
        form = with_answers(task.form, task.form_context, task.begins.answers)
        told, asked = _parts(task.form)
        own = replace(form, case_id=task.case.case_id, page=told)
        return cls(task, own.fields() if told.fields else Markup(), replace(form, page=asked).fields())

    def is_like(self, other: SharedTask) -> bool:
        """Say whether both ask the same in the same words, beginning with the same answers."""
        return (_step(self.task), self.question) == (_step(other.task), other.question)


@dataclass(frozen=True)
class BulkCompletion:
    """Tasks that one answer can finish, and those that it can't, each with the reason."""

    tasks: tuple[SharedTask, ...]
    left_out: tuple[tuple[TaskView, str], ...]

    @property
    def first(self) -> TaskView:
        return self.tasks[0].task

    def empty_form(self) -> FilledForm:
        return with_answers(self.first.form, self.first.form_context, self.first.begins.answers)

    def sent_form(self) -> FilledForm:
        code = self.first.case.municipality.code
        return read_form(self.first.form, self.first.form_context, municipality=code)


def _parts(form: Form) -> tuple[Page, Page]:
    """Return what a form only tells, and the rest, which is asked."""
    told = tuple(field for field in form.fields if not any(inner.key for inner in field.walk()))
    asked = tuple(field for field in form.fields if field not in told)
    return Page("told", "", told), Page("asked", "", asked)


def _step(task: TaskView) -> tuple[str, str, str]:
    return task.case.municipality.code, task.case.service_code, task.element


def address_of(task_ids: Sequence[UUID]) -> str:
    """Return the address of the page that asks for the answer."""
    if len(set(task_ids)) > MOST_AT_ONCE:
        raise Rejected("bulk_completion.too_many", most=MOST_AT_ONCE)
    return url_for("inbox.same_answer", task=task_ids, **place_in_list.kept())


@blueprint.get("/same-answer")
@access.staff
@without_api(Reason.FORM)
def same_answer() -> ResponseReturnValue:
    """Ask for the answer to all tasks that the address names."""
    together = _together(request.args.getlist("task"))
    return _page(together, together.empty_form() if together.tasks else None)


@blueprint.post("/same-answer")
@access.staff
@without_api(Reason.FORM)
def finish_together() -> ResponseReturnValue:
    """Finish each of the tasks with the answer, as far as its own case takes it."""
    together, key = _together(request.form.getlist("task")), sent_key()
    if not together.tasks:
        return _page(together, None)
    filled = together.sent_form()
    if filled.wants_another_look:
        return _page(together, filled, key=str(key))
    try:
        filled.checked()
    except InvalidAnswers as refused:
        return _page(together, filled.refused(refused.errors), key=str(key))
    tasks = {shared.task.task_id: shared.task for shared in together.tasks}
    command = _completion(tasks, filled, key)
    outcomes = for_each(engine(), tasks, command, actor=current_actor(), key=key)
    with engine().read(current_actor()) as tx:
        labels = inbox.labels(tx, list(tasks))
    told = [(labels.get(outcome.subject), outcome.error and words_of(outcome.error)) for outcome in outcomes]
    back = place_in_list.list_address()
    return render_template("inbox/chosen_done.html", verb="answer", told=told, together=together, back=back)


def _completion(tasks: dict[UUID, TaskView], filled: FilledForm, key: UUID) -> Callable[[UUID], Command]:
    """Return how a task is finished: taken by whoever answers, if it is free, and judged by its own case."""

    def command(task_id: UUID) -> Command:
        task, seen = tasks[task_id], sent_version(f"seen.{task_id}")
        own = with_answers(task.form, task.form_context, filled.answers)
        try:
            answers = own.checked()
        except InvalidAnswers as refused:
            raise InvalidForm(refused.errors) from None
        if not task.is_mine:
            engine().send(ClaimTask(task_id), actor=current_actor(), key=uuid5(key, f"take {task_id}"))
        return CompleteTask(task_id, answers, expected_version=seen)

    return command


def _together(texts: Sequence[str]) -> BulkCompletion:
    """Look up the tasks, in the order they were ticked; what cannot be seen is as if it were not named."""
    tasks: list[SharedTask] = []
    left: list[tuple[TaskView, str]] = []
    for task_id in dict.fromkeys(map(id_of, texts[:MOST_AT_ONCE])):
        try:
            with engine().read(current_actor()) as tx:
                task = queries.view(tx, task_id, current_language())
        except NotFound:
            continue
        if reason := _why_not(task):
            left.append((task, reason))
            continue
        shared = SharedTask.of(task)
        if tasks and not shared.is_like(tasks[0]):
            left.append((task, "other_form"))
        else:
            tasks.append(shared)
    return BulkCompletion(tuple(tasks), tuple(left))


def _why_not(task: TaskView) -> str | None:
    """Return the reason why a task is answered on its own page alone, if there is one."""
    if not task.is_open:
        return "closed"
    if task.is_for_applicant or not (task.is_mine or task.may_claim):
        return "not_yours"
    if task.is_signed:
        return "signed"
    return "begun" if task.draft else None


def _page(together: BulkCompletion, filled: FilledForm | None, key: str | None = None) -> ResponseReturnValue:
    has_errors = bool(filled and filled.errors)
    if filled:
        filled = replace(filled, page=_parts(filled.form)[1])
    page = render_template(
        "inbox/same_answer.html",
        together=together,
        fields=filled.fields() if filled else "",
        error_summary=filled.error_summary() if filled else "",
        has_errors=has_errors,
        key=key or new_key(),
        address=url_for("inbox.finish_together", **place_in_list.kept()),
        back=place_in_list.list_address(),
    )
    return page, 422 if has_errors else 200
