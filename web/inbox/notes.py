"""Writing on a case for the office alone."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands.case_notes import WriteNote
from engine.errors import NotAllowed, NotFound, NotSignedIn, Rejected
from engine.queries import cases
from web import access, flashes
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine
from web.i18n import current_language, t
from web.inbox.tasks import case_page
from web.keys import sent_key


@blueprint.post("/cases/<uuid:case_id>/notes")
@access.staff
def note(case_id: UUID) -> ResponseReturnValue:
    text = request.form.get("note", "")
    try:
        engine().send(WriteNote(case_id, text), actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed, NotSignedIn):
        raise
    except Rejected as refused:
        with engine().read(current_actor()) as tx:
            found = cases.view(tx, case_id, current_language())
        return case_page(found, error=refused, noted=text)
    flashes.done(t("note.kept"))
    return redirect(url_for("inbox.case", case_id=case_id, _anchor="notes"), 303)
