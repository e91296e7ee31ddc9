"""Announcing something, reading what people answered, telling what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.announcements.commands import PublishAnnouncement, TellOutcome, WithdrawAnnouncement
from engine.announcements.queries import announcements as queries
from engine.announcements.queries import questions
from engine.announcements.rules import KINDS, may_announce
from engine.clock import local_date
from engine.commands.base import Command
from engine.errors import NotAllowed, NotFound, Rejected
from engine.queries import places
from engine.roles import Right
from web import access, flashes
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine
from web.errors import ErrorWords, words_of
from web.i18n import LANGUAGES, t
from web.keys import sent_key
from web.tables import exported

ANNOUNCERS = access.right(Right.ANNOUNCE)
NO_DAY = date(1, 1, 1)  # the engine refuses it, by name


@blueprint.get("/announcements")
@ANNOUNCERS
@exported
def announcements() -> ResponseReturnValue:
    return _list({})


@blueprint.post("/announcements")
@ANNOUNCERS
def publish_announcement() -> ResponseReturnValue:
    sent = request.form
    command = PublishAnnouncement(
        sent.get("kind", ""),
        _texts(sent, "title"),
        _texts(sent, "body"),
        _day(sent.get("first_on", "")),
        _day(sent.get("last_on", "")),
        sent.get("municipality") or None,
        tuple(sent.getlist("audience")),
    )
    return _done(command, lambda error: _list(sent, error))


@blueprint.get("/announcements/<uuid:announcement_id>")
@ANNOUNCERS
def answers(announcement_id: UUID) -> ResponseReturnValue:
    return _answers(announcement_id, {})


@blueprint.post("/announcements/<uuid:announcement_id>")
@ANNOUNCERS
def tell_outcome(announcement_id: UUID) -> ResponseReturnValue:
    sent = request.form
    command = TellOutcome(announcement_id, _texts(sent, "outcome"))
    return _done(command, lambda error: _answers(announcement_id, sent, error))


@blueprint.post("/announcements/<uuid:announcement_id>/withdraw")
@ANNOUNCERS
def withdraw_announcement(announcement_id: UUID) -> ResponseReturnValue:
    return _done(WithdrawAnnouncement(announcement_id), lambda error: _answers(announcement_id, {}, error))


def _done(command: Command, again: Callable[[ErrorWords], ResponseReturnValue]) -> ResponseReturnValue:
    """Send the command; a refusal is told on the page with what was typed."""
    try:
        engine().send(command, actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return again(words_of(refused))
    flashes.done(t("announcements.done"))
    return redirect(url_for("inbox.announcements"), 303)


def _list(sent: Mapping[str, str], error: ErrorWords | None = None) -> ResponseReturnValue:
    actor = current_actor()
    with engine().read(actor) as tx:
        found, everywhere = queries.published(tx), places.municipalities(tx)
        today = local_date(tx.now).isoformat()
    own = {grant.municipality for grant in actor.roles if grant.municipality is not None}
    page = render_template(
        "inbox/announcements.html",
        announcements=found,
        kinds=KINDS,
        own=[place for place in everywhere if place.code in own],
        everywhere=everywhere,
        is_state=may_announce(actor, None),
        sent={"first_on": today, **sent},
        error=error,
        has_errors=bool(error),
    )
    return page, error.status if error else 200


def _answers(
    announcement_id: UUID, sent: Mapping[str, str], error: ErrorWords | None = None
) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found = queries.page(tx, announcement_id)
        asked = questions.asked(tx, announcement_id)
    if not found.may_announce:
        raise NotAllowed
    shown = {"page": found, "one": found.announcement, "asked": asked, "sent": sent, "error": error}
    page = render_template("inbox/announcement.html", **shown, has_errors=bool(error))
    return page, error.status if error else 200


def _texts(sent: Mapping[str, str], name: str) -> dict[str, str]:
    return {language: sent.get(f"{name}_{language}", "") for language in LANGUAGES}


def _day(sent: str) -> date:
    try:
        return date.fromisoformat(sent.strip())
    except ValueError:
        return NO_DAY
