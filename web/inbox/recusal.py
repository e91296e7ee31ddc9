"""Recusal from a case, by an official at their desk."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands.assignment import RecuseFromCase
from web import access, flashes
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine
from web.i18n import t
from web.keys import sent_key


@blueprint.post("/cases/<uuid:case_id>/recusal")
@access.staff
def recuse_from_case(case_id: UUID) -> ResponseReturnValue:
    command = RecuseFromCase(case_id, request.form.get("reason", ""))
    engine().send(command, actor=current_actor(), key=sent_key())
    flashes.done(t("recusal.done"))
    return redirect(url_for("inbox.tasks"), 303)
