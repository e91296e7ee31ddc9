"""Steps of the office that are done by commands, where a test needs what they bring and not their pages.

Nobody looks at the list of steps; the step itself is read, and that is on record as if its page were opened.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from werkzeug.datastructures import MultiDict

from engine.answers import enquiries
from engine.commands.assignment import ClaimTask
from engine.commands.cases import CompleteTask
from engine.queries import tasks
from engine.queries.views import TaskView
from forms import parse_html, validate
from tests.web.applications import actor_of, engine_of, language_of
from tests.web.browser import Browser

OPEN_STEP = """
select id from tasks
where case_id = :case_id and closed_at is null and claimed_by is null and person_id is null
"""


def do_step(browser: Browser, case_id: UUID, answers: dict[str, Any]) -> None:
    """Take the case's one step that nobody has, and complete it with answers as they are typed."""
    engine, actor = engine_of(browser), actor_of(browser)
    with engine.read(actor) as tx:
        (step,) = tx.all(OPEN_STEP, case_id=case_id)
    engine.send(ClaimTask(step.id), actor=actor, key=uuid4())
    for _ in ("shown", "sent"):  # a page reads the step, and puts it on record, each time
        with engine.read(actor) as tx:
            task = tasks.view(tx, step.id, language_of(browser))
    context = {**task.form_context, "lookups": enquiries.asking(task.form_context["lookups"], engine, actor)}
    given = validate(task.form, typed(task, answers), context=context, now=engine.clock.now())
    command = CompleteTask(task.task_id, given, expected_version=task.case.version)
    engine.send(command, actor=actor, key=uuid4())


def typed(task: TaskView, answers: dict[str, Any]) -> dict[str, Any]:
    """Return what the form begins with, and over it what is typed."""
    read = parse_html(task.form, MultiDict(answers))
    return read | dict(task.begins.answers) | {key: read[key] for key in answers}
