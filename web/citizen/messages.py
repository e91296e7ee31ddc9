"""Writing to the office on an own case."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands.correspondence import WriteToCase
from engine.errors import NotAllowed, NotFound, NotSignedIn, Rejected
from web import access, flashes
from web.auth import current_actor
from web.blueprints import citizen as blueprint
from web.citizen.cases import case_page, own_case
from web.engine_access import engine
from web.i18n import t
from web.keys import sent_key


@blueprint.post("/cases/<uuid:case_id>/messages")
@access.citizen
def write(case_id: UUID) -> ResponseReturnValue:
    text = request.form.get("text", "")
    try:
        engine().send(WriteToCase(case_id, text), actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed, NotSignedIn):
        raise
    except Rejected as refused:
        return case_page(own_case(case_id), error=refused, written=text)
    flashes.done(t("messages.sent"))
    return redirect(url_for("citizen.case", case_id=case_id, _anchor="messages"), 303)
