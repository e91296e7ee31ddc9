"""Incidents at a supervisor's desk: the list, trying again, passing over with a reason."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from engine import canonical
from engine.bulk import for_each
from engine.commands.base import Command
from engine.commands.supervision import RetryIncident, SkipIncident
from engine.errors import NotAllowed, NotFound, Rejected
from engine.queries import incidents
from engine.queries.incident_views import IncidentView
from engine.roles import Right
from web import access, flashes
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine
from web.errors import ErrorWords, words_of
from web.i18n import t
from web.keys import new_key, sent_key, sent_version
from web.tables import exported
from web.without_api import Reason, without_api

RETRY, SKIP = "retry", "skip"
MOST_AT_ONCE = 200


@blueprint.get("/incidents")
@access.right(Right.SUPERVISE)
@exported
def list_incidents() -> ResponseReturnValue:
    """Show open incidents, the oldest first; filters are in the address."""
    return _list()


def _list(
    error: ErrorWords | None = None, *, chosen: frozenset[str] = frozenset(), reason: str = ""
) -> ResponseReturnValue:
    filters = {name: request.args.get(name) or None for name in ("service", "code", "after")}
    with engine().read(current_actor()) as tx:
        page = incidents.page(tx, filters["service"], filters["code"], after=filters["after"])
    found = {"page": page, "filters": filters, "chosen": chosen, "reason": reason, "error": error}
    status = error.status if error else 200
    return render_template("inbox/incidents.html", **found, has_errors=bool(error)), status


@blueprint.post("/incidents")
@access.right(Right.SUPERVISE)
def mend_many() -> ResponseReturnValue:
    """Try many again or pass over them; each has an answer of its own."""
    verb, reason = request.form.get("_do"), request.form.get("reason", "")
    chosen = [_id(text) for text in request.form.getlist("incident")[:MOST_AT_ONCE]]
    if verb not in (RETRY, SKIP):
        raise BadRequest

    def command(incident_id: UUID) -> Command:
        version = sent_version(f"version.{incident_id}")
        if verb == RETRY:
            return RetryIncident(incident_id, version)
        return SkipIncident(incident_id, reason, expected_version=version)

    if not chosen or (verb == SKIP and not reason.strip()):
        missing = Rejected("incident.none_chosen" if not chosen else "incident.reason_missing")
        return _list(words_of(missing), chosen=frozenset(map(str, chosen)), reason=reason)
    seen = {row.incident_id: row for row in _seen(chosen)}
    outcomes = for_each(engine(), chosen, command, actor=current_actor(), key=sent_key())
    told = [(seen.get(outcome.subject), outcome.error and words_of(outcome.error)) for outcome in outcomes]
    return render_template("inbox/incidents_done.html", verb=verb, told=told)


def _seen(chosen: list[UUID]) -> list[IncidentView]:
    found = []
    with engine().read(current_actor()) as tx:
        for incident_id in chosen:
            try:
                found.append(incidents.one(tx, incident_id))
            except (NotFound, NotAllowed):
                continue  # resolved meanwhile, or not theirs: its own answer says so
    return found


@blueprint.post("/incidents/<uuid:incident_id>/retry")
@access.right(Right.SUPERVISE)
def retry(incident_id: UUID) -> ResponseReturnValue:
    key, command = sent_key(), RetryIncident(incident_id, sent_version())
    done = engine().send(command, actor=current_actor(), key=key)
    flashes.done(t("incident.retried"))
    return redirect(url_for("inbox.case", case_id=done.case_id), 303)


@blueprint.get("/incidents/<uuid:incident_id>/skip")
@access.right(Right.SUPERVISE)
@without_api(Reason.FORM)
def skip(incident_id: UUID) -> ResponseReturnValue:
    return render_template("inbox/skip.html", incident=_one(incident_id), key=new_key(), sent={})


@blueprint.post("/incidents/<uuid:incident_id>/skip")
@access.right(Right.SUPERVISE)
def skip_now(incident_id: UUID) -> ResponseReturnValue:
    """Pass over it; a refusal keeps what was written."""
    key, sent = sent_key(), request.form
    result = {name.removeprefix("result."): _value(text) for name, text in sent.items() if _is_given(name)}
    command = SkipIncident(incident_id, sent.get("reason", ""), result, sent_version())
    try:
        done = engine().send(command, actor=current_actor(), key=key)
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        error = words_of(refused)
        found = {"incident": _one(incident_id), "key": new_key(), "sent": sent, "error": error}
        return render_template("inbox/skip.html", **found, has_errors=True), error.status
    flashes.done(t("incident.skipped"))
    return redirect(url_for("inbox.case", case_id=done.case_id), 303)


def _one(incident_id: UUID) -> IncidentView:
    with engine().read(current_actor()) as tx:
        return incidents.one(tx, incident_id)


def _is_given(name: str) -> bool:
    return name.startswith("result.") and bool(request.form[name].strip())


def _value(text: str) -> Any:
    """Return what was written as JSON says it: true, a number, a list; anything else is a text."""
    try:
        return canonical.loads(text.strip())
    except canonical.NotCanonical:
        return text.strip()


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise BadRequest from None
