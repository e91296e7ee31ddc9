"""Operations on clocks: what a diagram may do with those of a case.

While documents are missing the deadline for the decision is paused (General Administrative Code,
art. 83; confidence medium); a reasoned decision may extend it (art. 100(2)), and the applicant is
told at once. Names of clocks are a closed list: `case`, and the stages in the service's `clocks`.
A paused clock shows no deadline: a date would be a promise.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from engine.errors import Broken, Rejected
from engine.notifications.common import length_in_words
from engine.operations import clockwork, notices
from engine.operations.clockwork import OPEN, OVERALL
from engine.operations.operation import Operation
from engine.operations.traits import OnClock
from engine.stores import clocks
from engine.terms import ClockState, History, Term, deadline

if TYPE_CHECKING:
    from engine.scope import World
    from engine.steps import OpenCase


class RanOut(Rejected):
    """The term has run out, so nothing can be granted to it any more."""

    code = "clock.ran_out"


class ExtendedBefore(Rejected):
    """The law lets this term be extended once."""

    code = "clock.extended_before"


class BeyondLimit(Rejected):
    """The term would be longer than the law lets it be in total, or not longer than it is."""

    code = "clock.beyond_limit"


def start_overall(case: OpenCase) -> None:
    """Start the clock of a case that is being filed."""
    found = clockwork.begin(case, OVERALL, on=case.world.filed_on)
    case.record("clock.started", term=case.published.settings["clock"]["term"], last_day=_iso(found.last_day))


def start(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Start the clock of a stage; one that the case has had before begins anew."""
    name = _stage(case, inputs)
    row, today = clockwork.loaded(case).get(name), case.world.today
    if row is None:
        found = clockwork.begin(case, name, on=today)
    else:
        found = clockwork.begin_anew(case, name, on=today, reason="")
    clockwork.record(case, name, "started", last_day=found.last_day)
    return _outputs(found)


def pause(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Pause one clock from today, or every clock of the case where none is named."""
    name, reason = _any_clock(case, inputs), _text(inputs, "reason")
    rows, found = clockwork.loaded(case), {}
    held = [row for row in rows if rows[row].state in OPEN and name in (None, row)]
    if held and clocks.open_pause(case.tx, case.row.id, name, on=case.world.pause_day, reason=reason):
        found = clockwork.recompute(case, {clock: None for clock in held if rows[clock].state == "running"})
    for clock in found:
        clockwork.record(case, clock, "paused", reason=reason)
    return _outputs(found.get(name or OVERALL), rows.get(name or OVERALL))


def resume(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Go on counting from today; a deadline moves by the time that its clock was paused."""
    name = _any_clock(case, inputs)
    rows, found = clockwork.loaded(case), {}
    if clocks.close_pause(case.tx, case.row.id, name, on=case.world.pause_day):
        held = [row for row in rows if rows[row].state == "paused" and name in (None, row)]
        found = clockwork.recompute(case, dict.fromkeys(held))
    for clock, standing in found.items():
        if standing.is_running:  # and not held by another pause
            clockwork.record(case, clock, "resumed", last_day=standing.last_day)
    return _outputs(found.get(name or OVERALL), rows.get(name or OVERALL))


def extend(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Lengthen the term from the same start, up to what the law allows in total; tell the applicant."""
    name, reason = _clock(case, inputs), _text(inputs, "reason", is_required=True)
    row = _open_clock(case, name)
    declared = clockwork.declared(case, name)
    kept = granted(case.world, declared, clockwork.history_of(row), by=inputs.get("by"))
    clocks.change(case.tx, case.row.id, name, kind="extended", on=case.world.today, reason=reason, term=kept)
    found = clockwork.recompute(case, {name: 0})[name]
    clockwork.record(case, name, "extended", reason=reason, last_day=found.last_day, law=kept["law"])
    names = clockwork.names_of(case, name)
    notices.notify_applicant(
        case, "term_extended", row, names, last_day=found.last_day, reason=reason, law=kept["law"]
    )
    return _outputs(found)


def granted(world: World, declared: Mapping[str, Any], history: History, *, by: Any) -> dict[str, Any]:
    """Return the longer term that a clock so declared may be granted now, as it is kept."""
    rule = declared.get("extension")
    if rule is None:
        raise Broken("clock.not_extendable", name=history.term.name)
    if rule.get("once") and history.extensions:
        raise ExtendedBefore
    limit = _limit(world, history.term, rule)
    term = _lengthened(history, by, limit)
    _within(world, history, term, limit=limit)
    return {**clockwork.plain_term(term), "law": clockwork.plain_term(limit)["law"]}


def restart(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Let the term begin anew, as after a correction; a deemed outcome can't be undone by it."""
    name, reason = _clock(case, inputs), _text(inputs, "reason", is_required=True)
    row = clockwork.loaded(case).get(name)
    if row is None or row.state == "stopped":
        raise Broken("clock.not_running")
    if row.deemed_outcome is not None:
        raise RanOut
    on = _day(inputs.get("from"), earliest=row.started_on, latest=case.world.today)
    found = clockwork.begin_anew(case, name, on=on, reason=reason)
    clockwork.record(case, name, "restarted", reason=reason, last_day=found.last_day)
    return _outputs(found)


def stop(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """The stage is over. The clock of the case itself stops with its decision."""
    name = _stage(case, inputs)
    row = clockwork.loaded(case).get(name)
    if row is not None and row.state in OPEN:
        clockwork.stop(case, [name])
        clockwork.record(case, name, "stopped")
    return {"state": "stopped", "last_day": None}


def _limit(world: World, first: Term, rule: Any) -> Term:
    """Return the longest term that the law allows in total."""
    if "total" in rule:
        return world.term(rule["total"])
    more = world.term(rule["by"])
    if more.unit is not first.unit:
        raise Broken("clock.units_differ", name=first.name)
    return Term(more.name, first.number + more.number, first.unit, more.law, more.confidence)


def _lengthened(history: History, by: Any, limit: Term) -> Term:
    if by is None:
        return limit
    if isinstance(by, bool) or by != int(by) or by < 1:
        raise BeyondLimit(limit=length_in_words(limit))
    now = history.extensions[-1].term if history.extensions else history.term
    return Term(limit.name, now.number + int(by), now.unit, limit.law, limit.confidence)


def _within(world: World, history: History, term: Term, *, limit: Term) -> None:
    """Raise `BeyondLimit` unless the term is longer than what was granted and not longer than the limit.

    Terms of different units are compared by the days they would end on without pauses.
    """
    start, calendar = history.counted_from, world.calendar
    granted = (history.term, *(extension.term for extension in history.extensions))
    reached = max(deadline(granted_term, start, calendar).last_day for granted_term in granted)
    wanted, last = (deadline(compared, start, calendar).last_day for compared in (term, limit))
    same_unit = term.unit is limit.unit and term.number > limit.number
    if same_unit or not reached < wanted <= last:
        raise BeyondLimit(limit=length_in_words(limit))


def _open_clock(case: OpenCase, name: str) -> Any:
    row = clockwork.loaded(case).get(name)
    if row is not None and row.state == "expired":
        raise RanOut
    if row is None or row.state not in OPEN:
        raise Broken("clock.not_running")
    return row


def _clock(case: OpenCase, inputs: dict[str, Any]) -> str:
    return _any_clock(case, inputs) or OVERALL


def _any_clock(case: OpenCase, inputs: dict[str, Any]) -> str | None:
    name = inputs.get("clock")
    if name is not None:
        clockwork.declared(case, str(name))
    return None if name is None else str(name)


def _stage(case: OpenCase, inputs: dict[str, Any]) -> str:
    name = _any_clock(case, inputs)
    if name is None or name == OVERALL:
        raise Broken("clock.not_a_stage")
    return name


def _text(inputs: dict[str, Any], name: str, *, is_required: bool = False) -> str:
    text = inputs.get(name)
    if is_required and not (isinstance(text, str) and text.strip()):
        raise Broken("clock.no_reason")
    return "" if text is None else str(text)


def _day(value: Any, *, earliest: date, latest: date) -> date:
    if value is None:
        return latest
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        raise Broken("clock.not_a_day") from None
    if not earliest <= day <= latest:
        raise Rejected("clock.day_out_of_range", earliest=earliest.isoformat(), latest=latest.isoformat())
    return day


def _outputs(found: ClockState | None, row: Any = None) -> dict[str, Any]:
    """Return what a diagram may ask afterwards: how the clock stands now, or stood all along."""
    if found is not None:
        state = "running" if found.is_running else "paused"
        return {"state": state, "last_day": _iso(found.last_day)}
    return {"state": row and row.state, "last_day": row and _iso(row.last_day)}


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


OUTPUTS = ("state", "last_day")
START = Operation("clock.start", inputs=("clock",), outputs=OUTPUTS, inline=start, on_clock=OnClock.STARTS)
PAUSE = Operation(
    "clock.pause", inputs=("clock", "reason"), outputs=OUTPUTS, inline=pause, on_clock=OnClock.PAUSES
)
RESUME = Operation(
    "clock.resume", inputs=("clock",), outputs=OUTPUTS, inline=resume, on_clock=OnClock.RESUMES
)
EXTEND = Operation(
    "clock.extend",
    inputs=("clock", "by", "reason"),
    outputs=OUTPUTS,
    required=("reason",),
    inline=extend,
    on_clock=OnClock.EXTENDS,
)
RESTART = Operation(
    "clock.restart",
    inputs=("clock", "from", "reason"),
    outputs=OUTPUTS,
    required=("reason",),
    inline=restart,
    on_clock=OnClock.RESTARTS,
)
STOP = Operation("clock.stop", inputs=("clock",), outputs=OUTPUTS, inline=stop, on_clock=OnClock.STOPS)
