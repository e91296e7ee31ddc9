"""Deadlines as a calendar that programs subscribe to (iCalendar, RFC 5545), by a secret in its address.

The secret opens this address alone, for the office it was made for, until it is ended or the office is. An
entry has the number of the case and the name of the step; who the applicant is and what was answered stay
here.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue
from icalendar import Calendar, Event, vDuration

from engine.clock import local_date
from engine.queries import access_tokens, deadline_calendar
from engine.queries.deadline_calendar import CalendarPage, DueTask
from engine.texts import LANGUAGES, OFFICIAL
from web import access, rate_limits
from web.auth import NOBODY
from web.engine_access import engine
from web.i18n import TEXTS

blueprint = Blueprint("calendar", __name__, url_prefix="/calendar")
BEHIND: Final = timedelta(days=60)  # overdue steps stay in the calendar for so long
AHEAD: Final = timedelta(days=400)
EVERY: Final = timedelta(hours=1)
WHOSE: Final = ("mine", "unit")


@blueprint.get("/<secret>.ics")
@access.public
def feed(secret: str) -> ResponseReturnValue:
    """Answer with the open steps of an office's holder; without a secret that counts nothing is here."""
    rate_limits.hit("api", by_name=False)
    asked, words = request.args.get("whose", ""), request.args.get("words", "")
    whose = asked if asked in WHOSE else WHOSE[0]
    language = words if words in LANGUAGES else OFFICIAL  # `language` would set a cookie
    with engine().read(NOBODY) as tx:
        used = access_tokens.find(tx, secret, is_feed=True)
    if used is None or not used.actor.is_staff:
        abort(404)
    with engine().read(used.actor) as tx:
        today = local_date(tx.now)
        page = deadline_calendar.between(tx, whose, today - BEHIND, today + AHEAD)
    answer = Response(_calendar(page, language, whose).to_ical(), mimetype="text/calendar")
    answer.headers["Content-Disposition"] = 'inline; filename="deadlines.ics"'
    return answer


def _calendar(page: CalendarPage, language: str, whose: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//MMS//Deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", TEXTS.get(language, f"calendar.whose.{whose}"))
    calendar.add("refresh-interval", vDuration(EVERY), parameters={"VALUE": "DURATION"})
    for task in page.tasks:
        calendar.add_component(_event(task, language))
    return calendar


def _event(task: DueTask, language: str) -> Event:
    event = Event()
    event.add("uid", f"{task.task_id}@mms")
    event.add("dtstamp", task.changed_at)
    event.add("dtstart", task.due_on)
    event.add("dtend", task.due_on + timedelta(days=1))
    event.add("summary", f"{task.case_number}: {task.step.get(language) or task.case_number}")
    event.add("transp", "TRANSPARENT")
    return event
