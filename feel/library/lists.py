"""Functions that look at lists: membership, totals and statistics."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, cast

from feel.run import Run
from feel.semantics import add, compare, distinct_key, divide, equal, multiply
from feel.signature import Registry
from feel.values import CONTEXT, Value, finite

builtin = Registry()

_Over = Callable[[Run, list[Value]], Value]


def _over_list_or_items(name: str, item: str) -> Callable[[_Over], _Over]:
    """Register a function that takes one list, or its items one by one."""

    def register(implementation: _Over) -> _Over:
        builtin(name, "list: list")(implementation)

        def over_items(run: Run, *items: Value) -> Value:
            return implementation(run, list(items))

        builtin(name, f"*{item}: any")(over_items)
        return implementation

    return register


def _all_numbers(items: list[Value]) -> bool:
    return bool(items) and all(type(item) is Decimal for item in items)


@builtin("list contains", "list: list, element: any")
def _contains(run: Run, items: list[Value], element: Value) -> Value:
    return any(equal(run, item, element) is True for item in items)


@builtin("count", "list: list")
def _count(run: Run, items: list[Value]) -> Value:
    return Decimal(len(items))


def _extreme(items: list[Value], operator: str) -> Value:
    if not items:
        return None
    best = items[0]
    if compare("<=", best, best) is None:
        return None
    for item in items[1:]:
        better = compare(operator, item, best)
        if better is None:
            return None
        best = item if better else best
    return best


@_over_list_or_items("min", "c")
def _min(run: Run, items: list[Value]) -> Value:
    return _extreme(items, "<")


@_over_list_or_items("max", "c")
def _max(run: Run, items: list[Value]) -> Value:
    return _extreme(items, ">")


@_over_list_or_items("sum", "n")
def _sum(run: Run, items: list[Value]) -> Value:
    if not _all_numbers(items):
        return None
    total = items[0]
    for item in items[1:]:
        total = add(run, total, item)
    return total


@_over_list_or_items("product", "n")
def _product(run: Run, items: list[Value]) -> Value:
    if not _all_numbers(items):
        return None
    total = items[0]
    for item in items[1:]:
        total = multiply(run, total, item)
    return total


@_over_list_or_items("mean", "n")
def _mean(run: Run, items: list[Value]) -> Value:
    return divide(run, _sum(run, items), Decimal(len(items))) if _all_numbers(items) else None


@_over_list_or_items("median", "n")
def _median(run: Run, items: list[Value]) -> Value:
    if not _all_numbers(items):
        return None
    ordered = sorted(cast("list[Decimal]", items))
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return divide(run, add(run, ordered[middle - 1], ordered[middle]), Decimal(2))


@_over_list_or_items("stddev", "n")
def _stddev(run: Run, items: list[Value]) -> Value:
    """Return the deviation of a sample."""
    if len(items) < 2 or not _all_numbers(items):
        return None
    mean = _mean(run, items)
    if mean is None:
        return None
    squares: Any = Decimal(0)
    for item in items:
        distance = CONTEXT.subtract(item, mean)
        squares = CONTEXT.add(squares, CONTEXT.multiply(distance, distance))
    return finite(CONTEXT.sqrt(CONTEXT.divide(squares, Decimal(len(items) - 1))))


@_over_list_or_items("mode", "n")
def _mode(run: Run, items: list[Value]) -> Value:
    """Return the most frequent numbers in ascending order."""
    if not items:
        return []
    if not _all_numbers(items):
        return None
    counts: dict[Decimal, int] = {}
    for item in items:
        counts[item] = counts.get(item, 0) + 1
    most = max(counts.values())
    return sorted(number for number, count in counts.items() if count == most)


def _decide(items: list[Value], deciding: bool) -> Value:
    outcome: bool | None = not deciding
    for item in items:
        if item is deciding:
            return deciding
        if item is not outcome:
            outcome = None
    return outcome


@_over_list_or_items("all", "b")
def _all(run: Run, items: list[Value]) -> Value:
    return _decide(items, deciding=False)


@_over_list_or_items("any", "b")
def _any(run: Run, items: list[Value]) -> Value:
    return _decide(items, deciding=True)


@builtin("index of", "list: list, match: any")
def _index_of(run: Run, items: list[Value], match: Value) -> Value:
    return [Decimal(index) for index, item in enumerate(items, start=1) if equal(run, item, match) is True]


def distinct(run: Run, items: list[Value]) -> list[Value]:
    """Return the items without those equal to one before."""
    kept: dict[object, Value] = {}
    for item in items:
        kept.setdefault(distinct_key(run, item), item)
    return list(kept.values())


@builtin("distinct values", "list: list")
def _distinct(run: Run, items: list[Value]) -> Value:
    return distinct(run, items)


@builtin("union", "*list: list")
def _union(run: Run, *lists: list[Value]) -> Value:
    return distinct(run, [item for items in lists for item in items])
