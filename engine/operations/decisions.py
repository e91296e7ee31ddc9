"""Deciding a case: outcome, number of the order, end of the clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from engine.cases import act_numbers
from engine.errors import Broken
from engine.operations import clockwork
from engine.operations.operation import Operation
from feel.analyse import one_of

if TYPE_CHECKING:
    from engine.steps import OpenCase

# A decision on the matter is an order with a number; the others end the case without one.
STATUS = {
    "granted": "decided",
    "refused": "decided",
    "left_unconsidered": "left_without_decision",
    "withdrawn": "left_without_decision",
    "forwarded": "left_without_decision",
    "ended_by_death": "closed",
    "noted": "closed",  # a report that asks for nothing
    "answered": "closed",  # a question
}


def decide(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Record the outcome. Raises `Broken` where the case has been decided before."""
    outcome = inputs.get("outcome")
    if outcome not in STATUS:
        raise Broken("decision.unknown_outcome", outcome=str(outcome))
    refuse_second(case)
    day, number = case.world.today, None
    if STATUS[outcome] == "decided":
        numbered = act_numbers.take(case)
        day, number = numbered.on, numbered.number
    return record_outcome(case, outcome, inputs, on=day, number=number)


def refuse_second(case: OpenCase) -> None:
    """Raise `Broken` where the case has been decided before."""
    if case.world.changes.get("decided_on") or case.row.decided_on:
        raise Broken("decision.made_before")


def record_outcome(
    case: OpenCase, outcome: str, inputs: Mapping[str, Any], *, on: date, number: str | None
) -> dict[str, Any]:
    """End the clocks of the case and record its outcome, by an order where there is a number."""
    clockwork.stop(case)
    case.change(status=STATUS[outcome], reason=outcome, order_number=number, decided_on=on)
    case.record(f"case.decided.{outcome}", reason=inputs.get("reason"), law=inputs.get("law"), number=number)
    return {"outcome": outcome, "number": number, "decided_on": on.isoformat()}


DECIDE = Operation(
    "case.decide",
    inputs=("outcome", "reason", "law"),
    outputs=("outcome", "number", "decided_on"),
    required=("outcome",),
    echoes=("outcome",),
    inline=decide,
    decides=True,
    kinds={"outcome": one_of(STATUS)},
)
