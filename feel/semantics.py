"""Equality, order, membership and arithmetic of values. What has no meaning is null; it never raises."""

from __future__ import annotations

from collections.abc import Hashable
from decimal import Decimal
from typing import Any, Final

from feel.run import Run
from feel.temporal import Date, DateTime, DaysDuration, MonthsDuration, Time
from feel.temporal import arithmetic as clock
from feel.temporal.types import days, months
from feel.values import CONTEXT, TEMPORAL_TYPES, Inequality, Range, Value, finite

_ADD, _SUBTRACT, _MULTIPLY, _DIVIDE = CONTEXT.add, CONTEXT.subtract, CONTEXT.multiply, CONTEXT.divide
_DIRECT: Final = frozenset({str, bool, Decimal, Date, DaysDuration, MonthsDuration})
_DURATIONS: Final = (DaysDuration, MonthsDuration)
_MAX_POWER: Final = 999_999_999
_OPEN_ENDED: Final = {
    "<": (False, False),
    "<=": (False, True),
    ">": (True, False),
    ">=": (True, True),
}


def equal(run: Run, left: Value, right: Value) -> bool | None:
    """Say whether two values are equal; values of different kinds are neither equal nor unequal."""
    if left is None or right is None:
        return left is right
    kind = type(left)
    if kind is not type(right):
        return None
    if kind in _DIRECT:
        return bool(left == right)
    if kind is list:
        run.charge(len(left) + 1)
        if len(left) != len(right):
            return False
        return all(equal(run, a, b) is True for a, b in zip(left, right, strict=True))
    if kind is dict:
        run.charge(len(left) + 1)
        if left.keys() != right.keys():
            return False
        return all(equal(run, item, right[key]) is True for key, item in left.items())
    if kind is Time or kind is DateTime:
        order = clock.order_key(left, right)
        return None if order is None else order[0] == order[1]
    if kind is Range:
        return (
            (left.start_included, left.end_included, left.operator)
            == (right.start_included, right.end_included, right.operator)
            and equal(run, left.start, right.start) is True
            and equal(run, left.end, right.end) is True
        )
    if kind is Inequality:
        return equal(run, left.value, right.value) is True
    return bool(left == right)


def compare(operator: str, left: Value, right: Value) -> bool | None:
    """Return the truth of ``left operator right`` for <, <=, >, >=; null where there is no order."""
    kind = type(left)
    if kind is not type(right):
        return None
    if kind is Decimal or kind is str:
        a, b = left, right
    elif kind in TEMPORAL_TYPES:
        order = clock.order_key(left, right)
        if order is None:
            return None
        a, b = order
    else:
        return None
    if operator == "<":
        return bool(a < b)
    if operator == "<=":
        return bool(a <= b)
    if operator == ">":
        return bool(a > b)
    return bool(a >= b)


def less(left: Value, right: Value) -> bool | None:
    """Return the truth of ``left < right``. The four are apart because most cells and conditions use them."""
    kind = type(left)
    if kind is type(right) and (kind is Decimal or kind is str):
        return bool(left < right)
    return compare("<", left, right)


def at_most(left: Value, right: Value) -> bool | None:
    """Return the truth of ``left <= right``."""
    kind = type(left)
    if kind is type(right) and (kind is Decimal or kind is str):
        return bool(left <= right)
    return compare("<=", left, right)


def greater(left: Value, right: Value) -> bool | None:
    """Return the truth of ``left > right``."""
    kind = type(left)
    if kind is type(right) and (kind is Decimal or kind is str):
        return bool(left > right)
    return compare(">", left, right)


def at_least(left: Value, right: Value) -> bool | None:
    """Return the truth of ``left >= right``."""
    kind = type(left)
    if kind is type(right) and (kind is Decimal or kind is str):
        return bool(left >= right)
    return compare(">=", left, right)


def includes(interval: Range, value: Value) -> bool | None:
    """Say whether a range holds a value."""
    after: bool | None = True
    before: bool | None = True
    if interval.start is not None:
        after = compare(">=" if interval.start_included else ">", value, interval.start)
    if interval.end is not None:
        before = compare("<=" if interval.end_included else "<", value, interval.end)
    if after is None or before is None:
        return None
    return after and before


def make_range(start: Value, end: Value, start_included: bool, end_included: bool) -> Range | None:
    """Return a range if its ends have an order and stand in it."""
    if compare("<=", start, end) is not True:
        return None
    return Range(start, end, start_included, end_included)


def open_range(operator: str, value: Value) -> Range | Inequality | None:
    """Return the test ``(operator value)`` as a value."""
    if value is None:
        return None
    if operator == "!=":
        return Inequality(value)
    if operator == "=":
        return Range(value, value, True, True, "=")
    upward, included = _OPEN_ENDED[operator]
    return Range(value, None, included, False) if upward else Range(None, value, False, included)


def holds(run: Run, test: Value, value: Value) -> bool | None:
    """Say whether a value passes a test: equals it, lies in its range, or passes one of its list's."""
    if type(test) is Range and type(value) is not Range:
        return includes(test, value)
    if type(test) is list:
        run.charge(len(test))
        if type(value) is list and equal(run, value, test):
            return True
        outcome: bool | None = False
        for item in test:
            if holds(run, item, value) is True:
                return True
        return outcome
    if type(test) is Inequality and type(value) is not Inequality:
        same = equal(run, value, test.value)
        return None if same is None else not same
    return equal(run, value, test)


def distinct_key(run: Run, value: Value) -> Hashable:
    """Return a key that is the same for equal values, so that large lists need no pairwise comparison."""
    run.charge(1)
    kind = type(value)
    if kind is list:
        return ("list", *(distinct_key(run, item) for item in value))
    if kind is dict:
        return ("context", frozenset((key, distinct_key(run, item)) for key, item in value.items()))
    if kind is Time or kind is DateTime:
        zone = value.zone if kind is Time else value.time.zone
        return (kind, zone is None, clock.order_key(value, value))
    if kind is Range:
        ends = (distinct_key(run, value.start), distinct_key(run, value.end))
        return (kind, *ends, value.start_included, value.end_included, value.operator)
    if kind is Inequality:
        return (kind, distinct_key(run, value.value))
    try:
        hash(value)
    except TypeError:
        return (kind, id(value))
    return (kind, value)


def add(run: Run, left: Value, right: Value) -> Value:
    """Return ``left + right``."""
    kind = type(left)
    if kind is Decimal and type(right) is Decimal:
        total = _ADD(left, right)
        return total if total.is_finite() else None
    if kind is str and type(right) is str:
        run.charge_text(len(left) + len(right))
        return left + right
    if type(right) in _DURATIONS and kind in TEMPORAL_TYPES:
        return clock.add(left, right)
    if kind in _DURATIONS and type(right) in TEMPORAL_TYPES:
        return clock.add(right, left)
    return None


def subtract(run: Run, left: Value, right: Value) -> Value:
    """Return ``left - right``."""
    kind = type(left)
    if kind is Decimal and type(right) is Decimal:
        rest = _SUBTRACT(left, right)
        return rest if rest.is_finite() else None
    if kind not in TEMPORAL_TYPES or type(right) not in TEMPORAL_TYPES:
        return None
    if type(right) in _DURATIONS:
        return clock.add(left, clock.negate(right))
    return clock.between(left, right)


def multiply(run: Run, left: Value, right: Value) -> Value:
    """Return ``left * right``."""
    if type(left) is Decimal:
        if type(right) is Decimal:
            product = _MULTIPLY(left, right)
            return product if product.is_finite() else None
        left, right = right, left
    if type(right) is not Decimal:
        return None
    return _scale(left, right)


def _scale(duration: Value, factor: Decimal) -> Value:
    if isinstance(duration, MonthsDuration):
        scaled = _whole(CONTEXT.multiply(Decimal(duration.months), factor))
        return None if scaled is None else months(scaled)
    if isinstance(duration, DaysDuration):
        scaled = _whole(CONTEXT.multiply(Decimal(duration.nanos), factor))
        return None if scaled is None else days(scaled)
    return None


def _whole(number: Decimal) -> int | None:
    """Return a number without its fraction; nothing for what no duration could hold."""
    return int(number) if number.is_finite() and number.adjusted() < 30 else None


def divide(run: Run, left: Value, right: Value) -> Value:
    """Return ``left / right``; a division by zero is null."""
    if type(right) is Decimal:
        if not right:
            return None
        if type(left) is Decimal:
            quotient = _DIVIDE(left, right)
            return quotient if quotient.is_finite() else None
        if isinstance(left, MonthsDuration):
            whole = _whole(CONTEXT.divide(Decimal(left.months), right))
            return None if whole is None else months(whole)
        if isinstance(left, DaysDuration):
            whole = _whole(CONTEXT.divide(Decimal(left.nanos), right))
            return None if whole is None else days(whole)
        return None
    if isinstance(left, DaysDuration) and isinstance(right, DaysDuration) and right.nanos:
        return finite(CONTEXT.divide(Decimal(left.nanos), Decimal(right.nanos)))
    if isinstance(left, MonthsDuration) and isinstance(right, MonthsDuration) and right.months:
        return finite(CONTEXT.divide(Decimal(left.months), Decimal(right.months)))
    return None


def power(run: Run, left: Value, right: Value) -> Value:
    """Return ``left ** right``."""
    if type(left) is not Decimal or type(right) is not Decimal or right.copy_abs() > _MAX_POWER:
        return None
    run.charge(4 if right == right.to_integral_value() else 60)
    return finite(CONTEXT.power(left, right))


def negate(value: Value) -> Value:
    """Return ``-value``."""
    if type(value) is Decimal:
        return CONTEXT.minus(value)
    return clock.negate(value) if type(value) in _DURATIONS else None


ORDER: Final = {"<": less, "<=": at_most, ">": greater, ">=": at_least}
ARITHMETIC: Final[dict[str, Any]] = {"+": add, "-": subtract, "*": multiply, "/": divide, "**": power}
