"""Pausing and resuming the case's statutory clock.

While documents are missing the term of the decision stands still (General Administrative Code,
art. 83; confidence medium). A paused clock shows no deadline: a date would be a promise.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from engine.clock import local_date
from engine.errors import Broken
from engine.operations.registry import Operation
from engine.stores import clocks, work
from engine.terms import Deadline, InvalidTerm, Pause, Term, deadline

if TYPE_CHECKING:
    from engine.steps import OpenCase

CLOCK = "clock"  # the token under which the clock's own timer is known


def start(case: OpenCase, term: Term, on_expiry: str) -> None:
    """Start the clock of a case that is being filed."""
    found = deadline(term, case.world.filed_on, case.world.calendar)
    clocks.insert(
        case.tx,
        case_id=case.row.id,
        term=_term(term),
        on_expiry=on_expiry,
        deadline=found,
        started_on=case.world.filed_on,
    )
    _set_timer(case, found.due_at)
    case.change(due_at=found.due_at)
    case.note("clock.started", term=term.name, last_day=found.last_day.isoformat())


def pause(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Stop counting from today."""
    clock = clocks.load(case.tx, case.row.id)
    if clock is None or clock.state != "running":
        return {}
    clocks.open_pause(
        case.tx, case.row.id, on=local_date(case.tx.now), reason=str(inputs.get("reason") or "")
    )
    clocks.set_state(case.tx, case.row.id, "paused")
    _set_timer(case, None)
    case.change(due_at=None)
    case.note("clock.paused", reason=inputs.get("reason"))
    return {}


def resume(case: OpenCase, _inputs: dict[str, Any]) -> dict[str, Any]:
    """Go on counting from today; the deadline moves by the time the clock stood still."""
    clock = clocks.load(case.tx, case.row.id)
    if clock is None or clock.state != "paused":
        return {}
    clocks.close_pause(case.tx, case.row.id, on=local_date(case.tx.now))
    found = _counted(case, clock)
    clocks.move(case.tx, case.row.id, state="running", deadline=found)
    _set_timer(case, found.due_at)
    case.change(due_at=found.due_at)
    case.note("clock.resumed", last_day=found.last_day.isoformat())
    return {}


def recount(case: OpenCase, because_of: date) -> None:
    """Count the open deadlines of the case anew; each that moves is noted on the case.

    A paused clock is counted when it resumes. A day off never shortens a term.
    """
    day = because_of.isoformat()
    clock = clocks.load(case.tx, case.row.id)
    if clock is not None and clock.state == "running":
        found = _counted(case, clock)
        if found.last_day != clock.last_day:
            clocks.move(case.tx, case.row.id, state="running", deadline=found)
            _set_timer(case, found.due_at)
            case.change(due_at=found.due_at)
            case.note("clock.moved", day=day, last_day=found.last_day.isoformat())
    for row in work.terms(case.tx, case.row.id):
        found = deadline(_term_of(row.term), row.started_on, case.world.calendar)
        if found.due_at != row.due_at:
            work.move_due(case.tx, row.kind, row.id, found.due_at)
            step = case.published.names_of(row.token.rpartition(":")[0])
            case.note("deadline.moved", day=day, step=step, last_day=found.last_day.isoformat())


def stop(case: OpenCase) -> None:
    """The decision is made: nothing runs any more."""
    clock = clocks.load(case.tx, case.row.id)
    if clock is None or clock.state == "stopped":
        return
    if clock.state == "paused":
        clocks.close_pause(case.tx, case.row.id, on=local_date(case.tx.now))
    clocks.set_state(case.tx, case.row.id, "stopped")
    _set_timer(case, None)


def expire(case: OpenCase) -> None:
    """The term ran out: record what the law deems to have happened and leave the tasks open.

    Source: General Administrative Code art. 177(2): silence counts as refusal; consent by
    silence only where a special law says so. The case goes on: a late decision is still owed.
    """
    clock = clocks.load(case.tx, case.row.id)
    if clock is None or clock.state != "running":
        raise Broken("clock.not_running")
    deemed = None if clock.on_expiry == "escalate" else clock.on_expiry
    clocks.set_state(case.tx, case.row.id, "expired", deemed_outcome=deemed)
    _set_timer(case, None)
    case.note(f"clock.expired.{clock.on_expiry}", last_day=clock.last_day.isoformat())


def _counted(case: OpenCase, clock: Any) -> Deadline:
    """Return the deadline of the case's clock by the calendar of today and the pauses there were."""
    pauses = clocks.pauses(case.tx, case.row.id)
    stood = tuple(Pause(row.from_on, row.until_on, row.reason) for row in pauses)
    return deadline(_term_of(clock.term), clock.started_on, case.world.calendar, stood)


def _term_of(kept: Any) -> Term:
    try:
        return Term(kept["name"], int(kept["number"]), kept["unit"])
    except InvalidTerm as error:
        raise Broken(error.code) from error


def _set_timer(case: OpenCase, due_at: Any) -> None:
    work.set_clock_timer(
        case.tx,
        timer_id=case.id_of("timer", f"{CLOCK}:{case.row.version}"),
        case_id=case.row.id,
        municipality_id=case.row.municipality_id,
        due_at=due_at,
    )


def _term(term: Term) -> dict[str, Any]:
    law = term.law and {"act": {"ka": term.law.act_ka, "en": term.law.act_en}, "article": term.law.article}
    return {
        "name": term.name,
        "number": term.number,
        "unit": term.unit.value,
        "law": law,
        "confidence": term.confidence,
    }


PAUSE = Operation("clock.pause", inputs=("reason",), outputs=(), inline=pause)
RESUME = Operation("clock.resume", inputs=(), outputs=(), inline=resume)
