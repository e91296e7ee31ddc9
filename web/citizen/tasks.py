"""Answering what the municipality asked: a notice about missing things, a hearing."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from engine.errors import NotFound
from engine.queries import tasks as queries
from engine.queries.views import TaskView
from web import access, flashes
from web.auth import current_actor
from web.blueprints import citizen as blueprint
from web.citizen.cases import refuse_others
from web.engine_access import engine
from web.i18n import current_language, t
from web.task_form import TaskFormPage, complete, first_look, keep


def _task(task_id: UUID) -> TaskView:
    with engine().read(current_actor()) as tx:
        found = queries.view(tx, task_id, current_language())
    if not found.is_for_applicant:
        raise NotFound
    refuse_others(found.case)
    return found


def _page(shown: TaskFormPage) -> ResponseReturnValue:
    return render_template("citizen/task.html", **shown.for_template()), shown.status


@blueprint.get("/tasks/<uuid:task_id>")
@access.citizen
def task(task_id: UUID) -> ResponseReturnValue:
    return _page(first_look(_task(task_id)))


@blueprint.post("/tasks/<uuid:task_id>")
@access.citizen
def answer(task_id: UUID) -> ResponseReturnValue:
    found = _task(task_id)
    shown = complete(found, reload=lambda: _task(task_id))
    if isinstance(shown, UUID):
        return redirect(url_for("signing.show", signing_id=shown), 303)
    if shown is not None:
        return _page(shown)
    flashes.done(t("task.sent"))
    return redirect(url_for("citizen.case", case_id=found.case.case_id), 303)


@blueprint.post("/tasks/<uuid:task_id>/save")
@access.citizen
def save_answer(task_id: UUID) -> ResponseReturnValue:
    return keep(task_id)
