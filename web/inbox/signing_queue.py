"""The signing queue: one order after the other, each seen before it is signed."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from engine.commands.assignment import ClaimTask
from engine.errors import TaskClosed, TaskTaken
from engine.queries import signing_queue as queries
from web import access
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine
from web.without_api import Reason, without_api


@blueprint.get("/signing-queue")
@access.staff
def signing_queue() -> ResponseReturnValue:
    """Show what waits for a signature."""
    with engine().read(current_actor()) as tx:
        found = queries.of_actor(tx)
    return render_template("inbox/signing_queue.html", queue=found)


@blueprint.post("/signing-queue/next")
@access.staff
@without_api(Reason.CARD)
def next_in_signing_queue() -> ResponseReturnValue:
    """Go to the first of them; nobody else has it from then on."""
    with engine().read(current_actor()) as tx:
        found = queries.of_actor(tx)
    for step in found.steps:
        if not step.is_claimed:
            try:
                engine().send(ClaimTask(step.task_id), actor=current_actor())
            except (TaskTaken, TaskClosed):
                continue  # somebody was faster
        return redirect(url_for("inbox.task", task_id=step.task_id, queue="on"), 303)
    if found.beside:
        return redirect(url_for("signing.show", signing_id=found.beside[0].signing_id, queue="on"), 303)
    return redirect(url_for("inbox.signing_queue"), 303)
