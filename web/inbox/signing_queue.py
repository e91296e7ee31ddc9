"""The signing tray: one order after the other, each seen before it is signed."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from engine.commands import ClaimTask
from engine.errors import TaskClosed, TaskTaken
from engine.queries import signing_queue as queries
from web import access
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine


@blueprint.get("/tray")
@access.staff
def tray() -> ResponseReturnValue:
    """Show what waits for a signature."""
    with engine().read(current_actor()) as tx:
        found = queries.tray(tx)
    return render_template("inbox/tray.html", tray=found)


@blueprint.post("/tray/next")
@access.staff
def next_in_tray() -> ResponseReturnValue:
    """Go to the first of them; nobody else has it from then on."""
    with engine().read(current_actor()) as tx:
        found = queries.tray(tx)
    for step in found.steps:
        if not step.is_claimed:
            try:
                engine().send(ClaimTask(step.task_id), actor=current_actor())
            except (TaskTaken, TaskClosed):
                continue  # somebody was faster
        return redirect(url_for("inbox.task", task_id=step.task_id, tray="on"), 303)
    if found.beside:
        return redirect(url_for("signing.show", signing_id=found.beside[0].signing_id, tray="on"), 303)
    return redirect(url_for("inbox.tray"), 303)
