"""A piece of a page as speech, for browsers without a voice in the page's language.

The text comes by POST and is kept in no address and no log: it may be a page about somebody.
"""

from __future__ import annotations

from flask import Blueprint, Response, current_app, request

from engine.speech import Speaker
from web import access, rate_limits
from web.i18n import current_language

EXTENSION = "mms.speaker"
blueprint = Blueprint("listening", __name__)


@blueprint.post("/speech")
@access.public
def speech() -> Response:
    """Answer with the given text, spoken in the page's language."""
    rate_limits.hit("speech")
    speaker: Speaker = current_app.extensions.setdefault(EXTENSION, Speaker())
    sound = speaker.speak(request.form.get("text", ""), language=current_language())
    return Response(sound, mimetype="audio/mpeg")
