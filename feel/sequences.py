"""Sequences that can be gone through: lists, whole numbers and days between two ends, single values."""

from __future__ import annotations

from decimal import Decimal

from feel.run import Run
from feel.temporal import Date
from feel.temporal.types import date_of_ordinal
from feel.values import CONTEXT, Range, Value, whole


def items_of(run: Run, value: Value) -> list[Value] | None:
    """Return the items of a value; a single value is a list of itself, null is none."""
    if type(value) is list:
        return value
    if value is None:
        return None
    if type(value) is Range:
        start, end = (
            _inner_end(value.start, value.start_included, 1),
            _inner_end(value.end, value.end_included, -1),
        )
        if start is None or end is None:
            return None
        return items_between(run, start, end) if _place(start, end) else None
    return [value]


def _inner_end(value: Value, included: bool, step: int) -> Value:
    if included:
        return value
    if type(value) is Decimal and whole(value) is not None:
        return CONTEXT.add(value, Decimal(step))
    return date_of_ordinal(value.ordinal + step) if type(value) is Date else None


def _place(start: Value, end: Value) -> tuple[int, int] | None:
    if type(start) is Decimal and type(end) is Decimal:
        first, last = whole(start), whole(end)
        return None if first is None or last is None else (first, last)
    if type(start) is Date and type(end) is Date:
        return start.ordinal, end.ordinal
    return None


def items_between(run: Run, start: Value, end: Value) -> list[Value] | None:
    """Return whole numbers or days from start to end, downwards if the end is smaller; both are included."""
    place = _place(start, end)
    if place is None:
        return None
    first, last = place
    run.charge(abs(last - first) + 1)
    numbers = range(first, last + 1) if first <= last else range(first, last - 1, -1)
    if type(start) is Decimal:
        return [Decimal(number) for number in numbers]
    return [date_of_ordinal(number) for number in numbers]


def element_at(value: Value, index: Decimal) -> Value:
    """Return an element counted from one, or from the end if negative."""
    items = value if type(value) is list else [] if value is None else [value]
    place = whole(index)
    if place is None or place == 0 or abs(place) > len(items):
        return None
    return items[place - 1] if place > 0 else items[place]
