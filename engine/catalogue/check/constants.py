"""Constant expressions: without any data, they can be evaluated before a case exists."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from engine.process import Expression
from engine.process.many import MAX_ITEMS
from engine.scope import FUNCTIONS
from feel import Date, DateTime, DaysDuration, FeelError, FeelLimitError, MonthsDuration, compile_expression
from feel import Expression as Feel

# What the law plans for ends well before; beyond, calendars end.
LONGEST_DAYS: Final = 366 * 200
EARLIEST, LATEST = 1900, 2200
_NEEDED: Final = frozenset({"timer", "due", "items", "script"})
_NANOS_OF_DAY: Final = 86_400 * 10**9


def items_of(text: str) -> int | None:
    """Return how many items an expression gives that reads nothing, None where only a case knows."""
    try:
        compiled = compile_expression(text, functions=FUNCTIONS)
        value = None if _reads(compiled) else compiled.evaluate({})
    except FeelError:
        return None
    return len(value) if isinstance(value, list) else None


def check_constant(expression: Expression, compiled: Feel) -> Iterator[str]:
    """Yield what is wrong with the value of an expression that reads nothing."""
    if _reads(compiled):
        return
    try:
        value = compiled.evaluate({})
    except FeelLimitError as error:
        yield error.code
        return
    except FeelError:
        # It asks for the present day, which only a case knows.
        return
    place = expression.place.partition(" ")[0]
    if place == "timer" and _is_no_time(value):
        yield "expression.no_time"
    if value is None and (place in _NEEDED or place == "condition"):
        yield "expression.always_nothing"
    elif place in ("timer", "due") and not _is_in_range(value):
        yield "expression.time_out_of_range"
    elif place == "priority" and not _is_priority(value):
        yield "expression.not_a_priority"
    elif place == "items" and isinstance(value, list) and len(value) > MAX_ITEMS:
        yield "expression.too_many_items"


def _reads(compiled: Feel) -> bool:
    return bool(compiled.names or compiled.possible_names or compiled.functions & FUNCTIONS.hosts.keys())


def _is_no_time(value: object) -> bool:
    is_days = isinstance(value, DaysDuration) and value.nanos == 0
    return is_days or (isinstance(value, MonthsDuration) and value.months == 0)


def _is_priority(value: object) -> bool:
    """A value of another kind is told elsewhere; none stands for the usual priority."""
    return not isinstance(value, Decimal) or (0 <= value <= 100 and value == int(value))


def _is_in_range(value: object) -> bool:
    if isinstance(value, DaysDuration):
        return 0 <= value.nanos <= LONGEST_DAYS * _NANOS_OF_DAY
    if isinstance(value, MonthsDuration):
        return 0 <= value.months <= LONGEST_DAYS // 366 * 12
    if isinstance(value, DateTime):
        return EARLIEST <= value.date.year <= LATEST
    if isinstance(value, Date):
        return EARLIEST <= value.year <= LATEST
    return True
