"""One step of a case at a clerk's desk, and the whole case."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands.assignment import ClaimTask, ReleaseTask
from engine.errors import Rejected, TaskTaken
from engine.queries import case_notes
from engine.queries import cases as case_queries
from engine.queries import tasks as task_queries
from engine.queries.views import CaseView, TaskView
from engine.roles import Right
from web import access, flashes
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.downloads import download, drawn, preview
from web.engine_access import engine
from web.errors import words_of
from web.i18n import current_language, name_of, t
from web.inbox import place_in_list
from web.inbox.list_view import ListView
from web.inbox.lists import list_page
from web.inbox.onward import after_finished, next_of_list
from web.keys import sent_key
from web.task_form import TaskFormPage, complete, first_look, keep
from web.without_api import Reason, without_api


def _task(task_id: UUID) -> TaskView:
    with engine().read(current_actor()) as tx:
        return task_queries.view(tx, task_id, current_language())


def _page(shown: TaskFormPage) -> ResponseReturnValue:
    """Show a step beside its list, or as a page of its own; a script that asks for its form needs no list."""
    if request.method == "POST" and place_in_list.is_beside() and "__refresh__" not in request.form:
        return list_page(shown)
    page = render_template("inbox/task.html", **shown.for_template(), view=ListView.of_browser())
    return page, shown.status


@blueprint.get("/tasks/<uuid:task_id>")
@access.staff
def task(task_id: UUID) -> ResponseReturnValue:
    return _page(first_look(_task(task_id)))


@blueprint.post("/tasks/<uuid:task_id>")
@access.staff
def finish(task_id: UUID) -> ResponseReturnValue:
    found = _task(task_id)
    shown = complete(found, reload=lambda: _task(task_id))
    if isinstance(shown, UUID):
        return redirect(url_for("signing.show", signing_id=shown, queue=place_in_list.for_signing()), 303)
    if shown is not None:
        return _page(shown)
    flashes.done(t("task.completed", step=name_of(found.step), number=found.case.number))
    return redirect(after_finished(task_id), 303)


@blueprint.post("/tasks/<uuid:task_id>/save")
@access.staff
def save(task_id: UUID) -> ResponseReturnValue:
    return keep(task_id)


@blueprint.post("/tasks/<uuid:task_id>/claim")
@access.staff
def claim(task_id: UUID) -> ResponseReturnValue:
    """Take a step; whoever comes too late is told who has it, and offered the next of the list."""
    try:
        engine().send(ClaimTask(task_id), actor=current_actor(), key=sent_key())
    except TaskTaken as taken:
        if not place_in_list.is_from_list():
            raise
        return _taken(task_id, taken)
    flashes.done(t("task.claimed"))
    return redirect(place_in_list.step_address(task_id), 303)


def _taken(task_id: UUID, taken: TaskTaken) -> ResponseReturnValue:
    following = next_of_list(task_id)
    said = t("workplace.taken_next" if following else "workplace.taken_none")
    flashes.failed(f"{words_of(taken).body} {said}")
    return redirect(place_in_list.step_address(following) if following else place_in_list.list_address(), 303)


@blueprint.post("/tasks/<uuid:task_id>/release")
@access.staff
def release(task_id: UUID) -> ResponseReturnValue:
    engine().send(ReleaseTask(task_id, request.form.get("reason", "")), actor=current_actor(), key=sent_key())
    flashes.done(t("task.released"))
    stays = place_in_list.is_beside()
    return redirect(place_in_list.step_address(task_id) if stays else place_in_list.list_address(), 303)


@blueprint.get("/cases/<uuid:case_id>")
@access.staff
def case(case_id: UUID) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found = case_queries.view(tx, case_id, current_language())
    return case_page(found)


def case_page(
    found: CaseView, *, error: Rejected | None = None, written: str = "", noted: str | None = None
) -> tuple[str, int]:
    """Return the whole case at the desk; with an error, what was written is kept."""
    words = words_of(error) if error else None
    with engine().read(current_actor()) as tx:
        beside = case_queries.beside(tx, found.case_id)
    page = render_template(
        "inbox/case.html",
        case=found,
        may_move=found.is_running and current_actor().may(Right.SUPERVISE, found.municipality.id),
        error=words,
        has_errors=error is not None,
        written=written,
        looking=beside.looking,
        handovers=beside.handovers,
        notes=beside.notes,
        asked=beside.asked,
        noted=noted,
        may_note=beside.may_note,
        timeline=case_notes.among(found.timeline, beside.notes),
        recusals=beside.recusals,
        related=beside.related,
        may_recuse=beside.may_recuse,
        review=beside.review,
    )
    return page, words.status if words else 200


@blueprint.get("/cases/<uuid:case_id>/documents/<digest>")
@access.staff
def document(case_id: UUID, digest: str) -> ResponseReturnValue:
    return download(case_id, digest)


@blueprint.get("/cases/<uuid:case_id>/documents/<digest>/preview")
@access.staff
@without_api(Reason.PRINT)
def document_preview(case_id: UUID, digest: str) -> ResponseReturnValue:
    return preview(case_id, digest)


@blueprint.get("/cases/<uuid:case_id>/documents/<digest>/picture")
@access.staff
@without_api(Reason.PRINT)
def document_picture(case_id: UUID, digest: str) -> ResponseReturnValue:
    return drawn(case_id, digest)
