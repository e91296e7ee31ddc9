"""Saying whether a page was useful, or how a service was. Without signing in; who says it is not kept."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from engine.errors import Rejected
from engine.feedback.commands import GiveFeedback
from engine.tenancy import Actor
from web import access, flashes, rate_limits
from web.blueprints import public as blueprint
from web.engine_access import engine
from web.errors import status_of, words_of
from web.i18n import current_language, t
from web.keys import new_key, sent_key

NOBODY = Actor()  # whoever is signed in says it as anybody else


@dataclass(frozen=True)
class Subject:
    """Subject of feedback: a page by the name of its view, and the service it is about."""

    kind: str
    page: str
    service: str
    municipality: str


def _subject() -> Subject:
    values = request.values
    page = values.get("page", "")
    if page not in current_app.view_functions:
        raise BadRequest
    kind = "service" if values.get("kind") == "service" else "page"
    service, place = (_name(values.get(name, "")) for name in ("service", "place"))
    return Subject(kind, page, service, place)


def _name(text: str) -> str:
    return text if text.isascii() and text.replace(".", "").replace("_", "").isalnum() else ""


@blueprint.get("/feedback")
@access.public
def feedback() -> ResponseReturnValue:
    return _asking(_subject())


@blueprint.post("/feedback")
@access.public
def give() -> ResponseReturnValue:
    subject, comment = _subject(), request.form.get("comment", "")
    rating = request.form.get("rating", "")
    key = sent_key()
    command = GiveFeedback(
        kind=subject.kind,
        page=subject.page,
        rating=int(rating) if rating in set("12345") else 0,
        comment=comment,
        language=current_language(),
        service=subject.service or None,
        municipality=subject.municipality or None,
    )
    try:
        rate_limits.hit("feedback", by_name=False)
        engine().send(command, actor=NOBODY, key=key)
    except Rejected as refused:
        return _asking(subject, comment=comment, rating=rating, error=refused)
    flashes.done(t("feedback.thanks"))
    return redirect(url_for("public.home"), 303)


def _asking(
    subject: Subject,
    *,
    comment: str = "",
    rating: str = "",
    error: Rejected | None = None,
) -> ResponseReturnValue:
    page = render_template(
        "public/feedback.html",
        subject=subject,
        comment=comment,
        rating=rating,
        key=new_key(),
        error=words_of(error) if error else None,
        has_errors=error is not None,
    )
    return page, 200 if error is None else status_of(error)
