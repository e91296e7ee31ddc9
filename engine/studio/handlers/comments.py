"""Comments on what is drawn: written, answered, settled, opened again.

Each is a row of its own and only added, so of two people who speak at once nobody's word is lost; the files
of a draft are never touched. Refuses to know what is drawn, but for whether the element is there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID, uuid4

from engine.audit.hash_chain import CONFIGURATION
from engine.catalogue.blocks import folder_of
from engine.catalogue.store import versions
from engine.comparing import things
from engine.db.pool import Transaction, without_nul
from engine.errors import NotAllowed, NotFound, Rejected
from engine.roles import Right
from engine.routes import Route, Sender
from engine.studio.commands.comments import AnswerComment, CommentWritten, SettleComment, WriteComment
from engine.studio.store import comments as store
from engine.studio.store import publish_requests, service_drafts

LONGEST: Final = 2000
LONGEST_NAME: Final = 200
MOST_OPEN: Final = 200  # of a service
MOST_TURNS: Final = 200


class NothingSaid(Rejected):
    """There is no text."""

    code = "comment.empty"


class TooLong(Rejected):
    """The text is longer than a comment may be."""

    code = "comment.too_long"


class PlaceUnknown(Rejected):
    """The draft has no such file, or the file no such element."""

    code = "comment.place_unknown"


class TooMany(Rejected):
    """More comments are open, or more was said to one, than anybody reads."""

    code = "comment.too_many"


class SaidMeanwhile(Rejected):
    """Somebody has answered, settled or opened it since it was seen."""

    code = "comment.said_meanwhile"


def write_comment(command: WriteComment, tx: Transaction) -> CommentWritten:
    """Keep a comment on an element that is there."""
    _may(tx)
    draft = store.draft(tx, command.draft_id)
    if draft is None:
        raise NotFound
    body = _checked(command.body)
    name = _name(_files(tx, command, draft), command.path, command.element)
    store.lock(tx, draft.code)
    if sum(not comment.is_settled for comment in store.of_service(tx, draft.code, tx.now)) >= MOST_OPEN:
        raise TooMany(limit=MOST_OPEN)
    comment_id = uuid4()
    place = {"code": draft.code, "path": command.path, "element": command.element}
    said = {"name": name, "body": body, "must_settle": command.must_settle}
    store.write(tx, comment_id, draft_id=draft.id, **place, **said)
    tx.log(CONFIGURATION, "comment.written", comment=str(comment_id), **place)
    return CommentWritten(comment_id)


def answer_comment(command: AnswerComment, tx: Transaction) -> None:
    """Keep an answer; one that comes at the same time as another stands behind it."""
    said = _said(tx, command.comment_id)
    body = _checked(command.body)
    if len(said) >= MOST_TURNS:
        raise TooMany(limit=MOST_TURNS)
    store.say(tx, command.comment_id, len(said) + 1, "answered", body)
    tx.log(CONFIGURATION, "comment.answered", comment=str(command.comment_id))


def settle_comment(command: SettleComment, tx: Transaction) -> None:
    """Settle it or open it again, if nobody has said anything to it since it was seen."""
    said = _said(tx, command.comment_id)
    is_settled = next((answer for answer in reversed(said) if answer != "answered"), "") == "settled"
    if len(said) != command.seen or is_settled is command.is_settled:
        raise SaidMeanwhile
    if len(said) >= MOST_TURNS:
        raise TooMany(limit=MOST_TURNS)
    kind = "settled" if command.is_settled else "opened"
    body = _checked(command.body) if command.body.strip() else None
    store.say(tx, command.comment_id, len(said) + 1, kind, body)
    tx.log(CONFIGURATION, f"comment.{kind}", comment=str(command.comment_id))


def _may(tx: Transaction) -> None:
    """Let those speak who draw, and those who approve."""
    if not any(tx.actor.may_somewhere(right) for right in (Right.DRAW_SERVICES, Right.APPROVE_SERVICES)):
        raise NotAllowed


def _said(tx: Transaction, comment_id: UUID) -> list[str]:
    """Return what was done with a comment, to which nobody else says anything now."""
    _may(tx)
    store.lock(tx, str(comment_id))
    if store.find(tx, comment_id) is None:
        raise NotFound
    return store.kinds_of_turns(tx, comment_id)


def _checked(typed: str) -> str:
    body: str = without_nul(typed).replace("\r\n", "\n").strip()
    if not body:
        raise NothingSaid
    if len(body) > LONGEST:
        raise TooLong(longest=LONGEST)
    return body


def _files(tx: Transaction, command: WriteComment, draft: Any) -> Mapping[str, bytes]:
    """Return the files that the comment is about: of the draft, or of the publish request."""
    if command.request_id is None:
        return service_drafts.files(tx, draft.id)
    request = publish_requests.find(tx, command.request_id)
    if request is None or request.draft_id != draft.id:
        raise NotFound
    return versions.folder(tx, request.version_id, f"{folder_of(draft.code)}/")


def _name(files: Mapping[str, bytes], path: str, element: str) -> str:
    """Return how the element is called, or raise `PlaceUnknown`."""
    if path not in files:
        raise PlaceUnknown
    if not element:
        return ""
    found = things(path, files).get(element)
    if found is None or len(element) > LONGEST_NAME:
        raise PlaceUnknown
    return found.name[:LONGEST_NAME]


ROUTES = (
    Route(WriteComment, write_comment, sender=Sender.PERSON, result=CommentWritten),
    Route(AnswerComment, answer_comment, sender=Sender.PERSON),
    Route(SettleComment, settle_comment, sender=Sender.PERSON),
)
