"""Rules of absences: which days, by whom approved, in which offices somebody stands in for another. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from engine.errors import Rejected
from engine.roles import ADMINISTRATOR, OF_ONE_PERSON, RESTRICTED_CASES, Right, who_may
from engine.tenancy import Actor

ASKED, APPROVED, DECLINED, WITHDRAWN = "asked", "approved", "declined", "withdrawn"
LONGEST: Final = timedelta(days=366)
LONGEST_TEXT: Final = 500  # characters of an act, and of a reason
# Nobody stands in for these: administration has others, and access to restricted cases is personal.
KEPT: Final = frozenset({ADMINISTRATOR, RESTRICTED_CASES})


class PeriodUnusable(Rejected):
    """The days are the wrong way round, over already, or too many."""

    code = "absence.period_unusable"


class AbsentAlready(Rejected):
    """Another absence of the official, asked for or approved, has a day in common."""

    code = "absence.absent_already"


class SubstituteUnusable(Rejected):
    """The substitute works for no unit of the municipality, or is the absent official."""

    code = "absence.substitute_unusable"


class SubstituteAway(Rejected):
    """The substitute is away themselves on a day of the period."""

    code = "absence.substitute_away"


class SubstituteHolds(Rejected):
    """The substitute holds the office for a part of the period, so it can't be given for all of it."""

    code = "absence.substitute_holds"


class NotWaiting(Rejected):
    """The absence has been decided, withdrawn or ended meanwhile."""

    code = "absence.not_waiting"


class ActMissing(Rejected):
    """An absence is approved by an act, which has to be named."""

    code = "absence.act_missing"


class ReasonMissing(Rejected):
    """Who declines says why."""

    code = "absence.reason_missing"


@dataclass(frozen=True)
class Standing:
    """An office in which somebody stands in for another, for the days that both are concerned."""

    role: str
    unit: str | None
    valid_from: date
    valid_until: date


def check_period(first_on: date, last_on: date, *, today: date) -> None:
    """Refuse days that are the wrong way round, over, or more than a year."""
    if not first_on <= last_on or last_on < today or last_on - first_on > LONGEST:
        raise PeriodUnusable


def heads_all(roles: Collection[str]) -> bool:
    """Say whether nobody in the municipality stands above: the mayor and the chair of the council."""
    return bool(OF_ONE_PERSON & set(roles))


def may_decide(actor: Actor, place: int, *, person_id: int, roles: Collection[str]) -> bool:
    """Say whether somebody approves, declines and ends the absence of an official who holds these roles.

    Heads do for their people, the mayor for heads; nobody for themselves.
    """
    if actor.person_id == person_id or heads_all(roles):
        return False
    if set(roles) & set(who_may(Right.SUPERVISE)):
        return any(actor.has_role(role, place) for role in OF_ONE_PERSON & set(who_may(Right.SUPERVISE)))
    return actor.may(Right.SUPERVISE, place)


def standing_in(
    held: Iterable[Any], own: Iterable[Any], *, first_on: date, until: date
) -> Iterator[Standing]:
    """Yield the offices of the absent official that the substitute lacks, each for its days of the period.

    `held` and `own` are grants in the municipality: role, unit, valid_from, valid_until, is_acting, center.
    """
    own = [grant for grant in own if not grant.is_acting and grant.center is None]
    for grant in held:
        begins, ends = max(first_on, grant.valid_from), min(until, grant.valid_until or until)
        if grant.is_acting or grant.center is not None or grant.role in KEPT or begins >= ends:
            continue
        if not any(_covers(other, grant, begins, ends) for other in own):
            yield Standing(grant.role, grant.unit, begins, ends)


def _covers(own: Any, wanted: Any, begins: date, ends: date) -> bool:
    is_same = own.role == wanted.role and own.unit in (None, wanted.unit)
    return is_same and own.valid_from <= begins and (own.valid_until is None or own.valid_until >= ends)
