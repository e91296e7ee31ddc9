"""Page of visits to the centre: what was given, what came of it, and how many came."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.centers.commands.visits import RecordOutcome, RecordVisit
from engine.centers.queries import directory, presences
from engine.centers.queries import visits as queries
from engine.centers.rules.visits import ABOUT_A_SERVICE, OF_THE_HOUSE, OUTCOMES
from engine.clock import local_date
from engine.errors import NotAllowed, NotFound, Rejected
from engine.roles import Right
from web import access, flashes
from web.auth import current_actor
from web.blueprints import center as blueprint
from web.center.access import operators
from web.engine_access import engine
from web.errors import ErrorWords, words_of
from web.i18n import t
from web.keys import sent_key
from web.tables import exported


@blueprint.get("/visits")
@operators
@exported
def visits() -> ResponseReturnValue:
    return _list({"service": request.args.get("service", "")})


@blueprint.post("/visits")
@operators
def record_visit() -> ResponseReturnValue:
    sent = request.form
    people = sent.get("people", "").strip()
    command = RecordVisit(
        sent.get("kind", ""),
        _service(sent.get("service", "")),
        sent.get("referred_to", ""),
        int(people) if people.isascii() and people.isdigit() and len(people) < 5 else 0,
    )
    try:
        recorded = engine().send(command, actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return _list(sent, words_of(refused))
    flashes.done(t("center.visits.recorded", number=recorded.number))
    return redirect(url_for("center.visits"), 303)


@blueprint.post("/visits/<uuid:visit_id>/outcome")
@operators
def record_outcome(visit_id: UUID) -> ResponseReturnValue:
    try:
        command = RecordOutcome(visit_id, request.form.get("outcome", ""))
        engine().send(command, actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return _list({}, words_of(refused))
    flashes.done(t("center.visits.noted"))
    return redirect(url_for("center.visits"), 303)


@blueprint.get("/figures")
@access.right(Right.SEE_FIGURES)
@exported
def figures() -> ResponseReturnValue:
    """Show the figures of a month; of all centres to the national administrator."""
    with engine().read(current_actor()) as tx:
        first = _month(local_date(tx.now))
        until = (first + timedelta(days=32)).replace(day=1)
        found = queries.figures(tx, since=first, until=until)
        is_last = until > local_date(tx.now)
    before = (first - timedelta(days=1)).replace(day=1)
    return render_template(
        "center/figures.html", figures=found, first=first, before=before, after=None if is_last else until
    )


def _month(today: date) -> date:
    """Return the first day of the month that is looked at; anything odd is this month."""
    try:
        asked = date.fromisoformat(f"{request.args.get('month', '')}-01")
    except ValueError:
        return today.replace(day=1)
    return min(asked, today.replace(day=1))


def _service(sent: str) -> UUID | None:
    try:
        return UUID(sent)
    except ValueError:
        return None


def _list(sent: Mapping[str, str], error: ErrorWords | None = None) -> ResponseReturnValue:
    """Return the page of visits; `?number=` finds the one that somebody comes back with."""
    actor, asked = current_actor(), request.args.get("number", "").strip()
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 12 else None
    if actor.center is None:
        raise NotFound
    with engine().read(actor) as tx:
        found = queries.recent(tx, number=number)
        services = [service for service in directory.page(tx).services if service.service_id is not None]
        center = presences.center_names(tx, actor.center)
    page = render_template(
        "center/visits.html",
        visits=found,
        services=services,
        center=center,
        asked=asked,
        kinds=ABOUT_A_SERVICE + OF_THE_HOUSE,
        about_a_service=ABOUT_A_SERVICE,
        outcomes=OUTCOMES,
        sent=sent,
        error=error,
        has_errors=bool(error),
    )
    return page, error.status if error else 200
