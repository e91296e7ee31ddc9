"""Comments on a draft: on a page of its own, and to the script of the diagram."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands.base import Command
from engine.comparing import Thing
from engine.errors import NotAllowed, NotFound, Rejected
from engine.roles import Right
from engine.studio.commands.comments import AnswerComment, SettleComment, WriteComment
from engine.studio.queries import comments as queries
from engine.studio.queries import service_drafts
from engine.studio.queries.comments import Commented, ElementComment
from web import access, flashes
from web.auth import current_actor
from web.blueprints import studio as blueprint
from web.engine_access import engine
from web.errors import words_of
from web.i18n import format_instant, name_of, t
from web.keys import new_key, sent_key
from web.studio.comparing import kind_word
from web.studio.editor import is_script, refused_to_script
from web.studio.finding_places import address_of


@blueprint.get("/drafts/<uuid:draft_id>/comments")
@access.right(Right.DRAW_SERVICES)
def comments(draft_id: UUID) -> ResponseReturnValue:
    """Show what was said of the service; of one file with `file`, the beginning of its path."""
    return _told(draft_id) if is_script() else _page(draft_id)


@blueprint.post("/drafts/<uuid:draft_id>/comments")
@access.right(Right.DRAW_SERVICES)
def comment(draft_id: UUID) -> ResponseReturnValue:
    return _done(draft_id, written(draft_id))


@blueprint.post("/drafts/<uuid:draft_id>/comments/<uuid:comment_id>")
@access.right(Right.DRAW_SERVICES)
def answer_comment(draft_id: UUID, comment_id: UUID) -> ResponseReturnValue:
    return _done(draft_id, said(comment_id))


def written(draft_id: UUID, request_id: UUID | None = None) -> Command:
    """Return what was written into the form; its place is a file with the id of an element behind it."""
    path, _, element = request.form.get("place", "").partition("#")
    body, must_settle = request.form.get("body", ""), "must_settle" in request.form
    return WriteComment(draft_id, path, element, body, must_settle, request_id)


def said(comment_id: UUID) -> Command:
    """Return what was pressed beside a comment: an answer, or that it is settled or open again."""
    done, body = request.form.get("_do"), request.form.get("body", "")
    if done == "answer":
        return AnswerComment(comment_id, body)
    return SettleComment(comment_id, request.form.get("seen", -1, int), is_settled=done != "open", body=body)


def shown(found: Iterable[ElementComment], draft_id: UUID | None) -> list[dict[str, Any]]:
    """Return comments in words; those of a draft lead to where the element is drawn."""
    return [
        {
            "id": str(thread.id),
            "path": thread.path,
            "element": thread.element,
            "where": _where(thread.kind, thread.name or thread.element)
            if thread.element
            else t("comments.whole_file"),
            "address": None if draft_id is None or thread.is_gone else _address(draft_id, thread),
            "body": thread.body,
            "must_settle": thread.must_settle,
            "is_settled": thread.is_settled,
            "is_gone": thread.is_gone,
            "said_by": f"{name_of(thread.by)}, {format_instant(thread.at)}",
            "seen": thread.seen,
            "turns": [
                {
                    "words": turn.body or "",
                    "said_by": _turn(turn.kind, name_of(turn.by), format_instant(turn.at)),
                }
                for turn in thread.turns
            ],
        }
        for thread in found
    ]


def choices(commented: Commented, beginning: str = "") -> dict[str, list[tuple[str, str]]]:
    """Return what can be spoken of, by file: its value in the form, and its words."""
    return {
        path: [(path, t("comments.whole_file")), *_elements(path, things)]
        for path, things in commented.places.items()
        if path.startswith(beginning)
    }


def _elements(path: str, things: Mapping[str, Thing]) -> Iterable[tuple[str, str]]:
    return ((f"{path}#{key}", _where(one.kind, one.name or key)) for key, one in things.items())


def _where(kind: str, name: str) -> str:
    return f"{kind_word(kind)}: {name}" if kind else name


def _turn(kind: str, by: str, at: str) -> str:
    return t(f"comments.turn.{kind}", who=by, at=at)


def _address(draft_id: UUID, one: ElementComment) -> str | None:
    """Return where the element is drawn; a row of a table is known there without its decision."""
    is_table = one.path.endswith(".dmn")
    return address_of(draft_id, one.path, one.element.rpartition("/")[2] if is_table else one.element)


def _done(draft_id: UUID, command: Command) -> ResponseReturnValue:
    try:
        engine().send(command, actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return refused_to_script(refused) if is_script() else _page(draft_id, refused)
    if is_script():
        return _told(draft_id)
    flashes.done(t("comments.kept"))
    beginning = request.args.get("file") or None
    return redirect(url_for("studio.comments", draft_id=draft_id, file=beginning), 303)


def _told(draft_id: UUID) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found = queries.of_draft(tx, draft_id)
    return jsonify(comments=shown(found.comments, draft_id), key=new_key())


def _page(draft_id: UUID, refused: Rejected | None = None) -> ResponseReturnValue:
    beginning = request.args.get("file", "")
    with engine().read(current_actor()) as tx:
        draft = service_drafts.draft(tx, draft_id)
        found = queries.of_draft(tx, draft_id)
    error = None if refused is None else words_of(refused)
    page = render_template(
        "studio/comments.html",
        draft=draft,
        beginning=beginning,
        comments=shown(
            (comment for comment in found.comments if comment.path.startswith(beginning)), draft_id
        ),
        places=choices(found, beginning),
        typed=request.form,
        error=error,
        has_errors=error is not None,
    )
    return page, 200 if error is None else error.status
