"""Errors as RFC 9457 has them: what happened, in the asked language, what to do, and a code for programs.

"Does not exist" and "belongs to somebody else" are one answer. Nothing of the request is repeated.
"""

from __future__ import annotations

import logging
import traceback
from datetime import UTC, datetime
from typing import Any, Final

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException

from engine import errors as e
from engine.cases.filing import ListEmpty
from engine.cases.preconditions import PreconditionNotMet, WarningNotConfirmed
from engine.studio.rivals import ChangedMeanwhile, FileChanged
from forms import FieldError, InvalidAnswers, describe
from web.api.refusals import Invalid, Several, Unreadable
from web.bodies import MAX_REQUEST
from web.errors import status_of
from web.i18n import current_language, has_text, name_of, t
from web.words import error_words, say

LOG: Final = logging.getLogger("mms.api")
MEDIA_TYPE: Final = "application/problem+json"
FASTER: Final = (e.Stale, ChangedMeanwhile, FileChanged)
OF_STATUS: Final = {404: "api.no_such_address", 405: "api.no_such_address", 413: "api.too_large"}


def problem(status: int, code: str, detail: str, **more: Any) -> Response:
    """Return an answer of the given status."""
    key = status if has_text(f"api.title.{status}") else 500 if status >= 500 else 400
    content = {
        "type": f"urn:mms:problem:{code}",
        "title": t(f"api.title.{key}"),
        "status": status,
        "detail": detail,
        "code": code,
        **more,
    }
    answer = Response(current_app.json.dumps(content), status, mimetype=MEDIA_TYPE)
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def _on_engine_error(error: e.EngineError) -> Response:
    status = error.status if isinstance(error, Unreadable) else status_of(error)
    if isinstance(error, FASTER) and request.if_match:
        status = 412
    if status >= 500:
        # The code only: parameters may hold personal data.
        LOG.error("engine error %s at %s", error.error_code, request.endpoint)
    if isinstance(error, e.Broken):
        return problem(status, error.error_code, say("errors.api.failed") or "")
    return problem(status, error.error_code, sentence(error), **_more(error))


def sentence(error: e.EngineError) -> str:
    """Return what happened and what to do, in the language of the request."""
    if isinstance(error, FASTER):
        return say("errors.api.changed_meanwhile") or ""
    if isinstance(error, e.InvalidForm):
        return say("errors.api.invalid") or ""
    kinds = (kind.code for kind in type(error).__mro__ if issubclass(kind, e.EngineError))
    return error_words(error) or next(filter(None, (say(f"errors.{code}") for code in kinds)), "")


def _more(error: e.EngineError) -> dict[str, Any]:
    """Return what a program may want to know besides: each wrong value, who was faster and when."""
    if isinstance(error, Invalid):
        faults = error.faults
        return {
            "errors": [
                {"at": fault.at, "code": fault.code, "detail": t(f"api.fault.{fault.code}")}
                for fault in faults
            ]
        }
    if isinstance(error, e.InvalidForm):
        return {"errors": _field_errors(error.errors)}
    if isinstance(error, PreconditionNotMet | WarningNotConfirmed):
        at, reason = error.params["precondition"], name_of(error.params["reason"])
        return {"errors": [{"at": "confirmed", "code": at, "detail": reason}]}
    if isinstance(error, ListEmpty):
        lists = error.params["lists"]
        return {
            "errors": [
                {"at": "answers", "code": name, "detail": t(f"service.closed.why.{name}")} for name in lists
            ]
        }
    if isinstance(error, Several):
        return {"errors": [{"at": place, "code": code, "detail": said} for place, code, said in error.errors]}
    if isinstance(error, (*FASTER, e.TaskTaken)):
        at = error.params.get("at")
        told = {"who": error.params.get("who"), "at": _instant(at) if at else None}
        return {name: value for name, value in told.items() if value is not None}
    return {}


def _field_errors(errors: tuple[FieldError, ...]) -> list[dict[str, str]]:
    return [
        {"at": f"answers.{error.path}", "code": error.code, "detail": describe(error, current_language())}
        for error in errors
    ]


def _instant(at: Any) -> str | None:
    return at.astimezone(UTC).isoformat() if isinstance(at, datetime) else None


def _on_wrong_answers(error: InvalidAnswers) -> Response:
    return _on_engine_error(e.InvalidForm(error.errors))


def _on_http_error(error: HTTPException) -> Response:
    status = error.code or 500
    code = OF_STATUS.get(status, "api.failed" if status >= 500 else "api.not_json")
    answer = problem(status, code, say(f"errors.{code}", {"most": MAX_REQUEST}) or "")
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            answer.headers[name] = value
    return answer


def _on_fault(error: Exception) -> Response:
    # Where it happened, never what was in it: messages of databases and parsers quote people's data.
    frames = "".join(traceback.format_tb(error.__traceback__))
    LOG.error("unexpected %s at %s\n%s", type(error).__qualname__, request.endpoint, frames)
    return problem(500, "api.failed", say("errors.api.failed") or "")


def init(app: Flask) -> None:
    """Answer every error as a problem."""
    app.register_error_handler(e.EngineError, _on_engine_error)
    app.register_error_handler(InvalidAnswers, _on_wrong_answers)
    app.register_error_handler(HTTPException, _on_http_error)
    if not app.testing:
        app.register_error_handler(Exception, _on_fault)
