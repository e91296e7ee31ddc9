"""Deciding a case: outcome, number of the order, end of the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.errors import Broken
from engine.numbers import format_number
from engine.operations import clockwork
from engine.operations.operation import Operation
from engine.stores import cases

if TYPE_CHECKING:
    from engine.steps import OpenCase

# A decision on the matter is an order with a number; the others end the case without one.
STATUS = {
    "granted": "decided",
    "refused": "decided",
    "left_unconsidered": "left_without_decision",
    "withdrawn": "left_without_decision",
}


def decide(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Record the outcome. Raises `Broken` where the case has been decided before."""
    outcome = inputs.get("outcome")
    if outcome not in STATUS:
        raise Broken("decision.unknown_outcome", outcome=str(outcome))
    if case.world.changes.get("decided_on") or case.row.decided_on:
        raise Broken("decision.made_before")
    today = case.world.today
    number = None
    if STATUS[outcome] == "decided":
        pattern = case.published.settings["number"]["order"]
        taken = cases.next_number(case.tx, case.row.municipality_id, f"order:{pattern}", today.year)
        number = format_number(pattern, municipality=case.row.municipality_code, year=today.year, n=taken)
    clockwork.stop(case)
    case.change(status=STATUS[outcome], reason=outcome, order_number=number, decided_on=today)
    case.note(f"case.decided.{outcome}", reason=inputs.get("reason"), law=inputs.get("law"), number=number)
    return {"outcome": outcome, "number": number, "decided_on": today.isoformat()}


DECIDE = Operation(
    "case.decide",
    inputs=("outcome", "reason", "law"),
    outputs=("outcome", "number", "decided_on"),
    required=("outcome",),
    echoes=("outcome",),
    inline=decide,
)
