"""Clocks of a case: counted, recorded, reminded of, run out, moved by a day off.

A case has its own clock and one for each stage its diagram starts. What happens to them is kept as
rows (pauses, extensions, restarts); where they stand is always counted anew from these. A clock that
ran out before the moment of a step is recorded as run out before anything else happens to it, so a
poll that slept changes no outcome. Refuses to know which diagram or command asks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from engine.errors import Broken
from engine.operations import notices
from engine.stores import clocks, work
from engine.stores.clocks import ClockTimer
from engine.terms import (
    ClockState,
    Extension,
    History,
    InvalidTerm,
    Pause,
    Restart,
    Term,
    clock_state,
    deadline,
    share_to_tell,
)
from engine.terms.expiry import EXPIRY_POLICIES

if TYPE_CHECKING:
    from engine.steps import OpenCase

OVERALL = "case"  # the name of the clock of the case itself
OF_THE_CASE = "clock."  # what events of that clock begin with; those of stages begin with `stage.`
OPEN = ("running", "paused")
ALL_TOLD = 99


def declared(case: OpenCase, name: str) -> Mapping[str, Any]:
    """Return what the service says of the clock. Raises `Broken` for a name it does not declare."""
    return declared_in(case.published.settings, name)


def declared_in(settings: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return the same from the settings of a service."""
    found: Mapping[str, Any] | None = (
        settings["clock"] if name == OVERALL else settings.get("clocks", {}).get(name)
    )
    if found is None:
        raise Broken("clock.unknown", name=name)
    return found


def loaded(case: OpenCase) -> dict[str, Any]:
    """Return the clocks of the case by name, after recording which of them have run out."""
    rows = _rows(case)
    late = [row for row in rows.values() if row.state == "running" and row.due_at < case.world.moment]
    for row in sorted(late, key=lambda row: row.due_at):
        expire(case, row)
    return _rows(case) if late else rows


def history_of(row: Any) -> History:
    """Return what happened to the clock's term."""
    return History(
        term_of(row.term),
        row.started_on,
        tuple(_pauses(row.pauses)),
        tuple(_changes(row.changes)),
        began="filed" if row.name == OVERALL else "stage_began",
    )


def begin(case: OpenCase, name: str, *, on: date) -> ClockState:
    """Start a clock that the case has not had before."""
    settings = declared(case, name)
    term = case.world.term(settings["term"])
    # A pause of the whole case holds a stage that begins in it.
    held = [row for row in _rows(case).values() if row.state in OPEN] if name != OVERALL else []
    pauses = [pause for row in held[:1] for pause in _pauses(row.pauses, shared_only=True)]
    began = "filed" if name == OVERALL else "stage_began"
    found = _count(case, History(term, on, tuple(pauses), began=began), reminded=0)
    clocks.insert(
        case.tx,
        case.row.id,
        name,
        term=plain_term(term),
        on_expiry=settings["on_expiry"],
        started_on=on,
        state=found,
    )
    _follow(case, {name: found})
    return found


def begin_anew(case: OpenCase, name: str, *, on: date, reason: str) -> ClockState:
    """Count the first term from the day; what held this clock alone holds it no more."""
    clocks.close_pause(case.tx, case.row.id, name, on=on)
    clocks.change(case.tx, case.row.id, name, kind="restarted", on=on, reason=reason)
    return recompute(case, {name: 0})[name]


def recompute(case: OpenCase, reminded: Mapping[str, int | None]) -> dict[str, ClockState]:
    """Count these clocks anew; a number says of which share people count as reminded from now on."""
    rows, found = _rows(case) if reminded else {}, {}
    for name, share in reminded.items():
        told = rows[name].reminded if share is None else share
        found[name] = _count(case, history_of(rows[name]), reminded=told)
        clocks.save_state(case.tx, case.row.id, name, found[name], reminded=told)
        if share == 0:
            work.forget_reminders(case.tx, case.row.id)
    _follow(case, found)
    return found


def expire(case: OpenCase, row: Any) -> None:
    """The term ran out: record what the law deems to have happened and leave the tasks open.

    The case goes on: a late decision is still owed.
    """
    deemed = EXPIRY_POLICIES[row.on_expiry].deemed
    clocks.end(case.tx, case.row.id, [row.name], state="expired", deemed=deemed)
    record(case, row.name, f"expired.{row.on_expiry}", last_day=row.last_day, due_at=row.due_at)
    if deemed is None:
        notices.notify_staff(case, "expired", row.name, last_day=row.last_day)
    else:
        notices.notify_applicant(case, "term_expired", row, names_of(case, row.name), deemed=deemed)


def fire(case: OpenCase, timer: Any) -> None:
    """The time of a clock's timer has come: it runs out, or people are reminded of it."""
    row = _rows(case).get(timer.clock)
    if row is None or row.state != "running":
        raise Broken("clock.not_running")
    if timer.share is None:
        expire(case, row)
    else:
        _remind(case, row)


def recount(case: OpenCase, because_of: date) -> None:
    """Count the open deadlines of the case anew; each that moves is noted on the case.

    A paused clock is counted when it resumes. A day off never shortens a term.
    """
    day = because_of.isoformat()
    before = {name: row for name, row in loaded(case).items() if row.state == "running"}
    counted = {name: _count(case, history_of(row), reminded=row.reminded) for name, row in before.items()}
    moved = {name: None for name, found in counted.items() if found.last_day != before[name].last_day}
    for name, found in recompute(case, moved).items():
        record(case, name, "moved", day=day, last_day=found.last_day)
    for waiting in work.terms(case.tx, case.row.id):
        last = deadline(term_of(waiting.term), waiting.started_on, case.world.calendar)
        if last.due_at != waiting.due_at:
            work.move_due(case.tx, waiting.kind, waiting.id, last.due_at)
            step = case.published.names_of(waiting.token.rpartition(":")[0])
            case.record("deadline.moved", day=day, step=step, last_day=last.last_day.isoformat())


def stop(case: OpenCase, names: Collection[str] | None = None) -> None:
    """These clocks, or all of the case, run no more."""
    if not (case.row.has_open_clock or case.has_set_clock):
        return
    rows = loaded(case)
    ending = [name for name in rows if rows[name].state != "stopped" and (names is None or name in names)]
    if not ending:
        return
    kept = [pause for name in ending for pause in rows[name].pauses]
    # A pause of the whole case outlives its stages.
    paused = {clock for _, until, _, clock in kept if until is None and (clock or names is None)}
    for clock in paused:
        clocks.close_pause(case.tx, case.row.id, clock, on=case.world.pause_day)
    clocks.end(case.tx, case.row.id, ending, state="stopped")
    _lead(case, dict.fromkeys(ending))
    if OVERALL in ending:
        case.change(due_at=None)


def end_of(case: OpenCase, name: str) -> datetime | None:
    """Return when a clock ends, for a timer that begins to follow it now; None while it has no end."""
    declared(case, name)
    row = loaded(case).get(name)
    if row is None or row.state == "stopped" or row.due_at is None:
        return None
    ends_at: datetime = row.due_at
    return max(ends_at, case.world.moment)


def record(case: OpenCase, name: str, what: str, **body: Any) -> None:
    """Note on the case what happened to one of its clocks; stages are named."""
    if "last_day" in body and body["last_day"] is None:
        what = f"{what}_while_paused"
    plain = {key: value.isoformat() if isinstance(value, date) else value for key, value in body.items()}
    if name == OVERALL:
        case.record(f"{OF_THE_CASE}{what}", **plain)
    else:
        case.record(f"stage.{what}", clock=names_of(case, name), name=name, **plain)


def names_of(case: OpenCase, name: str) -> Mapping[str, str]:
    """Return what people call the clock: the service for its own, the stage's name for others."""
    if name == OVERALL:
        return case.published.names
    names: Mapping[str, str] = declared(case, name)["names"]
    return names


def term_of(kept: Any) -> Term:
    """Return a term as it was kept. Raises `Broken` for one that nobody can count."""
    try:
        return Term(kept["name"], int(kept["number"]), kept["unit"])
    except InvalidTerm as error:
        raise Broken(error.code) from error


def plain_term(term: Term) -> dict[str, Any]:
    """Return the term as it is kept."""
    return {
        "name": term.name,
        "number": term.number,
        "unit": term.unit.value,
        "law": term.law and term.law.as_entry(),
        "confidence": term.confidence,
    }


def _rows(case: OpenCase) -> dict[str, Any]:
    return {row.name: row for row in clocks.load(case.tx, case.row.id)}


def _count(case: OpenCase, history: History, *, reminded: int) -> ClockState:
    return clock_state(history, case.world.calendar, shares=case.world.reminder_shares, reminded=reminded)


def _follow(case: OpenCase, found: Mapping[str, ClockState]) -> None:
    """Let the timers, and the deadline of the case itself, follow the clocks."""
    if not found:
        return
    case.has_set_clock = True
    timers = [timer for name, standing in found.items() for timer in _timers(case, name, standing)]
    clocks.set_timers(case.tx, case.row.id, case.row.municipality_id, clocks=list(found), timers=timers)
    _lead(case, {name: standing.due_at for name, standing in found.items()})
    if OVERALL in found:
        case.change(due_at=found[OVERALL].due_at)


def _lead(case: OpenCase, ends: Mapping[str, datetime | None]) -> None:
    """Let the timers of steps go along, if the diagram has any that follow a clock."""
    if case.published.follows_clocks:
        clocks.follow(case.tx, case.row.id, ends)


def _timers(case: OpenCase, name: str, found: ClockState) -> Iterator[ClockTimer]:
    """Yield the timers of a clock; each keeps its id, so that who has claimed it finds it where it moved."""
    if found.due_at is not None:
        yield ClockTimer(case.id_of("timer", f"{name} ends"), name, found.due_at)
    if found.reminder is not None:
        reminder = found.reminder
        yield ClockTimer(case.id_of("timer", f"{name} reminds"), name, reminder.due_at, reminder.share)


def _remind(case: OpenCase, row: Any) -> None:
    """Tell the office once; who slept past the end of the term has nothing to be reminded of."""
    share = share_to_tell(
        history_of(row),
        case.world.calendar,
        shares=case.world.reminder_shares,
        reminded=row.reminded,
        now=case.tx.now,
    )
    if share is None or row.due_at < case.tx.now:
        recompute(case, {row.name: ALL_TOLD})
        return
    recompute(case, {row.name: share})
    work.remind(case.tx, case.row.id, share)
    record(case, row.name, "reminded", share=share, last_day=row.last_day, due_at=case.world.moment)
    notices.notify_staff(case, "reminded", row.name, last_day=row.last_day, share=share)


def _pauses(kept: Any, *, shared_only: bool = False) -> Iterator[Pause]:
    for first, until, reason, clock in kept:
        if clock is None or not shared_only:
            yield Pause(date.fromisoformat(first), until and date.fromisoformat(until), reason)


def _changes(kept: Any) -> Iterator[Extension | Restart]:
    for kind, on, term, reason in kept:
        day = date.fromisoformat(on)
        yield Extension(day, term_of(term), reason) if kind == "extended" else Restart(day, reason)
