"""Publishing from the studio: requested by one person, approved by another, taken back in one act."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.clock import local_date
from engine.errors import EngineError, NotAllowed, NotFound, Rejected, Unavailable
from engine.queries import places
from engine.roles import Right
from engine.studio.commands.publish_requests import (
    ApprovePublication,
    DeclinePublication,
    LookAtDifferences,
    RequestPublication,
)
from engine.studio.commands.publishing import TakeBackPublication
from engine.studio.queries import comments as comment_queries
from engine.studio.queries import comparisons, publish_requests, replays, service_drafts, versions
from web import access, flashes
from web.auth import current_actor
from web.blueprints import studio as blueprint
from web.engine_access import engine
from web.errors import ErrorWords, words_of
from web.i18n import LANGUAGES, format_date, name_of, t
from web.studio import comments, comparing
from web.studio.editor import NO_FILE, told
from web.words import error_words


@blueprint.get("/drafts/<uuid:draft_id>/publish")
@access.right(Right.DRAW_SERVICES)
def publish(draft_id: UUID) -> ResponseReturnValue:
    """Show what is in force where and which cases are open, and ask for municipalities, day, law and note.

    What validation says comes after the page, which waits for nobody's judgement.
    """
    return _request_page(draft_id)


@blueprint.post("/drafts/<uuid:draft_id>/publish")
@access.right(Right.DRAW_SERVICES)
def request_publication(draft_id: UUID) -> ResponseReturnValue:
    try:
        command = RequestPublication(
            draft_id,
            date.fromisoformat(request.form.get("effective_from", "")),
            request.form.get("note", ""),
            municipalities=tuple(request.form.getlist("municipality")),
            law=_law(),
            undoes=tuple(request.form.getlist("undoes")),
        )
        publish_request = engine().send(command, actor=current_actor())
    except (NotFound, NotAllowed):
        raise
    except ValueError:
        return _request_page(draft_id, Rejected("publish.day_past"))
    except (Rejected, Unavailable) as refused:
        return _request_page(draft_id, refused)
    flashes.done(t("publishing.requested"))
    return redirect(url_for("studio.publication", request_id=publish_request.request_id), 303)


@blueprint.get("/publications")
@access.right(Right.APPROVE_SERVICES)
def publications() -> ResponseReturnValue:
    """List what waits for a second person."""
    with engine().read(current_actor()) as tx:
        waiting = publish_requests.waiting(tx)
    return render_template("studio/publications.html", waiting=waiting)


@blueprint.get("/publications/<uuid:request_id>")
@access.right(Right.APPROVE_SERVICES)
def publication(request_id: UUID) -> ResponseReturnValue:
    return publication_page(request_id)


@blueprint.get("/publications/<uuid:request_id>/differences")
@access.right(Right.APPROVE_SERVICES)
def request_differences(request_id: UUID) -> ResponseReturnValue:
    """Show what differs where a version is in force, and note who has opened it."""
    group = request.args.get("group", 1, int)
    engine().send(LookAtDifferences(request_id, group), actor=current_actor())
    with engine().read(current_actor()) as tx:
        publish_request = publish_requests.one(tx, request_id)
        found = comparisons.of_request(tx, request_id, group)
    back = url_for("studio.publication", request_id=request_id)
    return comparing.page(
        found, crumbs=[(f"{t('publishing.request_title')}: {name_of(publish_request.names)}", back)]
    )


@blueprint.post("/publications/<uuid:request_id>/approve")
@access.right(Right.APPROVE_SERVICES)
def approve(request_id: UUID) -> ResponseReturnValue:
    command = ApprovePublication(request_id, request.form.get("despite", ""))
    try:
        done = engine().send(command, actor=current_actor())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return publication_page(request_id, refused)
    flashes.done(t("publishing.approved", day=format_date(done.effective_from)))
    return redirect(url_for("studio.publication", request_id=request_id), 303)


@blueprint.post("/publications/<uuid:request_id>/decline")
@access.right(Right.APPROVE_SERVICES)
def decline(request_id: UUID) -> ResponseReturnValue:
    try:
        engine().send(DeclinePublication(request_id, request.form.get("reason", "")), actor=current_actor())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return publication_page(request_id, refused)
    flashes.done(t("publishing.declined"))
    return redirect(url_for("studio.publication", request_id=request_id), 303)


@blueprint.post("/services/<service>/take-back")
@access.right(Right.APPROVE_SERVICES)
def take_back(service: str) -> ResponseReturnValue:
    act = request.form.get("act", type=int)
    command = TakeBackPublication(service, request.form.get("reason", ""), act)
    try:
        engine().send(command, actor=current_actor())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return comparing.service_page(service, refused)
    flashes.done(t("take_back.done"))
    return redirect(url_for("studio.service", service=service), 303)


def _request_page(draft_id: UUID, refused: EngineError | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        draft = service_drafts.draft(tx, draft_id)
        everywhere = places.municipalities(tx)
        requested = publish_requests.of_draft(tx, draft_id)
        standings = versions.standings(tx, draft.code)
        newer = service_drafts.newer(tx, draft_id)
        commented = comment_queries.of_draft(tx, draft_id)
        today = local_date(tx.now)
        replayed = replays.of_draft(tx, draft_id)
    error = None if refused is None else _told(refused)
    page = render_template(
        "studio/publish.html",
        draft=draft,
        told=told(NO_FILE),
        everywhere=everywhere,
        publish_requests=requested,
        standings=standings,
        newer=newer,
        comments=comments.shown(commented.open, draft_id),
        today=today,
        replayed=replayed,
        typed=request.form,
        error=error,
        has_errors=error is not None,
    )
    return page, 200 if error is None else error.status


def _told(refused: EngineError) -> ErrorWords:
    """Return the words of a refusal; also of one that passes, which say what to wait for."""
    words = words_of(refused)
    return replace(words, body=error_words(refused) or words.body)


def publication_page(request_id: UUID, refused: Rejected | None = None) -> ResponseReturnValue:
    """Show the publish request, with what was said of it."""
    with engine().read(current_actor()) as tx:
        publish_request = publish_requests.one(tx, request_id)
        commented = comment_queries.of_request(tx, request_id)
        replayed = replays.of_request(tx, request_id)
    error = None if refused is None else words_of(refused)
    page = render_template(
        "studio/publication.html",
        publish_request=publish_request,
        comments=comments.shown(commented.comments, None),
        places=comments.choices(commented),
        replayed=replayed,
        typed=request.form,
        error=error,
        has_errors=error is not None,
    )
    return page, 200 if error is None else error.status


def _law() -> list[dict[str, Any]] | None:
    """Return the act that was named, or None: then the laws of the service's settings are the basis."""
    act = {language: request.form.get(f"law_{language}", "").strip() for language in LANGUAGES}
    if not any(act.values()):
        return None
    return [{"act": act, "article": request.form.get("article", "").strip() or None}]
