"""Time that has come: a timer of the diagram, or of one of the case's clocks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from engine.cases.incidents import Cause, report, resolve
from engine.commands.cases import StepTaken
from engine.commands.jobs import FireTimer, PostponeTimer, TimerFired
from engine.db.pool import Transaction
from engine.operations import clockwork
from engine.operations.operation import Operations
from engine.routes import Route, Sender
from engine.steps import open_case, taken_up
from engine.stores import opening, work

POSTPONED_BY = timedelta(hours=1)


def fire_timer(operations: Operations) -> Callable[[FireTimer, Transaction], TimerFired | None]:
    """Return the handler. A timer that was moved or taken away meanwhile does nothing.

    Of a case's timers the one that was due first fires, whichever was named: an earlier one may
    change what a later one finds. Everything the step counts is counted from the instant it was due.
    """

    def handle(command: FireTimer, tx: Transaction) -> TimerFired | None:
        timer = tx.ahead = opening.timer(tx, command.timer_id)
        if timer is None:
            return None
        case = taken_up(tx, operations, timer.case, moment=timer.due_at)
        if timer.retry_at is not None:
            resolve(case, token=_token(timer), how="retried", subject=timer.id)
        if timer.clock is not None:
            clockwork.fire(case, timer)
            step = case.save_in_place()
        else:
            case.record("timer.fired", due_at=timer.due_at.isoformat())
            step = case.act(lambda run: run.fire(timer.token))
        return TimerFired(timer.id, step.case_id, step.version)

    return handle


def postpone_timer(operations: Operations) -> Callable[[PostponeTimer, Transaction], StepTaken | None]:
    """Return the handler: a case that can't take its timer must not hold up the poller of all others.

    The timer keeps its legal instant and is tried again every hour, or when a supervisor says so.
    """

    def handle(command: PostponeTimer, tx: Transaction) -> StepTaken | None:
        timer = work.due_first(tx, command.timer_id)
        if timer is None:
            return None
        case = open_case(tx, operations, timer.case_id)
        if work.due_first(tx, command.timer_id) != timer:
            return None  # the timer was read before its case, and another poll fired it in between
        work.try_timer(tx, timer.id, at=tx.now + POSTPONED_BY)
        report(case, Cause(command.code, command.params), kind="timer", subject=timer.id, token=_token(timer))
        return case.save_in_place()

    return handle


def _token(timer: Any) -> str:
    """Return where the timer stands: at a token, or at one of the case's clocks."""
    return timer.token or f"clock:{timer.clock}"


ROUTES = (
    Route(FireTimer, build=lambda use: fire_timer(use.operations), sender=Sender.SYSTEM, result=TimerFired),
    Route(
        PostponeTimer,
        build=lambda use: postpone_timer(use.operations),
        sender=Sender.SYSTEM,
        result=StepTaken,
    ),
)
