"""Page of the signatures on a file of a case, and what they are worth at this moment."""

from __future__ import annotations

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from engine.signatures.received import in_words, judged
from web import access
from web.blueprints import inbox as blueprint
from web.downloads import file_of
from web.engine_access import engine
from web.i18n import current_language
from web.without_api import Reason, without_api


@blueprint.get("/cases/<uuid:case_id>/documents/<digest>/signatures")
@access.staff
@without_api(Reason.PRINT)
def document_signatures(case_id: UUID, digest: str) -> ResponseReturnValue:
    """Verify a file now: its signatures, its time stamps, whether it was changed since."""
    file = file_of(case_id, digest)
    said = in_words(judged(file.content, engine().connections), current_language(), with_number=True)
    return render_template("inbox/signatures.html", case_id=case_id, digest=digest, name=file.name, said=said)
