"""The clocks of each case, their pauses, what was granted to them, and their timers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction, as_json
from engine.terms import ClockState

# A clock with what holds it and what was granted to it, in one row.
_CLOCKS = """
select k.*,
    coalesce((select jsonb_agg(jsonb_build_array(p.from_on, p.until_on, p.reason, p.clock)
                               order by p.from_on, p.until_on nulls last, p.clock nulls first)
              from clock_pauses p
              where p.case_id = k.case_id and (p.clock is null or p.clock = k.name)), '[]') as pauses,
    coalesce((select jsonb_agg(jsonb_build_array(g.kind, g.changed_on, g.term, g.reason) order by g.seq)
              from clock_changes g where g.case_id = k.case_id and g.clock = k.name), '[]') as changes
from clocks k where {} order by k.case_id, k.name <> 'case', k.started_on, k.name
"""
OF_CASES = _CLOCKS.format("k.case_id = any (:case_ids)")
# For one case its own statement: with a list PostgreSQL makes its plan anew each time, which takes
# longer than to carry it out.
OF_CASE = _CLOCKS.format("k.case_id = :case_id")
INSERT = """
insert into clocks (case_id, name, term, on_expiry, started_on, state, last_day, due_at, derivation)
values (:case_id, :name, cast(:term as jsonb), :on_expiry, :started_on, :state, :last_day, :due_at,
    cast(:derivation as jsonb))
"""
SAVE_STATE = """
update clocks set state = :state, last_day = :last_day, due_at = :due_at, deemed_outcome = null,
    derivation = cast(:derivation as jsonb), reminded = :reminded
where case_id = :case_id and name = :name
"""
# A timer that is taken away takes along that it had stopped.
OVER = """
update incidents set state = 'resolved', resolved_at = :now, resolved_by = :person, how = 'overtaken'
where state = 'open' and subject in (select id from gone)
"""
END = f"""
with gone as (delete from timers where case_id = :case_id and clock = any (:names) returning id),
over as ({OVER})
update clocks set state = :state, deemed_outcome = coalesce(:deemed, deemed_outcome)
where case_id = :case_id and name = any (:names)
"""
OPEN_PAUSE = """
insert into clock_pauses (case_id, clock, from_on, reason) values (:case_id, :clock, :on, :reason)
on conflict do nothing
"""
CLOSE_PAUSE = """
update clock_pauses set until_on = greatest(from_on, :on)
where case_id = :case_id and clock is not distinct from :clock and until_on is null
"""
CHANGE = """
insert into clock_changes (case_id, clock, seq, kind, changed_on, term, reason, recorded_at)
select :case_id, :clock, count(*) + 1, :kind, :on, cast(:term as jsonb), :reason, :now
from clock_changes where case_id = :case_id and clock = :clock
"""
REMOVE_TIMERS = f"""
with gone as (delete from timers where case_id = :case_id and clock = any (:clocks) returning id) {OVER}
"""
ADD_TIMERS = """
insert into timers (id, case_id, municipality_id, clock, share, due_at)
select t.id, :case_id, :municipality_id, t.clock, t.share, t.due_at
from jsonb_to_recordset(cast(:timers as jsonb)) as t(id uuid, clock text, share smallint, due_at timestamptz)
"""
# Timers of steps that follow a clock; a paused one, or one that is over, has no end to wait for.
FOLLOW = """
update timers t set due_at = k.due_at
from jsonb_to_recordset(cast(:ends as jsonb)) as k(clock text, due_at timestamptz)
where t.case_id = :case_id and t.term->>'clock' = k.clock and t.due_at is distinct from k.due_at
"""


@dataclass(frozen=True)
class ClockTimer:
    """A timer of a clock: its end, or a reminder of it where a share is given."""

    id: UUID
    clock: str
    due_at: datetime
    share: int | None = None

    def as_row(self) -> dict[str, Any]:
        due_at = self.due_at.isoformat()
        return {"id": str(self.id), "clock": self.clock, "due_at": due_at, "share": self.share}


def load(tx: Transaction, case_id: UUID) -> list[Any]:
    """Return the clocks of the case, its own first."""
    return tx.all(OF_CASE, case_id=case_id)


def of_cases(tx: Transaction, case_ids: Sequence[UUID]) -> list[Any]:
    return tx.all(OF_CASES, case_ids=list(case_ids))


def insert(
    tx: Transaction,
    case_id: UUID,
    name: str,
    *,
    term: Mapping[str, Any],
    on_expiry: str,
    started_on: date,
    state: ClockState,
) -> None:
    """Enter a clock that the case has not had before."""
    columns = {"case_id": case_id, "name": name, "on_expiry": on_expiry, "started_on": started_on}
    tx.run(INSERT, **columns, term=as_json(term), **_columns(state))


def save_state(tx: Transaction, case_id: UUID, name: str, state: ClockState, *, reminded: int) -> None:
    """Record where the clock stands."""
    tx.run(SAVE_STATE, case_id=case_id, name=name, reminded=reminded, **_columns(state))


def _columns(state: ClockState) -> dict[str, Any]:
    return {
        "state": "running" if state.is_running else "paused",
        "last_day": state.last_day,
        "due_at": state.due_at,
        "derivation": as_json([[step.code, dict(step.params)] for step in state.derivation]),
    }


def end(
    tx: Transaction, case_id: UUID, names: Sequence[str], *, state: str, deemed: str | None = None
) -> None:
    """These clocks run no more: they were stopped, or ran out. Their timers go."""
    tx.run(END, case_id=case_id, names=list(names), state=state, deemed=deemed, **_by(tx))


def open_pause(tx: Transaction, case_id: UUID, clock: str | None, *, on: date, reason: str) -> bool:
    """Pause one clock, or with None every clock of the case; False if it is paused already."""
    return tx.run(OPEN_PAUSE, case_id=case_id, clock=clock, on=on, reason=reason) == 1


def close_pause(tx: Transaction, case_id: UUID, clock: str | None, *, on: date) -> bool:
    """Close the open pause; False if there is none."""
    return tx.run(CLOSE_PAUSE, case_id=case_id, clock=clock, on=on) == 1


def change(
    tx: Transaction,
    case_id: UUID,
    clock: str,
    *,
    kind: str,
    on: date,
    reason: str,
    term: Mapping[str, Any] | None = None,
) -> None:
    """Note that the term was extended to `term`, or begun anew."""
    tx.run(
        CHANGE,
        case_id=case_id,
        clock=clock,
        kind=kind,
        on=on,
        term=None if term is None else as_json(term),
        reason=reason,
        now=tx.now,
    )


def set_timers(
    tx: Transaction,
    case_id: UUID,
    municipality_id: int,
    *,
    clocks: Sequence[str],
    timers: Sequence[ClockTimer],
) -> None:
    """Replace the timers of these clocks."""
    tx.run(REMOVE_TIMERS, case_id=case_id, clocks=list(clocks), **_by(tx))
    if timers:
        rows = as_json([timer.as_row() for timer in timers])
        tx.run(ADD_TIMERS, case_id=case_id, municipality_id=municipality_id, timers=rows)


def follow(tx: Transaction, case_id: UUID, ends: Mapping[str, datetime | None]) -> None:
    """Move the timers of steps that follow these clocks to where the clocks end now."""
    rows = [{"clock": name, "due_at": due_at and due_at.isoformat()} for name, due_at in ends.items()]
    tx.run(FOLLOW, case_id=case_id, ends=as_json(rows))


def _by(tx: Transaction) -> dict[str, Any]:
    return {"now": tx.now, "person": tx.actor.person_id}
