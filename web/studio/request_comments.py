"""Comments of a second person on a publish request, on its page."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from engine.commands.base import Command
from engine.errors import NotAllowed, NotFound, Rejected
from engine.roles import Right
from engine.studio.queries import publish_requests
from web import access, flashes
from web.auth import current_actor
from web.blueprints import studio as blueprint
from web.engine_access import engine
from web.i18n import t
from web.keys import sent_key
from web.studio.comments import said, written
from web.studio.publishing import publication_page


@blueprint.post("/publications/<uuid:request_id>/comments")
@access.right(Right.APPROVE_SERVICES)
def comment_request(request_id: UUID) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        publish_request = publish_requests.one(tx, request_id)
    return _done(request_id, written(publish_request.draft_id, request_id))


@blueprint.post("/publications/<uuid:request_id>/comments/<uuid:comment_id>")
@access.right(Right.APPROVE_SERVICES)
def answer_request_comment(request_id: UUID, comment_id: UUID) -> ResponseReturnValue:
    return _done(request_id, said(comment_id))


def _done(request_id: UUID, command: Command) -> ResponseReturnValue:
    try:
        engine().send(command, actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return publication_page(request_id, refused)
    flashes.done(t("comments.kept"))
    return redirect(url_for("studio.publication", request_id=request_id), 303)
