"""What a table answers when some of its rules match. Refuses to know how they were found to match."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from engine.decisions.errors import DecisionError
from feel import Functions
from feel.run import Run
from feel.semantics import equal
from feel.signature import Builtin

Value = Any
Priority = Callable[[Run, Value], tuple[int, ...]]

SINGLE: Final = frozenset({"UNIQUE", "ANY", "PRIORITY", "FIRST"})


def settle(
    run: Run, policy: str, *, table: str, outcomes: Sequence[Value], priority: Priority
) -> tuple[Value, tuple[int, ...]]:
    """Return the answer of one or more matching rules, and which of the outcomes made it."""
    every = tuple(range(len(outcomes)))
    match policy:
        case "UNIQUE":
            if len(outcomes) > 1:
                raise DecisionError("decision.rules_overlap", table, count=len(outcomes))
            return outcomes[0], every
        case "ANY":
            if any(equal(run, outcomes[0], other) is not True for other in outcomes[1:]):
                raise DecisionError("decision.rules_disagree", table, count=len(outcomes))
            return outcomes[0], every
        case "FIRST":
            return outcomes[0], (0,)
        case "PRIORITY":
            best = min(every, key=lambda index: priority(run, outcomes[index]))
            return outcomes[best], (best,)
        case "OUTPUT ORDER":
            order = sorted(every, key=lambda index: priority(run, outcomes[index]))
            return [outcomes[index] for index in order], tuple(order)
    return list(outcomes), every


def aggregate(run: Run, aggregation: str, outcomes: list[Value]) -> Value:
    """Return the sum, smallest, largest or number of what was collected."""
    if not aggregation:
        return outcomes
    function = Functions.standard()[aggregation.lower()]
    assert isinstance(function, Builtin)
    return function.as_value().call(run, [outcomes])
