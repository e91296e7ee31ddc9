"""Pausing and resuming the case's statutory clock.

While documents are missing the term of the decision stands still (General Administrative Code,
art. 83; confidence medium). A paused clock shows no deadline: a date would be a promise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.clock import local_date
from engine.errors import Broken
from engine.operations.registry import Operation
from engine.stores import clocks, work
from engine.terms import Pause, Term, deadline

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
    stood = tuple(Pause(row.from_on, row.until_on, row.reason) for row in clocks.pauses(case.tx, case.row.id))
    term = Term(clock.term["name"], int(clock.term["number"]), clock.term["unit"])
    found = deadline(term, clock.started_on, case.world.calendar, stood)
    clocks.move(case.tx, case.row.id, state="running", deadline=found)
    _set_timer(case, found.due_at)
    case.change(due_at=found.due_at)
    case.note("clock.resumed", last_day=found.last_day.isoformat())
    return {}


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
