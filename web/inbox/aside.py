"""Stepping aside from a case at the desk."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands import StepAside
from web import access, flashes
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine
from web.i18n import t
from web.keys import sent_key


@blueprint.post("/cases/<uuid:case_id>/aside")
@access.staff
def step_aside(case_id: UUID) -> ResponseReturnValue:
    command = StepAside(case_id, request.form.get("reason", ""))
    engine().send(command, actor=current_actor(), key=sent_key())
    flashes.done(t("aside.done"))
    return redirect(url_for("inbox.tasks"), 303)
