"""Comments on what is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from marshmallow import fields

from engine.studio.commands.comments import AnswerComment, CommentWritten, SettleComment, WriteComment
from engine.studio.contents import LONGEST_PATH
from engine.studio.queries import comments as queries
from engine.studio.queries import publish_requests
from engine.studio.queries.comments import ElementComment
from web.api.callers import Who
from web.api.operations import operation
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Strict, seen_number, text
from web.api.studio import ACT, APPROVES, CHANGES, DRAFT, DRAWS
from web.auth import current_actor
from web.engine_access import engine

PUBLICATION = "/studio/publications/<uuid:request_id>"
COMMENT = "/studio/comments/<uuid:comment_id>"
SPEAKS: dict[str, Any] = {**APPROVES, "scope": ACT}


class NewComment(Strict):
    """Comment on an element of a file; with an empty `element` on the whole file."""

    path = text(LONGEST_PATH)
    element = text(200, required=False, load_default="")
    body = text()
    must_settle = fields.Boolean(load_default=False)


class CommentAnswer(Strict):
    """Answer to a comment."""

    body = text()


class Settlement(Strict):
    """Settling of a comment, or opening it again; `seen` as it was read, and a word, if wanted."""

    is_settled = fields.Boolean(load_default=True)
    seen = seen_number()
    body = text(required=False, load_default="")


@dataclass(frozen=True)
class DraftComments:
    """List of comments on a service, open ones first; on a publication as it stood when that was settled."""

    items: tuple[ElementComment, ...]


@operation(
    "GET",
    f"{DRAFT}/comments",
    Who.OFFICE,
    does=("რა ითქვა სამუშაო ვერსიაზე", "List what was said of a draft"),
    pages=("studio.comments",),
    gives=shape(DraftComments),
    **DRAWS,
)
def list_draft_comments(draft_id: UUID) -> DraftComments:
    with engine().read(current_actor()) as tx:
        return DraftComments(queries.of_draft(tx, draft_id).comments)


@operation(
    "GET",
    f"{PUBLICATION}/comments",
    Who.OFFICE,
    does=("რა ითქვა გამოსაქვეყნებელზე", "List what was said of what is to be published"),
    gives=shape(DraftComments),
    **APPROVES,
)
def list_publication_comments(request_id: UUID) -> DraftComments:
    with engine().read(current_actor()) as tx:
        return DraftComments(queries.of_request(tx, request_id).comments)


@operation(
    "POST",
    f"{DRAFT}/comments",
    Who.OFFICE,
    does=("კომენტარის დაწერა სამუშაო ვერსიაზე", "Say something about what is drawn"),
    pages=("studio.comment",),
    takes=NewComment,
    gives=shape(CommentWritten),
    status=201,
    **CHANGES,
)
def write_draft_comment(body: dict[str, Any], draft_id: UUID) -> CommentWritten:
    written: CommentWritten = send(WriteComment(draft_id, **body))
    return written


@operation(
    "POST",
    f"{PUBLICATION}/comments",
    Who.OFFICE,
    does=("კომენტარის დაწერა მოთხოვნილ გამოქვეყნებაზე", "Say something about what was asked to be published"),
    pages=("studio.comment_request",),
    takes=NewComment,
    gives=shape(CommentWritten),
    status=201,
    **SPEAKS,
)
def write_publication_comment(body: dict[str, Any], request_id: UUID) -> CommentWritten:
    with engine().read(current_actor()) as tx:
        publish_request = publish_requests.one(tx, request_id)
    written: CommentWritten = send(WriteComment(publish_request.draft_id, **body, request_id=request_id))
    return written


@operation(
    "POST",
    f"{COMMENT}/answers",
    Who.OFFICE,
    does=("კომენტარზე პასუხი", "Answer a comment"),
    pages=(
        "studio.answer_comment",
        "studio.answer_request_comment",
    ),
    takes=CommentAnswer,
    **SPEAKS,
)
def answer_comment(body: dict[str, str], comment_id: UUID) -> None:
    send(AnswerComment(comment_id, body["body"]))


@operation(
    "POST",
    f"{COMMENT}/settlement",
    Who.OFFICE,
    does=("კომენტარის მოგვარება, ან თავიდან გახსნა", "Settle a comment, or open it again"),
    pages=(
        "studio.answer_comment",
        "studio.answer_request_comment",
    ),
    takes=Settlement,
    **SPEAKS,
)
def settle_comment(body: dict[str, Any], comment_id: UUID) -> None:
    send(SettleComment(comment_id, body["seen"], is_settled=body["is_settled"], body=body["body"]))
