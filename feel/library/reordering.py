"""Functions that make new lists of old ones. No list is ever changed."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from functools import cmp_to_key

from feel.run import Run
from feel.signature import Registry
from feel.values import Function, Value, whole

builtin = Registry()


def _place(items: list[Value], position: Decimal) -> int | None:
    """Return the index of a position counted from one, or from the end if negative."""
    number = whole(position)
    if number is None or number == 0 or abs(number) > len(items):
        return None
    return number - 1 if number > 0 else len(items) + number


@builtin("sublist", "list: list, start position: number, [length: number]")
def _sublist(run: Run, items: list[Value], start: Decimal, length: Decimal | None = None) -> Value:
    begin = _place(items, start)
    if begin is None:
        return None
    if length is None:
        return items[begin:]
    count = whole(length)
    if count is None or count < 1 or begin + count > len(items):
        return None
    return items[begin : begin + count]


@builtin("append", "list: list|null, *item: any")
def _append(run: Run, items: list[Value] | None, *more: Value) -> Value:
    return [*(items or []), *more]


@builtin("concatenate", "*list: list")
def _concatenate(run: Run, *lists: list[Value]) -> Value:
    return [item for items in lists for item in items]


@builtin("insert before", "list: list, position: number, newItem: any")
def _insert_before(run: Run, items: list[Value], position: Decimal, new: Value) -> Value:
    place = _place(items, position)
    return None if place is None else [*items[:place], new, *items[place:]]


@builtin("remove", "list: list, position: number")
def _remove(run: Run, items: list[Value], position: Decimal) -> Value:
    place = _place(items, position)
    return None if place is None else [*items[:place], *items[place + 1 :]]


@builtin("list replace", "list: list, position: number, newItem: any")
def _replace_at(run: Run, items: list[Value], position: Decimal, new: Value) -> Value:
    """A position with a fraction is that of its whole part."""
    place = _place(items, position.to_integral_value(ROUND_DOWN))
    return None if place is None else [*items[:place], new, *items[place + 1 :]]


@builtin("list replace", "list: list, match: function, newItem: any")
def _replace_where(run: Run, items: list[Value], match: Function, new: Value) -> Value:
    replaced: list[Value] = []
    for item in items:
        outcome = match.call(run, [item, new])
        if type(outcome) is not bool:
            return None
        replaced.append(new if outcome else item)
    return replaced


@builtin("reverse", "list: list")
def _reverse(run: Run, items: list[Value]) -> Value:
    return items[::-1]


@builtin("flatten", "list: list")
def _flatten(run: Run, items: list[Value]) -> Value:
    flat: list[Value] = []
    stack = [iter(items)]
    while stack:
        for item in stack[-1]:
            # A list may hold the same list many times: the result is what has to be paid.
            run.charge(1)
            if type(item) is list:
                stack.append(iter(item))
                break
            flat.append(item)
        else:
            stack.pop()
    return flat


@builtin("sort", "list: list, precedes: function")
def _sort(run: Run, items: list[Value], precedes: Function) -> Value:
    unclear = False

    def order(left: Value, right: Value) -> int:
        nonlocal unclear
        run.charge(1)
        first = precedes.call(run, [left, right])
        if type(first) is not bool:
            unclear = True
            return 0
        if first:
            return -1
        return 1 if precedes.call(run, [right, left]) is True else 0

    ordered = sorted(items, key=cmp_to_key(order))
    return None if unclear else ordered
