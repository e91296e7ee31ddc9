"""The centre's day: what was filed at its desk, and the way to begin for the next person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine.centers.queries import appointments, presences
from engine.clock import local_date
from engine.errors import NotFound, Rejected
from engine.identity.card_trust import origin_of
from engine.identity.contact_address import NumberMalformed
from engine.identity.enrolment import PersonNotKnown
from engine.queries.people import demo_people
from web.auth import current_actor
from web.blueprints import center as blueprint
from web.center.access import operators
from web.engine_access import engine
from web.errors import words_of
from web.tables import exported
from web.words import error_words

PAST = timedelta(days=365)  # how far back the list goes


@blueprint.get("")
@operators
@exported
def day() -> ResponseReturnValue:
    return desk_page()


def desk_page(
    error: Rejected | None = None, *, typed: Mapping[str, str] | None = None
) -> ResponseReturnValue:
    """Return the page of the day; a refused beginning is told on it, with what was typed."""
    actor = current_actor()
    if actor.center is None:
        raise NotFound
    with engine().read(actor) as tx:
        today = local_date(tx.now)
        chosen = _chosen(today)
        filed = presences.day(tx, chosen)
        expected = appointments.of_day(tx, chosen)
        to_hand_over = presences.to_hand_over(tx)
        center = presences.center_names(tx, actor.center)
        people = demo_people(tx) if engine().connections.demo_cards is not None else ()
    of_number = isinstance(error, NumberMalformed | PersonNotKnown)
    words = None if error is None or of_number else words_of(error)
    page = render_template(
        "center/day.html",
        center=center,
        filed=filed,
        expected=expected,
        to_hand_over=to_hand_over,
        chosen=chosen,
        before=chosen - timedelta(days=1),
        after=chosen + timedelta(days=1) if chosen < today else None,
        typed=typed or {},
        errors={"personal_number": error_words(error)} if error and of_number else {},
        error=words,
        has_errors=error is not None,
        people=people,
        takes_cards=engine().connections.card_trust is not None,
        makes_cards=engine().connections.demo_cards is not None,
        origin=origin_of(engine().settings.public_url),
    )
    return page, 200 if error is None else 422


def _chosen(today: date) -> date:
    """Return the day that is looked at; anything odd is today."""
    try:
        chosen = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return today
    return chosen if today - PAST <= chosen <= today else today
