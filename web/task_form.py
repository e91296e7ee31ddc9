"""A task's form on a page: showing it, sending it, and what to show when it is refused.

The same for citizens and clerks. A refusal keeps what was filled in; a stale page also gets the
present version and a new key, so that sending again is a new decision. "Save" keeps the form as it
is, wrong or not, for the person who fills it in, and the next look restores it; with a script the form
keeps itself while it is filled in.
Whoever answers a task that nobody has takes it by that. A task that is one question may be answered and
finished by one press (`engine/cases/one_press.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from engine.cases.one_press import Does, Press
from engine.commands.assignment import ClaimTask
from engine.commands.cases import CompleteTask
from engine.commands.drafts import SavedTaskDraft, SaveTaskDraft
from engine.commands.signing import OpenedSigning, OpenSigning
from engine.errors import Broken, InvalidForm, NotAllowed, NotFound, NotSignedIn, Rejected
from engine.queries import tasks as queries
from engine.queries.views import TaskView
from engine.signatures.signers import SignatureDue
from forms import InvalidAnswers
from web.auth import current_actor
from web.engine_access import engine
from web.errors import ErrorWords, words_of
from web.filled_form import FilledForm, read_form, with_answers
from web.i18n import current_language, format_clock, t
from web.keys import in_this_browser, new_key, sent_key, sent_version, sent_window

ANSWER = "_answer"  # the name of the buttons that answer the one question of a step


@dataclass(frozen=True)
class TaskFormPage:
    """A task page: the task, its form as filled so far, and what went wrong."""

    task: TaskView
    form: FilledForm
    key: str
    error: ErrorWords | None = None
    window: str = field(default_factory=new_key)
    saved: SavedTaskDraft | None = None  # by this request
    is_untouched: bool = False  # the form as it begins
    chosen: str = ""  # the option that a button has only chosen

    @property
    def draft_version(self) -> int:
        if self.saved:
            return self.saved.version
        return self.task.draft.version if self.task.draft else 0

    @property
    def saved_at(self) -> datetime | None:
        if self.saved:
            return self.saved.saved_at
        return self.task.draft.saved_at if self.task.draft else None

    @property
    def status(self) -> int:
        if self.error:
            return self.error.status
        return 422 if self.form.errors else 200

    def for_template(self) -> dict[str, Any]:
        return {
            "task": self.task,
            "fields": replace(self.form, case_id=self.task.case.case_id).fields(),
            "error_summary": self.form.error_summary(),
            "is_sent": self.error is not None,
            "is_untouched": self.is_untouched,
            "chosen": self.chosen,
            "key": self.key,
            "error": self.error,
            "has_errors": bool(self.error or self.form.errors),
            "draft_version": self.draft_version,
            "window": self.window,
            "saved_at": self.saved_at,
            "is_saved_now": self.saved is not None,
        }


def first_look(task: TaskView) -> TaskFormPage:
    """Return a task with its form as it begins, or as the person has saved it."""
    form = with_answers(task.form, task.form_context, task.begins.answers)
    return TaskFormPage(task, form, new_key(), is_untouched=True)


def complete(task: TaskView, *, reload: Callable[[], TaskView]) -> TaskFormPage | UUID | None:
    """Send the form of the request; return None when the task is done, else what to show.

    Where the step ends with a signature it is laid out for signing, and the id of that is returned.
    """
    key, version, window = sent_key(), sent_version(), sent_window()
    filled = read_form(
        task.form,
        task.form_context,
        municipality=task.case.municipality.code,
        kept=task.draft.answers if task.draft else None,
    )
    press = _press(task)
    if press is not None:
        filled, is_chosen = _answered(filled, press)
        if is_chosen:
            return TaskFormPage(task, filled, str(key), window=window, chosen=press.option.label)
    if filled.wants_another_look:
        return TaskFormPage(task, filled, str(key), window=window)
    try:
        task = _taken(task)
        if request.form.get("_do") == "save":
            return _save(task, filled, window=window, key=str(key), reload=reload)
        return _finished(task, filled.checked(), version=version, key=key)
    except (InvalidAnswers, InvalidForm) as refused:
        return TaskFormPage(task, filled.refused(refused.errors), str(key), window=window)
    except (NotFound, NotAllowed, NotSignedIn):
        raise
    except (Rejected, Broken) as refused:
        return TaskFormPage(reload(), filled, new_key(), words_of(refused), window=window)


def _press(task: TaskView) -> Press | None:
    """Return the option that was pressed as a button, if one was."""
    value = request.form.get(ANSWER)
    return next((press for press in task.presses if press.option.value == value), None)


def _answered(filled: FilledForm, press: Press) -> tuple[FilledForm, bool]:
    """Return the form with the pressed option, and whether it is only chosen and the form shown again.

    So it is where the form said something else: of two that contradict each other one was a slip.
    """
    before = filled.answers.get(press.key)
    is_chosen = press.does is Does.CHOOSES or before not in (None, "", press.option.value)
    return replace(filled, answers={**filled.answers, press.key: press.option.value}), is_chosen


def keep(task_id: UUID) -> ResponseReturnValue:
    """Keep the form while it is being filled in; the answer is for the page's script.

    A refusal does not hold the page back: finishing the step is judged on its own.
    """
    with engine().read(current_actor()) as tx:
        task = queries.form_of(tx, task_id, current_language())
    kept = task.draft.answers if task.draft else None
    filled = read_form(task.form, {}, municipality=task.municipality_code, kept=kept)
    how: dict[str, Any] = {"is_automatic": True, "is_last": "_last" in request.form}
    here = in_this_browser(sent_window())
    command = SaveTaskDraft(task_id, dict(filled.answers), sent_version("_draft"), here, **how)
    try:
        if task.is_free:
            _take(task_id)
        saved: SavedTaskDraft = engine().send(command, actor=current_actor())
    except NotSignedIn:
        raise
    except Rejected as refused:
        return jsonify(words=words_of(refused).body, maySend=True)
    taken = {"isTaken": True} if task.is_free else {}
    if saved.is_overtaken:
        return jsonify(version=saved.version, isOvertaken=True, **taken)
    words = t("task.taken_and_saved" if task.is_free else "apply.saved_at", at=format_clock(saved.saved_at))
    return jsonify(words=words, version=saved.version, **taken)


def _taken(task: TaskView) -> TaskView:
    """Return the task as whoever answers it has it then: one that nobody has becomes theirs.

    Raises what keeps them from it; that a colleague has it is told before what is wrong with the answers.
    """
    if task.is_mine or not task.is_open:
        return task
    _take(task.task_id)
    return replace(task, is_mine=True, may_claim=False)


def _take(task_id: UUID) -> None:
    """Take a task that nobody has; raises what keeps the person from it, such as who was faster."""
    engine().send(ClaimTask(task_id), actor=current_actor())


def _finished(task: TaskView, answers: dict[str, Any], *, version: int, key: UUID) -> UUID | None:
    """Finish the task, or lay it out for signing: which of the two follows from the answers."""
    try:
        command = CompleteTask(task.task_id, answers, expected_version=version)
        engine().send(command, actor=current_actor(), key=key)
    except SignatureDue:
        laid = OpenSigning(task.task_id, answers, expected_version=version)
        opened: OpenedSigning = engine().send(laid, actor=current_actor(), key=key)
        return opened.signing_id
    return None


def _save(
    task: TaskView, filled: FilledForm, *, window: str, key: str, reload: Callable[[], TaskView]
) -> TaskFormPage:
    """Keep the form; where it was saved elsewhere meanwhile, saving again replaces that knowingly."""
    seen, here = sent_version("_draft"), in_this_browser(window)
    command = SaveTaskDraft(task.task_id, dict(filled.answers), seen, here)
    try:
        saved: SavedTaskDraft = engine().send(command, actor=current_actor())
    except (NotFound, NotAllowed, NotSignedIn):
        raise
    except Rejected as refused:
        return TaskFormPage(reload(), filled, new_key(), words_of(refused), window=window)
    return TaskFormPage(task, filled, key, window=window, saved=saved)
