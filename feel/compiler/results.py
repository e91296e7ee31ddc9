"""The type of what a function's body gives, as far as its text alone says it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from feel import tree
from feel.lattice import NULL, UNKNOWN, Sort, joined, list_of
from feel.temporal import Date, DateTime, DaysDuration, MonthsDuration, Time
from feel.values import Value

_BOOLEAN: Final = Sort("boolean")
_TRUTHS: Final = (tree.Comparison, tree.Logic, tree.Between, tree.In, tree.InstanceOf, tree.Quantified)
_OF_CLASS: Final[dict[type, Sort]] = {
    type(None): NULL,
    bool: _BOOLEAN,
    str: Sort("string"),
    Decimal: Sort("number"),
    Date: Sort("date"),
    Time: Sort("time"),
    DateTime: Sort("date and time"),
    DaysDuration: Sort("days and time duration"),
    MonthsDuration: Sort("years and months duration"),
}


def result_sort(node: tree.Node, names: Mapping[str, Sort]) -> Sort:
    """Return the type of an expression over names of known types; unknown is no claim."""
    if isinstance(node, tree.Literal):
        return _sort_of(node.value)
    if isinstance(node, tree.Name):
        return names.get(node.name, UNKNOWN)
    if isinstance(node, _TRUTHS):
        return _BOOLEAN
    if isinstance(node, tree.Negation):
        return result_sort(node.operand, names)
    if isinstance(node, tree.Arithmetic):
        operands = [result_sort(part, names) for part in (node.first, *(part for _, part in node.rest))]
        # Of two kinds only the rules of time could tell, and those ask the operator.
        kinds = {operand.name for operand in operands}
        return operands[0] if kinds in ({"number"}, {"string"}) else UNKNOWN
    if isinstance(node, tree.If):
        return joined(result_sort(part, names) for part in (node.then, node.otherwise))
    if isinstance(node, tree.ListLiteral):
        return list_of(joined(result_sort(item, names) for item in node.items))
    if isinstance(node, tree.ContextLiteral):
        entries = tuple((key, result_sort(value, {})) for key, value in node.entries)
        return Sort("context", members=entries)
    return UNKNOWN


def _sort_of(value: Value) -> Sort:
    return _OF_CLASS.get(type(value), UNKNOWN)
