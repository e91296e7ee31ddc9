"""A task's form on a page: showing it, sending it, and what to show when it is refused.

The same for citizens and clerks. A refusal keeps what was filled in; a stale page also gets the
present version and a new key, so that sending again is a new decision.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engine.commands import CompleteTask
from engine.errors import Broken, InvalidForm, NotAllowed, NotFound, NotSignedIn, Rejected
from engine.queries.views import TaskView
from forms import InvalidAnswers, prefill
from web.auth import current_actor
from web.engine_access import engine
from web.errors import ErrorWords, words_of
from web.filled_form import FilledForm, read_form, with_answers
from web.keys import new_key, sent_key, sent_version


@dataclass(frozen=True)
class Shown:
    """A task page: the task, its form as filled so far, and what went wrong."""

    task: TaskView
    form: FilledForm
    key: str
    error: ErrorWords | None = None

    @property
    def status(self) -> int:
        if self.error:
            return self.error.status
        return 422 if self.form.errors else 200

    def for_template(self) -> dict[str, Any]:
        return {
            "task": self.task,
            "fields": self.form.fields(),
            "error_summary": self.form.error_summary(),
            "is_sent": self.error is not None,
            "key": self.key,
            "error": self.error,
            "has_errors": bool(self.error or self.form.errors),
        }


def first_look(task: TaskView) -> Shown:
    """Return a task with its form untouched."""
    answers = prefill(task.form, context=task.form_context, now=engine().clock.now())
    return Shown(task, with_answers(task.form, task.form_context, answers), new_key())


def complete(task: TaskView, *, reload: Callable[[], TaskView]) -> Shown | None:
    """Send the form of the request; return None when the task is done, else what to show."""
    key, version = sent_key(), sent_version()
    filled = read_form(task.form, task.form_context, municipality=task.case.municipality.code)
    if filled.wants_another_look:
        return Shown(task, filled, str(key))
    try:
        command = CompleteTask(task.task_id, filled.checked(), expected_version=version)
        engine().send(command, actor=current_actor(), key=key)
    except (InvalidAnswers, InvalidForm) as refused:
        return Shown(task, filled.refused(refused.errors), str(key))
    except (NotFound, NotAllowed, NotSignedIn):
        raise
    except (Rejected, Broken) as refused:
        return Shown(reload(), filled, new_key(), words_of(refused))
    return None
