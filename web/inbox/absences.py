"""Absences at the desk: one's own, those that wait for approval, who is away and who stands in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.absences import queries, rules
from engine.absences.commands import ApproveAbsence, DeclineAbsence, EndAbsence, EnterAbsence
from engine.errors import NotAllowed, NotFound, Rejected
from web import access, flashes
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine
from web.errors import ErrorWords, words_of
from web.i18n import t
from web.keys import sent_key

ABSENCE = "/absences/<uuid:absence_id>"


@blueprint.get("/absences")
@access.staff
def absences() -> ResponseReturnValue:
    return _absences({})


@blueprint.post("/absences")
@access.staff
def enter_absence() -> ResponseReturnValue:
    sent = request.form
    return _sent(
        lambda: _entered(sent),
        lambda entered: t(f"absence.entered.{entered.state}"),
        lambda error: _absences(sent, error),
    )


@blueprint.get(ABSENCE)
@access.staff
def absence(absence_id: UUID) -> ResponseReturnValue:
    return _absence(absence_id, {})


@blueprint.post(f"{ABSENCE}/approval")
@access.staff
def approve_absence(absence_id: UUID) -> ResponseReturnValue:
    sent = request.form
    command = ApproveAbsence(absence_id, sent.get("act", ""))
    return _sent(lambda: command, "absence.approved", lambda error: _absence(absence_id, sent, error))


@blueprint.post(f"{ABSENCE}/refusal")
@access.staff
def decline_absence(absence_id: UUID) -> ResponseReturnValue:
    sent = request.form
    command = DeclineAbsence(absence_id, sent.get("reason", ""))
    return _sent(lambda: command, "absence.declined", lambda error: _absence(absence_id, sent, error))


@blueprint.post(f"{ABSENCE}/end")
@access.staff
def end_absence(absence_id: UUID) -> ResponseReturnValue:
    command = EndAbsence(absence_id)
    return _sent(lambda: command, "absence.ended", lambda error: _absence(absence_id, {}, error))


def _sent(
    command: Callable[[], Any],
    said: str | Callable[[Any], str],
    again: Callable[[ErrorWords], ResponseReturnValue],
) -> ResponseReturnValue:
    """Send a command and go back to the list, or show the page again with what is wrong."""
    try:
        result = engine().send(command(), actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return again(words_of(refused))
    flashes.done(t(said) if isinstance(said, str) else said(result))
    return redirect(url_for("inbox.absences"), 303)


def _entered(sent: Mapping[str, str]) -> EnterAbsence:
    """Return what was entered. Raises `PeriodUnusable`, `SubstituteUnusable`."""
    try:
        first_on, last_on = (date.fromisoformat(sent.get(day, "")) for day in ("first_on", "last_on"))
    except ValueError:
        raise rules.PeriodUnusable from None
    people = {name: _person(sent.get(name, "")) for name in ("substitute_id", "person_id")}
    return EnterAbsence(sent.get("municipality", ""), first_on, last_on, act=sent.get("act", ""), **people)


def _person(sent: str) -> int | None:
    if not sent:
        return None
    if not (sent.isascii() and sent.isdigit() and len(sent) < 19):
        raise rules.SubstituteUnusable
    return int(sent)


def _absences(sent: Mapping[str, str], error: ErrorWords | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        page = queries.page(tx)
    body = render_template("inbox/absences.html", page=page, sent=sent, error=error, has_errors=bool(error))
    return body, error.status if error else 200


def _absence(
    absence_id: UUID, sent: Mapping[str, str], error: ErrorWords | None = None
) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        one = queries.absence(tx, absence_id)
    body = render_template("inbox/absence.html", absence=one, sent=sent, error=error, has_errors=bool(error))
    return body, error.status if error else 200
