"""Page of a centre's appointment hours, and the days on which it is closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.centers.commands.queue import SetCenterDay, SetCenterHours
from engine.centers.queries import appointments as centers
from engine.centers.queries import center_hours as queries
from engine.clock import local_date
from engine.commands.base import Command
from engine.errors import NotAllowed, NotFound, Rejected
from engine.roles import Right
from web import access, flashes
from web.auth import current_actor
from web.blueprints import center as blueprint
from web.engine_access import engine
from web.errors import ErrorWords, words_of
from web.i18n import t
from web.keys import sent_key

WEEKDAYS = tuple("1234567")
LONG_AGO = date.min  # what is no day is refused as past


@blueprint.get("/hours")
@access.right(Right.KEEP_DIRECTORY)
def centers_with_hours() -> ResponseReturnValue:
    """List the centres for whoever keeps the directory; a head goes straight to their own."""
    with engine().read(current_actor()) as tx:
        found = centers.centers(tx)
    return render_template("center/centers.html", centers=found)


@blueprint.get("/<int:number>/hours")
@access.citizen
def hours(number: int) -> ResponseReturnValue:
    return _page(number, {})


@blueprint.post("/<int:number>/hours")
@access.citizen
def set_hours(number: int) -> ResponseReturnValue:
    sent = request.form
    days = {
        weekday: (sent.get(f"from_{weekday}", "").strip(), sent.get(f"to_{weekday}", "").strip())
        for weekday in WEEKDAYS
        if sent.get(f"from_{weekday}", "").strip() or sent.get(f"to_{weekday}", "").strip()
    }
    minutes, places = (_number(sent.get(name, "")) for name in ("minutes", "places"))
    return _done(number, lambda: SetCenterHours(number, _day(sent, "valid_from"), days, minutes, places))


@blueprint.post("/<int:number>/days")
@access.citizen
def set_day(number: int) -> ResponseReturnValue:
    sent = request.form
    is_closed = sent.get("is_closed") != "no"
    return _done(number, lambda: SetCenterDay(number, _day(sent, "on_day"), is_closed, sent.get("why", "")))


def _done(number: int, command: Callable[[], Command]) -> ResponseReturnValue:
    try:
        engine().send(command(), actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return _page(number, request.form, words_of(refused))
    flashes.done(t("hours.done"))
    return redirect(url_for("center.hours", number=number), 303)


def _day(sent: Mapping[str, str], name: str) -> date:
    try:
        return date.fromisoformat(sent.get(name, ""))
    except ValueError:
        return LONG_AGO


def _number(typed: str) -> int:
    plain = typed.strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 5 else 0


def _page(number: int, sent: Mapping[str, str], error: ErrorWords | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        page, today = queries.page(tx, number), local_date(tx.now).isoformat()
    shown = render_template(
        "center/hours.html",
        page=page,
        weekdays=WEEKDAYS,
        today=today,
        sent=sent if "minutes" in sent else {**_as_it_is(page), **sent},
        error=error,
        has_errors=bool(error),
    )
    return shown, error.status if error else 200


def _as_it_is(page: queries.HoursPage) -> dict[str, str]:
    """Return the form filled in with what was entered last."""
    if not page.entries:
        return {}
    last = page.entries[0]
    days = {f"from_{day}": of[0] for day, of in last.days.items()}
    days |= {f"to_{day}": of[1] for day, of in last.days.items()}
    return {**days, "minutes": str(last.minutes), "places": str(last.places)}
