"""A file that a script sends by itself, before the form around it is sent.

The answer is for the script: what was kept, or why not, in the words that a page would show.
"""

from __future__ import annotations

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from engine.commands.applications import StoredDocument, StoreDocument
from engine.errors import NotSignedIn, Rejected, Unavailable
from forms import signed_words
from web import access, rate_limits
from web.auth import current_actor
from web.blueprints import citizen as blueprint
from web.engine_access import engine
from web.errors import status_of
from web.i18n import current_language, t
from web.words import error_words

MOST_BESIDE = 500


@blueprint.post("/uploads")
@access.citizen
def upload() -> ResponseReturnValue:
    file = request.files.get("file")
    if file is None or not file.filename:
        raise BadRequest
    command = StoreDocument(
        file.read(),
        file.filename,
        token=request.form.get("token", "")[:200],
        beside=tuple(request.form.getlist("beside")[:MOST_BESIDE]),
        # The script's word; the form that names the file is asked again (`forms.checks`).
        takes_containers=request.form.get("containers") == "yes",
    )
    try:
        rate_limits.hit("uploads")
        stored: StoredDocument = engine().send(command, actor=current_actor())
    except NotSignedIn:
        raise
    except (Rejected, Unavailable) as refused:
        return jsonify(error=error_words(refused) or t("upload.failed")), status_of(refused)
    answer = stored.as_answer()
    return jsonify({**answer, "said": signed_words(answer, current_language())})
