"""Hit policies: what a table answers when some rules match. Refuses to know how they were found to match.

Whoever adds a policy to `model.HitPolicy` is led by mypy to each place that must know it: here, and where the
analysis says which rules keep another one from deciding (`analyse/grid.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, assert_never

from engine.decisions import model
from engine.decisions.errors import DecisionError
from feel import Functions
from feel.run import Run
from feel.semantics import equal
from feel.signature import Builtin

Value = Any
Priority = Callable[[Run, Value], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Traits:
    """Traits of a hit policy that everybody but `settle` has to know."""

    is_single: bool  # the answer is one outcome, not a list of them
    is_ranked: bool = False  # outcomes come in the order of the output values
    stops_at_first: bool = False  # what matches after the first rule is never looked at
    may_mask: bool = False  # a rule may match and yet never decide, because others go before it
    contradiction: str | None = None  # the code of what two matching rules do that must not both match


def traits_of(policy: model.HitPolicy) -> Traits:
    """Return what follows from the policy."""
    match policy:
        case "UNIQUE":
            return Traits(is_single=True, contradiction="decision.rules_overlap")
        case "ANY":
            return Traits(is_single=True, contradiction="decision.rules_disagree")
        case "FIRST":
            return Traits(is_single=True, stops_at_first=True, may_mask=True)
        case "PRIORITY":
            return Traits(is_single=True, is_ranked=True, may_mask=True)
        case "OUTPUT ORDER":
            return Traits(is_single=False, is_ranked=True)
        case "RULE ORDER" | "COLLECT":
            return Traits(is_single=False)
    assert_never(policy)


def settle(
    run: Run, policy: model.HitPolicy, *, table: str, outcomes: Sequence[Value], priority: Priority
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
        case "RULE ORDER" | "COLLECT":
            return list(outcomes), every
    assert_never(policy)


def aggregate(run: Run, aggregation: model.Aggregation, outcomes: list[Value]) -> Value:
    """Return the sum, smallest, largest or number of what was collected."""
    if not aggregation:
        return outcomes
    function = Functions.standard()[aggregation.lower()]
    assert isinstance(function, Builtin)
    return function.as_value().call(run, [outcomes])
