"""Whom the centre expects: kept by its operators, and by citizens for themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.centers.commands.appointments import CancelAppointment, MakeAppointment, RecordArrival
from engine.centers.queries import appointments as queries
from engine.centers.queries import presences
from engine.centers.queries.center_hours import closed_because
from engine.centers.rules.appointments import AHEAD
from engine.clock import local_date
from engine.commands.base import Command
from engine.errors import NotAllowed, NotFound, Rejected
from web import access, flashes
from web.auth import current_actor
from web.blueprints import center as blueprint
from web.center.access import operators
from web.engine_access import engine
from web.errors import ErrorWords, words_of
from web.i18n import t
from web.keys import sent_key


@blueprint.get("/appointments")
@operators
def appointments() -> ResponseReturnValue:
    return _expected({})


@blueprint.post("/appointments")
@operators
def expect() -> ResponseReturnValue:
    """Write down somebody who has called or come by."""
    sent, center = request.form, current_actor().center or 0
    day = _day(sent.get("day", ""))
    command = MakeAppointment(
        center,
        day,
        sent.get("at", ""),
        sent.get("what", ""),
        is_for_caller=True,
        name=sent.get("name", ""),
        phone=sent.get("phone", ""),
    )
    error = _refusal(command)
    return _expected(sent, error) if error else _back("center.appointments", day)


@blueprint.post("/appointments/<uuid:appointment_id>")
@operators
def expected(appointment_id: UUID) -> ResponseReturnValue:
    """Note that somebody has come, or will not."""
    has_come = request.form.get("_do") == "came"
    command = RecordArrival(appointment_id) if has_come else CancelAppointment(appointment_id)
    engine().send(command, actor=current_actor(), key=sent_key())
    return _back("center.appointments", _day(request.form.get("day", "")))


@blueprint.get("/book")
@access.citizen
def book() -> ResponseReturnValue:
    return _own(request.args)


@blueprint.post("/book")
@access.citizen
def keep_time() -> ResponseReturnValue:
    sent = request.form
    center = sent.get("center", "")
    number = int(center) if center.isascii() and center.isdigit() and len(center) < 6 else 0
    command = MakeAppointment(number, _day(sent.get("day", "")), sent.get("at", ""), sent.get("what", ""))
    error = _refusal(command)
    return _own(sent, error) if error else _back("center.book")


@blueprint.post("/book/<uuid:appointment_id>")
@access.citizen
def give_back(appointment_id: UUID) -> ResponseReturnValue:
    engine().send(CancelAppointment(appointment_id), actor=current_actor(), key=sent_key())
    return _back("center.book")


def _refusal(command: Command) -> ErrorWords | None:
    try:
        engine().send(command, actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return words_of(refused)
    return None


def _back(endpoint: str, day: date | None = None) -> ResponseReturnValue:
    flashes.done(t("appointments.done"))
    return redirect(url_for(endpoint, day=day and day.isoformat()), 303)


def _expected(sent: Mapping[str, str], error: ErrorWords | None = None) -> ResponseReturnValue:
    actor = current_actor()
    if actor.center is None:
        raise NotFound
    with engine().read(actor) as tx:
        today = local_date(tx.now)
        day = _day(sent.get("day", "") or request.args.get("day", ""))
        page = render_template(
            "center/appointments.html",
            center=presences.center_names(tx, actor.center),
            day=day,
            today=today,
            last=today + AHEAD,
            expected=queries.of_day(tx, day),
            free=queries.free(tx, actor.center, day),
            closed=closed_because(tx, actor.center, day),
            sent=sent,
            error=error,
            has_errors=bool(error),
        )
    return page, error.status if error else 200


def _own(sent: Mapping[str, str], error: ErrorWords | None = None) -> ResponseReturnValue:
    """Return the page of one's own: first the centre and the day, then the times that are free."""
    with engine().read(current_actor()) as tx:
        today = local_date(tx.now)
        centers = queries.centers(tx)
        day = _day(sent.get("day", ""))
        chosen = next((center for center in centers if str(center.number) == sent.get("center")), None)
        page = render_template(
            "center/book.html",
            own=queries.own(tx),
            centers=centers,
            chosen=chosen,
            day=day if sent.get("day") else None,
            today=today,
            last=today + AHEAD,
            free=queries.free(tx, chosen.number, day) if chosen else (),
            closed=closed_because(tx, chosen.number, day) if chosen else "",
            sent=sent,
            error=error,
            has_errors=bool(error),
        )
    return page, error.status if error else 200


def _day(sent: str) -> date:
    """Return the day that was sent; anything odd is today."""
    try:
        return date.fromisoformat(sent)
    except ValueError:
        return local_date(engine().clock.now())
