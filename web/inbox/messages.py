"""Writing to the applicant, and noting that what the applicant wrote was seen."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands.correspondence import MarkMessagesSeen, WriteToCase
from engine.errors import NotAllowed, NotFound, NotSignedIn, Rejected
from engine.queries import cases, correspondence
from web import access, flashes
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine
from web.i18n import current_language, t
from web.inbox.tasks import case_page
from web.keys import sent_key


@blueprint.get("/messages")
@access.staff
def messages() -> ResponseReturnValue:
    """List the cases on which applicants have written what nobody has seen."""
    with engine().read(current_actor()) as tx:
        waiting = correspondence.waiting(tx)
    return render_template("inbox/messages.html", waiting=waiting)


@blueprint.post("/cases/<uuid:case_id>/messages")
@access.staff
def write(case_id: UUID) -> ResponseReturnValue:
    text = request.form.get("text", "")
    command = WriteToCase(case_id, text, as_office=True)
    try:
        engine().send(command, actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed, NotSignedIn):
        raise
    except Rejected as refused:
        with engine().read(current_actor()) as tx:
            found = cases.view(tx, case_id, current_language())
        return case_page(found, error=refused, written=text)
    flashes.done(t("messages.sent"))
    return redirect(url_for("inbox.case", case_id=case_id, _anchor="messages"), 303)


@blueprint.post("/cases/<uuid:case_id>/messages/seen")
@access.staff
def messages_seen(case_id: UUID) -> ResponseReturnValue:
    engine().send(MarkMessagesSeen(case_id), actor=current_actor(), key=sent_key())
    return redirect(url_for("inbox.case", case_id=case_id, _anchor="messages"), 303)
