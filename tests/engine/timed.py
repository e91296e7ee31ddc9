"""An office that does things to the clocks of a case, and what its database keeps of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from engine.clock import local_date
from engine.commands.cases import CompleteTask
from engine.queries import observations
from engine.stores import clocks
from engine.tenancy import system
from tests.engine.kit import Office

TIMERS = "select clock, share, due_at from timers where case_id = :id and clock is not null order by share"


@dataclass(frozen=True)
class StoredClock:
    """A clock as the database keeps it, with the timers that belong to it."""

    state: str
    last_day: date | None
    due_at: datetime | None
    deemed: str | None
    derivation: tuple[str, ...]
    ends_at: datetime | None
    reminder: tuple[int, datetime] | None


def do(office: Office, case_id: UUID, what: str, clock: str = "", **more: Any) -> None:
    """Complete the step that does this to a clock of the case."""
    answers = {"what": what, "clock": clock, **more}
    if what in ("pause", "extend", "restart"):
        answers.setdefault("reason", "a reason")
    task = office.task(case_id, "act")
    office.engine.send(CompleteTask(task.id, answers), actor=office.staff("specialist"))


def kept(office: Office, case_id: UUID) -> dict[str, StoredClock]:
    """Return the clocks of the case by name."""
    with office.engine.read(system(office.place())) as tx:
        rows = clocks.load(tx, case_id)
        timers = tx.all(TIMERS, id=case_id)
        due_at = tx.scalar("select due_at from cases where id = :id", id=case_id)
    found = {row.name: _kept(row, [timer for timer in timers if timer.clock == row.name]) for row in rows}
    is_due = found["case"].state in ("running", "expired")
    assert due_at == (found["case"].due_at if is_due else None)
    return found


def told(office: Office, case_id: UUID, prefixes: tuple[str, ...] = ("clock.", "stage.")) -> list[Any]:
    """Return what the case's timeline says of its clocks."""
    with office.engine.read(system(office.place())) as tx:
        events = observations.observe(tx, case_id).events
    return [event for event in events if event.kind.startswith(prefixes)]


def _kept(row: Any, timers: list[Any]) -> StoredClock:
    ends = [timer.due_at for timer in timers if timer.share is None]
    reminders = [(timer.share, timer.due_at) for timer in timers if timer.share is not None]
    assert len(ends) < 2 and len(reminders) < 2
    return StoredClock(
        row.state,
        row.last_day,
        row.due_at,
        row.deemed_outcome,
        tuple(code for code, _ in row.derivation),
        next(iter(ends), None),
        next(iter(reminders), None),
    )


def day_of(instant: datetime | None) -> date | None:
    return None if instant is None else local_date(instant)
