"""Deadlines of the office by week and month, the steps of a day, and the address of a calendar of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.clock import local_date
from engine.commands.tokens import MakeToken
from engine.errors import NotAllowed, NotSignedIn, Rejected
from engine.identity.tokens import CALENDAR, LONGEST_DAYS
from engine.queries import access_tokens, deadline_calendar, places
from engine.queries.deadline_calendar import WHOSE
from engine.queries.reports import forecast
from engine.queries.views import Names
from engine.roles import OFFICES
from web import access
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.days import day_of
from web.engine_access import engine
from web.errors import ErrorWords, words_of
from web.i18n import current_language, t
from web.inbox import report_tables
from web.keys import new_key, sent_key
from web.without_api import Reason, without_api

SPANS: Final = ("week", "month", "day")
WEEK: Final = timedelta(days=7)
SHOWN_IN_MONTH: Final = 4  # steps of a day


@dataclass(frozen=True)
class CalendarView:
    """View of the calendar: the days that are shown, around which one, and whose steps."""

    span: str
    whose: str
    day: date

    @property
    def first(self) -> date:
        """The first day that is shown; a month begins with the Monday of its first week."""
        if self.span == "day":
            return self.day
        begins = self.day.replace(day=1) if self.span == "month" else self.day
        return begins - timedelta(days=begins.weekday())

    @property
    def last(self) -> date:
        if self.span == "day":
            return self.day
        if self.span == "week":
            return self.first + WEEK - timedelta(days=1)
        ends = _month_after(self.day) - timedelta(days=1)
        return ends + timedelta(days=6 - ends.weekday())

    @property
    def weeks(self) -> list[list[date]]:
        """The days that are shown, a week in each line."""
        found = [self.first + timedelta(days=step) for step in range((self.last - self.first).days + 1)]
        return [found[at : at + 7] for at in range(0, len(found), 7)]

    def address(self, *, day: date | None = None, span: str | None = None, whose: str | None = None) -> str:
        at = day or self.day
        return url_for(
            "inbox.deadlines", span=span or self.span, whose=whose or self.whose, day=at.isoformat()
        )

    @property
    def before(self) -> str:
        if self.span == "month":
            return self.address(day=(self.day.replace(day=1) - timedelta(days=1)).replace(day=1))
        return self.address(day=self.day - (WEEK if self.span == "week" else timedelta(days=1)))

    @property
    def after(self) -> str:
        if self.span == "month":
            return self.address(day=_month_after(self.day))
        return self.address(day=self.day + (WEEK if self.span == "week" else timedelta(days=1)))


@blueprint.get("/deadlines")
@access.staff
@without_api(Reason.PERSON)
def deadlines() -> ResponseReturnValue:
    """Show the deadlines of a week, month or day; odd parts of the address are the usual ones."""
    return _page()


@blueprint.post("/deadlines/feed")
@access.staff
@without_api(Reason.SECRET)
def make_feed() -> ResponseReturnValue:
    """Make the address of a calendar for an office, and show it this once."""
    role, _, place = request.form.get("office", "").partition("/")
    today = local_date(engine().clock.now())
    command = MakeToken(
        sent_key(),
        t("calendar.feed.token"),
        (CALENDAR,),
        today + timedelta(days=LONGEST_DAYS),
        role or None,
        place or None,
    )
    try:
        secret: str = engine().send(command, actor=current_actor())
    except (NotAllowed, NotSignedIn):
        raise
    except Rejected as refused:
        return _page(error=words_of(refused))
    return _page(secret=secret)


def _page(*, secret: str | None = None, error: ErrorWords | None = None) -> ResponseReturnValue:
    actor = current_actor()
    view = _asked(local_date(engine().clock.now()))
    with engine().read(actor) as tx:
        page = deadline_calendar.between(tx, view.whose, view.first, view.last)
        expected = forecast.of_own(tx)
        names = {municipality.code: municipality.names for municipality in places.municipalities(tx)}
    with engine().read(actor.oneself) as tx:
        feeds = access_tokens.feeds(tx)
    found = render_template(
        "inbox/deadlines.html",
        view=view,
        page=page,
        panel=report_tables.forecast(expected),
        spans=SPANS[:2],
        whose=WHOSE if page.may_see_all else WHOSE[:2],
        most=SHOWN_IN_MONTH,
        feeds=feeds,
        offices=_offices(names),
        addresses=_addresses(secret) if secret else (),
        key=new_key(),
        error=error,
        has_errors=error is not None,
    )
    return found, error.status if error else 200


def _asked(today: date) -> CalendarView:
    given = request.args
    span, whose = given.get("span", ""), given.get("whose", "")
    day = day_of(given.get("day", "")) or today
    return CalendarView(
        span if span in SPANS else SPANS[0],
        whose if whose in WHOSE else WHOSE[0],
        min(max(day, date(2000, 1, 1)), date(2200, 1, 1)),
    )


def _addresses(secret: str) -> tuple[tuple[str, str], ...]:
    """Return the addresses of the calendars that a secret opens, by whose steps they hold."""
    return tuple(
        (
            whose,
            engine().settings.public_url
            + url_for("calendar.feed", secret=secret, whose=whose, words=current_language()),
        )
        for whose in WHOSE[:2]
    )


def _offices(names: Mapping[str, Names]) -> list[tuple[str, str, Names | None]]:
    grants = {(role.role, role.municipality) for role in current_actor().roles if role.role in OFFICES}
    return [
        (f"{role}/{place}", role, names.get(place or ""))
        for role, place in sorted(grants, key=lambda grant: (grant[1] or "", grant[0]))
        if place
    ]


def _month_after(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
