"""Errors as pages: what happened, in plain words, and what to do.

The engine's codes become HTTP statuses here. "Does not exist" and "belongs to somebody else" are
one page, byte for byte. Nothing of the request is repeated on an error page.
"""

from __future__ import annotations

import logging
import traceback
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from engine import errors as e
from engine.representation.mandates import ForOneselfOnly, MandateRefused, RegisterAway
from web import rate_limits
from web.bodies import MAX_REQUEST, MAX_TEXT
from web.i18n import format_instant, format_size, has_text, name_of, t
from web.navigation import requested_address
from web.words import error_words

LOG = logging.getLogger("mms.web")
STATUSES: dict[type[e.EngineError], int] = {
    e.NotFound: 404,
    e.NotSignedIn: 401,
    e.NotAllowed: 403,
    e.Stale: 409,
    e.TaskTaken: 409,
    e.TaskClosed: 409,
    e.KeyReused: 409,
    e.TooOften: 429,
    e.InvalidForm: 422,
    e.Rejected: 422,
    e.Unavailable: 503,
    e.TimeLimit: 504,
    e.Broken: 500,
}


# Their own words say what to do; of other refusals the page says no more than that there is one.
TOLD = (e.NeedsCard, e.TimeLimit, MandateRefused, RegisterAway, ForOneselfOnly)


@dataclass(frozen=True)
class ErrorWords:
    """An error as a person reads it."""

    status: int
    title: str
    body: str
    next_step: str
    is_of_mandate: bool = False  # then one chooses anew for whom one acts
    needs_card: bool = False  # or what is as sure


def status_of(error: e.EngineError) -> int:
    """Return the HTTP status of an engine error: that of its nearest class."""
    rate_limits.remember_retry_after(error)
    return next((STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES), 500)


def words_of(error: e.EngineError) -> ErrorWords:
    """Return an engine error in words; one that the page itself shows beside the person's input."""
    status = status_of(error)
    if isinstance(error, e.Stale):
        return _stale_words(error)
    if isinstance(error, e.Broken) and error.is_recorded:
        return _page_words(status, "recorded")
    general = _page_words(status, str(status))
    is_told = status in (409, 422, 429) or isinstance(error, TOLD)
    said = error_words(error) if is_told else None
    if isinstance(error, MandateRefused | ForOneselfOnly) or error.error_code == "mandate.other_page":
        return ErrorWords(
            status, t("acting.refused"), said or general.body, t("acting.refused_next"), is_of_mandate=True
        )
    return ErrorWords(
        status,
        general.title,
        said or general.body,
        general.next_step,
        needs_card=isinstance(error, e.NeedsCard),
    )


def _stale_words(error: e.Stale) -> ErrorWords:
    at = error.params.get("at")
    body = t(
        "error.stale.body",
        who=name_of(error.params.get("who")) or t("error.stale.somebody"),
        at=format_instant(at if isinstance(at, datetime) else None),
    )
    return ErrorWords(409, t("error.stale.title"), body, t("error.409.next"))


def _page_words(status: int, key: str) -> ErrorWords:
    if not has_text(f"error.{key}.title"):
        key = "500" if status >= 500 else "400"
    limits = {"limit": format_size(MAX_REQUEST), "text": format_size(MAX_TEXT)}
    return ErrorWords(
        status, t(f"error.{key}.title"), t(f"error.{key}.body", **limits), t(f"error.{key}.next")
    )


def _page(words: ErrorWords) -> tuple[str, int]:
    return render_template("errors/page.html", error=words, may_choose=words.is_of_mandate), words.status


def _on_engine_error(error: e.EngineError) -> ResponseReturnValue:
    status = status_of(error)
    if isinstance(error, e.NotSignedIn) and request.method == "GET":
        return redirect(url_for("sign_in.choose", next=requested_address()), 303)
    if status >= 500:
        # The code only: parameters may hold personal data.
        LOG.error("engine error %s at %s", error.error_code, request.endpoint)
    return _page(words_of(error))


def _on_http_error(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status in (301, 302, 303, 307, 308):
        return error
    body, code = _page(_page_words(status, str(status)))
    headers = {k: v for k, v in error.get_headers() if k in ("Allow", "Retry-After")}
    return body, code, headers


def _on_csrf_error(error: CSRFError) -> ResponseReturnValue:
    return _page(_page_words(400, "csrf"))


def _on_fault(error: Exception) -> ResponseReturnValue:
    # Where it happened, never what was in it: messages of databases and parsers quote people's data.
    frames = "".join(traceback.format_tb(error.__traceback__))
    LOG.error("unexpected %s at %s\n%s", type(error).__qualname__, request.endpoint, frames)
    return _page(_page_words(500, "500"))


def init(app: Flask) -> None:
    """Show every error as a page of this site."""
    app.register_error_handler(e.EngineError, _on_engine_error)
    app.register_error_handler(CSRFError, _on_csrf_error)
    app.register_error_handler(HTTPException, _on_http_error)
    if not app.testing:
        app.register_error_handler(Exception, _on_fault)
