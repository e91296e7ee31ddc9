"""Time that has come: a timer of the diagram, or the case's own clock."""

from __future__ import annotations

from collections.abc import Callable

from engine.commands import FireTimer, StepTaken
from engine.db.pool import Transaction
from engine.operations import clocks
from engine.operations.registry import Operations
from engine.steps import open_case
from engine.stores import work


def fire_timer(operations: Operations) -> Callable[[FireTimer, Transaction], StepTaken | None]:
    """Return the handler. A timer that was moved or taken away meanwhile does nothing."""

    def handle(command: FireTimer, tx: Transaction) -> StepTaken | None:
        timer = work.timer(tx, command.timer_id)
        if timer is None or timer.due_at > tx.now:
            return None
        case = open_case(tx, operations, timer.case_id)
        if timer.token is None:
            clocks.expire(case)
            return case.stand()
        case.note("timer.fired", due_at=timer.due_at.isoformat())
        return case.act(lambda run: run.fire(timer.token))

    return handle
