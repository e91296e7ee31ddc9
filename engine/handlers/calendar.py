"""Days off that the Government or a municipality decrees, and the deadlines they move.

Declaring a day off queues the recount of every open case it concerns in the same commit; each case
is then recounted by a command of its own, so that one case that can't move holds up no other.
"""

from __future__ import annotations

from collections.abc import Callable

from engine.audit.chain import CONFIGURATION
from engine.commands import DeclareDayOff, RecountCase, StepTaken
from engine.db.pool import Transaction, as_json
from engine.errors import NotFound
from engine.operations import clockwork
from engine.operations.operation import Operations
from engine.steps import open_case
from engine.stores import reference, work


def declare_day_off(command: DeclareDayOff, tx: Transaction) -> None:
    """Enter the day and queue the recount; a day that is known already is only recounted."""
    municipality_id = None
    if command.municipality is not None:
        found = reference.municipality(tx, command.municipality)
        if found is None:
            raise NotFound
        municipality_id = found.id
    reference.change_calendar(tx)
    reference.add_holiday(
        tx,
        day=command.day,
        names=command.names,
        kind=reference.DECREED,
        confidence=reference.DECREED,
        municipality_id=municipality_id,
    )
    tx.log(CONFIGURATION, "day_off.declared", day=command.day.isoformat(), municipality=command.municipality)
    args = as_json({"day": command.day.isoformat(), "municipality_id": municipality_id})
    work.queue(tx, "recount_deadlines", lock=f"day-off:{command.day}", args=args)


def recount_case(operations: Operations) -> Callable[[RecountCase, Transaction], StepTaken | None]:
    """Return the handler: count the open deadlines of a case anew. A second recount changes nothing."""

    def handle(command: RecountCase, tx: Transaction) -> StepTaken | None:
        case = open_case(tx, operations, command.case_id)
        clockwork.recount(case, command.because_of)
        return case.stand() if case.events else None

    return handle
