"""Rules of ad hoc tasks: whom one may ask, until when, with which words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from engine.db.pool import without_nul
from engine.errors import Rejected
from engine.roles import NO_WORK, OF_A_MUNICIPALITY

LONGEST: Final = 4_000  # characters of a question, and of an answer
FARTHEST: Final = timedelta(days=366)
OFFICES: Final = tuple(role for role in OF_A_MUNICIPALITY if role not in NO_WORK)


class NothingSaid(Rejected):
    """There is no question, or no answer."""

    code = "adhoc.nothing_said"


class TextTooLong(Rejected):
    """The question or the answer is longer than may be kept."""

    code = "adhoc.too_long"


class DayUnusable(Rejected):
    """The last day is over, or more than a year ahead."""

    code = "adhoc.day_unusable"


class NobodyAsked(Rejected):
    """Neither a colleague nor an office that somebody holds is named, or both are, or oneself is."""

    code = "adhoc.nobody_asked"


class MayNotSee(Rejected):
    """Who is asked may not look into the case: a party, recused, or without access to restricted cases."""

    code = "adhoc.may_not_see"


class NotOpen(Rejected):
    """The ad hoc task has an answer already, or was withdrawn."""

    code = "adhoc.not_open"


def text(said: str) -> str:
    """Return a question or an answer as it is kept. Raises `NothingSaid`, `TextTooLong`."""
    found: str = without_nul(said).replace("\r\n", "\n").strip()
    if not found:
        raise NothingSaid
    if len(found) > LONGEST:
        raise TextTooLong(longest=LONGEST)
    return found


def check_day(due_on: date, *, today: date) -> None:
    if not today <= due_on <= today + FARTHEST:
        raise DayUnusable
