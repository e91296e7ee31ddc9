"""The types after ``instance of`` and of function parameters, as tests of values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from feel import tree
from feel.errors import FeelSyntaxError
from feel.temporal import Date, DateTime, DaysDuration, MonthsDuration, Time
from feel.values import Function, Range, Value

TypeTest = Callable[[Value], bool]

_NAMED: Final[dict[str, tuple[type, ...]]] = {
    "number": (Decimal,),
    "string": (str,),
    "boolean": (bool,),
    "date": (Date,),
    "time": (Time,),
    "date and time": (DateTime,),
    "dateTime": (DateTime,),
    "days and time duration": (DaysDuration,),
    "day-time duration": (DaysDuration,),
    "dayTimeDuration": (DaysDuration,),
    "years and months duration": (MonthsDuration,),
    "year-month duration": (MonthsDuration,),
    "yearMonthDuration": (MonthsDuration,),
    "list": (list,),
    "context": (dict,),
    "range": (Range,),
    "function": (Function,),
    "Null": (type(None),),
}


def is_anything(value: Value) -> bool:
    """Test for Any: everything but null."""
    return value is not None


def named_type(name: str) -> TypeTest | None:
    """Return the test of a type of the language by its name."""
    if name == "Any":
        return is_anything
    kinds = _NAMED.get(name)
    return None if kinds is None else (lambda value: type(value) in kinds)


def type_test(node: tree.Node, *, text: str, types: Mapping[str, TypeTest]) -> TypeTest:
    """Return the test of a written type; ``types`` are those the host defines."""
    if isinstance(node, tree.TypeName):
        test = types.get(node.name) or named_type(node.name)
        if test is None:
            raise FeelSyntaxError("feel.unknown_type", text=text, at=node.at, found=node.name[:40])
        return test
    if isinstance(node, tree.ListType):
        element = type_test(node.element, text=text, types=types)
        return lambda value: type(value) is list and all(element(item) for item in value)
    if isinstance(node, tree.RangeType):
        end = type_test(node.element, text=text, types=types)
        return lambda value: (
            type(value) is Range and all(item is None or end(item) for item in (value.start, value.end))
        )
    if isinstance(node, tree.ContextType):
        members = {name: type_test(member, text=text, types=types) for name, member in node.members}
        return lambda value: (
            type(value) is dict and all(name in value and test(value[name]) for name, test in members.items())
        )
    if isinstance(node, tree.FunctionType):
        for part in (*node.parameters, node.result):
            type_test(part, text=text, types=types)
        count = len(node.parameters)
        return lambda value: (
            type(value) is Function and (value.parameters is None or len(value.parameters) == count)
        )
    raise TypeError(node)
