"""What a second person says of what was asked to be published, on its page."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from engine.commands import Command
from engine.errors import NotAllowed, NotFound, Rejected
from engine.queries import publish_requests
from engine.roles import Right
from web import access, flashes
from web.auth import current_actor
from web.blueprints import studio as blueprint
from web.engine_access import engine
from web.i18n import t
from web.keys import sent_key
from web.studio.comments import said, written
from web.studio.publishing import publication_page


@blueprint.post("/publications/<uuid:asked_id>/comments")
@access.right(Right.APPROVE_SERVICES)
def comment_asked(asked_id: UUID) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        asked = publish_requests.one(tx, asked_id)
    return _done(asked_id, written(asked.draft_id, asked_id))


@blueprint.post("/publications/<uuid:asked_id>/comments/<uuid:comment_id>")
@access.right(Right.APPROVE_SERVICES)
def answer_asked_comment(asked_id: UUID, comment_id: UUID) -> ResponseReturnValue:
    return _done(asked_id, said(comment_id))


def _done(asked_id: UUID, command: Command) -> ResponseReturnValue:
    try:
        engine().send(command, actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return publication_page(asked_id, refused)
    flashes.done(t("comments.kept"))
    return redirect(url_for("studio.publication", asked_id=asked_id), 303)
