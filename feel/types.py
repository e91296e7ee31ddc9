"""The types after ``instance of`` and of function parameters. Knows values; refuses to know where they go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from feel import tree
from feel.errors import FeelSyntaxError
from feel.temporal import Date, DateTime, DaysDuration, MonthsDuration, Time
from feel.values import Function, Range, Value

TypeTest = Callable[[Value], bool]


@dataclass(frozen=True, slots=True)
class Type:
    """A test of values, and what becomes of a value that should have the type."""

    test: TypeTest
    is_list: bool = False
    is_date_time: bool = False

    def accept(self, value: Value) -> Value:
        """Return the value as this type, or null.

        A list of one stands for its element and the reverse, a date for its midnight in Greenwich.
        """
        if value is None or self.test(value):
            return value
        if self.is_list and type(value) is not list and self.test([value]):
            return [value]
        if not self.is_list and type(value) is list and len(value) == 1 and self.test(value[0]):
            return value[0]
        if self.is_date_time and type(value) is Date:
            return DateTime(value, Time(0, 0, 0, 0, 0))
        return None


ANYTHING: Final = Type(lambda value: True)

# A list, context, range or function is of a type only with its parameters: ``list<number>``.
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
    "Null": (type(None),),
}


def is_anything(value: Value) -> bool:
    """Test for Any: everything but null."""
    return value is not None


def named_type(name: str) -> Type | None:
    """Return a type of the language by its name."""
    if name == "Any":
        return Type(is_anything)
    kinds = _NAMED.get(name)
    if kinds is None:
        return None
    return Type(lambda value: type(value) in kinds, is_date_time=DateTime in kinds)


def written_type(node: tree.Node, *, text: str, types: Mapping[str, Type]) -> Type:
    """Return a type as it is written in an expression; ``types`` are those the host defines."""
    if isinstance(node, tree.TypeName):
        found = types.get(node.name) or named_type(node.name)
        if found is None:
            raise FeelSyntaxError("feel.unknown_type", text=text, at=node.at, found=node.name[:40])
        return found
    if isinstance(node, tree.ListType):
        element = written_type(node.element, text=text, types=types).test
        return Type(lambda value: type(value) is list and all(element(item) for item in value), is_list=True)
    if isinstance(node, tree.RangeType):
        end = written_type(node.element, text=text, types=types).test
        return Type(
            lambda value: (
                type(value) is Range and all(item is None or end(item) for item in (value.start, value.end))
            )
        )
    if isinstance(node, tree.ContextType):
        members = {name: written_type(member, text=text, types=types).test for name, member in node.members}
        return Type(
            lambda value: (
                type(value) is dict
                and all(name in value and test(value[name]) for name, test in members.items())
            )
        )
    assert isinstance(node, tree.FunctionType)
    for part in (*node.parameters, node.result):
        written_type(part, text=text, types=types)
    count = len(node.parameters)
    return Type(
        lambda value: type(value) is Function and (value.parameters is None or len(value.parameters) == count)
    )
