"""Values a fact might have had instead: on either side of all it is compared with, the nearest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, Final

from engine.decisions.analyse.cells import scalars
from engine.decisions.analyse.scales import spread
from engine.decisions.explain.facts import Fact
from feel import (
    Date,
    DateTime,
    DaysDuration,
    MonthsDuration,
    Time,
    compile_expression,
    to_json,
    tree,
)
from feel.analyse import kind_of
from feel.run import Run
from feel.semantics import add, equal, subtract
from feel.temporal.types import DAY, NANOS
from feel.values import Value, take

_RUN_STEPS: Final = 10_000
_STEPS: Final[dict[type, tuple[Value, ...]]] = {
    Date: (DaysDuration(DAY),),
    DateTime: (DaysDuration(NANOS),),
    Time: (DaysDuration(NANOS),),
    DaysDuration: (DaysDuration(NANOS), DaysDuration(DAY)),
    MonthsDuration: (MonthsDuration(1),),
}
_OFF_THE_SCALE: Final = Decimal(1000)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Another value of a fact as it would stand in the case, and how far it is from the present one.

    ``is_any_other``: any text would do that is none of those the decision knows.
    """

    fact: Fact
    before: Any
    after: Any
    distance: Decimal
    is_any_other: bool = False


def candidates_of(
    fact: Fact,
    before: Any,
    *,
    value_of: Callable[[tree.Node, str], Value],
    domain: Sequence[Any] = (),
) -> list[Candidate]:
    """Return other values of a fact, each for a stretch in which no comparison changes, the nearest first."""
    present = _read(fact, before)
    others = [value for node, text in fact.operands for value in scalars(value_of(node, text))]
    found: list[Candidate] = []
    run = Run(_RUN_STEPS)
    for value, is_on_scale in _around(fact, present, [*others, *(take(run, allowed) for allowed in domain)]):
        if value is None or equal(run, value, present) is True or (domain and not _is_among(value, domain)):
            continue
        is_other = isinstance(value, str) and bool(others) and value not in others and not domain
        distance = _distance(present, value) + (0 if is_on_scale else _OFF_THE_SCALE)
        after = to_json(value) if fact.is_written else _plain(value)
        found.append(Candidate(fact, before, after, distance + (Decimal(1) / 2 if is_other else 0), is_other))
    return sorted(found, key=lambda one: one.distance)


def _plain(value: Value) -> Any:
    return to_json(value) if isinstance(value, Decimal) else value


def _is_among(value: Value, domain: Sequence[Any]) -> bool:
    run = Run(_RUN_STEPS)
    return any(equal(run, value, take(run, allowed)) is True for allowed in domain)


def _read(fact: Fact, before: Any) -> Value:
    """Return the present value as the decision reads it."""
    value = take(Run(_RUN_STEPS), before)
    if not fact.is_written or not isinstance(value, str):
        return value
    for function in ("date", "date and time", "time", "duration"):
        found = compile_expression(f"{function}(text)").evaluate({"text": value})
        if found is not None:
            return found
    return value


def _around(fact: Fact, present: Value, others: Sequence[Value]) -> Iterator[tuple[Value, bool]]:
    """Yield values, and whether they are as fine as those that are there: whole beside whole numbers."""
    kinds = dict.fromkeys(kind_of(value).name for value in others)
    if isinstance(present, bool) or (fact.is_condition and not kinds):
        kinds["boolean"] = None
    for kind in kinds:
        same = [value for value in others if kind_of(value).name == kind]
        if kind == "boolean":
            yield from ((value, True) for value in (True, False))
        elif kind == "number":
            yield from ((value, True) for value in _numbers(present, same))
            yield from ((value, False) for value in spread(kind, same))
        elif kind == "string":
            # Both what comes after a text in the alphabet and any other text.
            yield from ((value, True) for value in spread(kind, same, ordered=False))
            yield from ((value, False) for value in spread(kind, same))
        else:
            yield from ((value, True) for value in _moments(same))


def _numbers(present: Value, others: Sequence[Decimal]) -> Iterator[Decimal]:
    known = [*others, present] if isinstance(present, Decimal) else list(others)
    is_whole = isinstance(present, Decimal) and present == present.to_integral_value()
    fineness = 0 if is_whole else min(0, *(_exponent(value) for value in known), 0)
    unit = Decimal((0, (1,), fineness))
    for value in others:
        low, high = (
            (value / unit).to_integral_value(rounding) * unit for rounding in (ROUND_FLOOR, ROUND_CEILING)
        )
        yield from (value, low, high) if value == low else (low, high)
        yield from (low - unit, high + unit)


def _exponent(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _moments(others: Sequence[Value]) -> Iterator[Value]:
    run = Run(_RUN_STEPS)
    for value in others:
        yield value
        for step in _STEPS.get(type(value), ()):
            yield from (add(run, value, step), subtract(run, value, step))


def _distance(present: Value, value: Value) -> Decimal:
    """Measure by how much: a share of the number, years of a date; one for all that has no measure."""
    if isinstance(present, Decimal) and isinstance(value, Decimal):
        return abs(value - present) / (1 + abs(present))
    if type(present) is type(value) and isinstance(value, MonthsDuration):
        return Decimal(abs(value.months - present.months)) / 12
    if isinstance(present, DaysDuration) and isinstance(value, DaysDuration):
        return Decimal(abs(value.nanos - present.nanos)) / (365 * DAY)
    if isinstance(present, Date | DateTime | Time) and type(present) is type(value):
        apart = subtract(Run(_RUN_STEPS), value, present)
        if isinstance(apart, DaysDuration):
            return Decimal(abs(apart.nanos)) / (365 * DAY)
    return Decimal(1)
