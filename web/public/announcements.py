"""Pages of announcements of municipalities and the state: read by everybody, answered once by each."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.announcements.commands import RespondToAnnouncement
from engine.announcements.queries import announcements as queries
from engine.announcements.queries import questions
from engine.announcements.rules import STANCES
from engine.commands.drafts import SaveDraft
from engine.errors import NotAllowed, NotFound, NotSignedIn, Rejected
from engine.queries import places, services
from engine.roles import Right
from forms import on_page, pages_of
from web import access, flashes
from web.auth import current_actor
from web.blueprints import public as blueprint
from web.engine_access import engine
from web.errors import ErrorWords, words_of
from web.i18n import current_language, t
from web.keys import new_key, sent_key


@blueprint.get("/announcements")
@access.public
def announcements() -> ResponseReturnValue:
    """List what is announced for a municipality, or for all of them."""
    code = request.args.get("in", "")
    with engine().read(current_actor()) as tx:
        municipalities = places.municipalities(tx)
        known = code if any(municipality.code == code for municipality in municipalities) else None
        found = queries.current(tx, known)
    may_announce = current_actor().may_somewhere(Right.ANNOUNCE)
    shown = {"announcements": found, "municipalities": municipalities, "code": known}
    return render_template("public/announcements.html", **shown, may_announce=may_announce)


@blueprint.get("/announcements/<uuid:announcement_id>")
@access.public
def announcement(announcement_id: UUID) -> ResponseReturnValue:
    return _page(announcement_id, {})


@blueprint.post("/announcements/<uuid:announcement_id>")
@access.citizen
def respond(announcement_id: UUID) -> ResponseReturnValue:
    sent = request.form
    command = RespondToAnnouncement(announcement_id, sent.get("stance", ""), sent.get("text", ""))
    try:
        engine().send(command, actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed, NotSignedIn):
        raise
    except Rejected as refused:
        return _page(announcement_id, sent, words_of(refused))
    flashes.done(t("announcements.answered"))
    return redirect(url_for("public.announcement", announcement_id=announcement_id), 303)


@blueprint.post("/announcements/<uuid:announcement_id>/ask")
@access.citizen
def ask(announcement_id: UUID) -> ResponseReturnValue:
    """Begin a question about it to a municipality; what is begun already is gone on with."""
    actor, code = current_actor(), request.form.get("municipality", "")
    with engine().read(actor) as tx:
        asking = questions.asking(tx, queries.page(tx, announcement_id).announcement)
        if asking is None:
            raise NotFound
        if all(place.code != code for place in asking.places):
            flashes.failed(t("announcements.choose_municipality"))
            return redirect(url_for("public.announcement", announcement_id=announcement_id), 303)
        page = services.page(tx, asking.service, code, current_language())
    named = {asking.field: str(announcement_id)}
    kept, seen = (page.draft.answers, page.draft.version) if page.draft else ({}, 0)
    first = next(part for part in pages_of(page.form) if on_page(named, part))
    answers = on_page({**kept, **named}, first)
    command = SaveDraft(asking.service, code, answers, first.id, seen=seen, window=new_key())
    engine().send(command, actor=actor)
    return redirect(url_for("citizen.apply", code=code, service=asking.service), 303)


def _page(
    announcement_id: UUID, sent: Mapping[str, str], error: ErrorWords | None = None
) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found = queries.page(tx, announcement_id)
        asking = questions.asking(tx, found.announcement)
    shown = {
        "asking": asking,
        "page": found,
        "one": found.announcement,
        "stances": STANCES,
        "sent": sent,
        "error": error,
    }
    page = render_template("public/announcement.html", **shown, has_errors=bool(error))
    return page, error.status if error else 200
