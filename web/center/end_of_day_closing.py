"""End-of-day closing of a cash desk: what was counted, who confirms it, what was brought to the treasury."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.cash.commands import ConfirmCount, CountCash, RecordDeposit
from engine.cash.queries import desk as queries
from engine.clock import local_date
from engine.commands.base import Command
from engine.errors import NotAllowed, NotFound, Rejected
from web import access, flashes
from web.amounts import UNREADABLE, tetri_of
from web.auth import current_actor
from web.blueprints import center as blueprint
from web.engine_access import engine
from web.errors import ErrorWords, words_of
from web.i18n import t
from web.keys import sent_key


@blueprint.get("/cash/end-of-day")
@access.citizen
def end_of_day_closing() -> ResponseReturnValue:
    return _page({})


@blueprint.post("/cash/end-of-day/count")
@access.citizen
def count_cash() -> ResponseReturnValue:
    sent = request.form
    return _done(
        lambda: CountCash(_day(sent, "day"), tetri_of(sent.get("counted", "")), sent.get("note", "")), sent
    )


@blueprint.post("/cash/end-of-day/<uuid:count_id>/confirm")
@access.citizen
def confirm_count(count_id: UUID) -> ResponseReturnValue:
    return _done(lambda: ConfirmCount(count_id), request.form)


@blueprint.post("/cash/deposits")
@access.citizen
def record_deposit() -> ResponseReturnValue:
    sent = request.form
    expected = sent.get("expected", "")
    return _done(
        lambda: RecordDeposit(
            sent.get("municipality", ""),
            sent.get("document", ""),
            _day(sent, "deposited_on"),
            int(expected) if expected.isascii() and expected.isdigit() and len(expected) < 15 else UNREADABLE,
            tetri_of(sent.get("amount", "")),
            sent.get("note", ""),
        ),
        sent,
    )


def _done(command: Callable[[], Command], sent: Mapping[str, str]) -> ResponseReturnValue:
    try:
        engine().send(command(), actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return _page(sent, words_of(refused))
    flashes.done(t("cash.end_of_day.done"))
    return redirect(url_for("center.end_of_day_closing"), 303)


def _day(sent: Mapping[str, str], name: str) -> date:
    """Return the day that was sent; one that is none is refused as not yet come."""
    try:
        return date.fromisoformat(sent.get(name, ""))
    except ValueError:
        return date.max


def _page(sent: Mapping[str, str], error: ErrorWords | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        page, today = queries.end_of_day_closing(tx), local_date(tx.now)
    shown = render_template(
        "center/end_of_day_closing.html",
        page=page,
        today=today,
        sent=sent,
        error=error,
        has_errors=bool(error),
    )
    return shown, error.status if error else 200
