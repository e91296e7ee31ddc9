"""Types as tests of values and as what becomes of a value that should be of one.

``instance of`` and the types of parameters are written in an expression; a host defines more by name.
Refuses to know where the values go.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from feel import lattice, tree
from feel.errors import FeelSyntaxError
from feel.lattice import ANY, UNKNOWN, Sort, conforms
from feel.run import Run
from feel.temporal import Date, DateTime, DaysDuration, MonthsDuration, Time
from feel.values import Function, Inequality, Range, Value

TypeTest = Callable[[Run, Value], bool]

# The class of the values of each scalar type, by its name.
CLASSES: Final[Mapping[str, type]] = {
    "number": Decimal,
    "string": str,
    "boolean": bool,
    "date": Date,
    "time": Time,
    "date and time": DateTime,
    "days and time duration": DaysDuration,
    "years and months duration": MonthsDuration,
}
# Other names that a type may be written by.
SPELLINGS: Final[Mapping[str, str]] = {
    "dateTime": "date and time",
    "day-time duration": "days and time duration",
    "dayTimeDuration": "days and time duration",
    "year-month duration": "years and months duration",
    "yearMonthDuration": "years and months duration",
}


@dataclass(frozen=True, slots=True)
class Type:
    """A node of the lattice as tests of values.

    ``instance`` is what ``instance of`` asks; ``test`` is what a variable of the type demands, which may be
    narrower. ``signature`` are the types of a function's parameters and of its result.
    """

    sort: Sort
    instance: TypeTest
    test: TypeTest
    signature: tuple[tuple[Type, ...], Type] | None = None

    def accept(self, run: Run, value: Value) -> Value:
        """Return the value as this type, or null.

        A list of one stands for its element and the reverse, a date for its midnight in Greenwich.
        """
        if value is None or self.test(run, value):
            return value
        name = self.sort.name
        if name == "list":
            single = [value]
            return single if type(value) is not list and self.test(run, single) else None
        if type(value) is list:
            return value[0] if len(value) == 1 and value[0] is not None and self.test(run, value[0]) else None
        if name == "date and time" and type(value) is Date:
            moment = DateTime(value, Time(0, 0, 0, 0, 0))
            return moment if self.test(run, moment) else None
        return None


def _of_class(name: str, known: type) -> Type:
    def passes(run: Run, value: Value) -> bool:
        return type(value) is known

    return Type(Sort(name), passes, passes)


def _list_test(element: TypeTest) -> TypeTest:
    """Return the test of a list. Null conforms to every type, so an item may be missing."""

    def passes(run: Run, value: Value) -> bool:
        if type(value) is not list:
            return False
        run.charge(len(value))
        return all(item is None or element(run, item) for item in value)

    return passes


def _context_test(members: Mapping[str, TypeTest]) -> TypeTest:
    """Return the test of a context: every member is there, null or of its type; others do no harm."""

    def passes(run: Run, value: Value) -> bool:
        if type(value) is not dict:
            return False
        run.charge(len(members))
        return all(
            name in value and (value[name] is None or test(run, value[name]))
            for name, test in members.items()
        )

    return passes


def _range_test(end: TypeTest) -> TypeTest:
    def passes(run: Run, value: Value) -> bool:
        if type(value) is Range:
            return all(item is None or end(run, item) for item in (value.start, value.end))
        return type(value) is Inequality and end(run, value.value)

    return passes


def _is_anything(run: Run, value: Value) -> bool:
    return value is not None


def _passes(run: Run, value: Value) -> bool:
    return True


ANYTHING: Final = Type(UNKNOWN, _passes, _passes)
NOT_NULL: Final = Type(ANY, _is_anything, _is_anything)
_NAMED: Final = {
    "Any": NOT_NULL,
    "Null": _of_class("Null", type(None)),
    **{name: _of_class(name, known) for name, known in CLASSES.items()},
}


def list_type(element: Type) -> Type:
    """Return the type of a list."""
    return Type(lattice.list_of(element.sort), _list_test(element.instance), _list_test(element.test))


def range_type(end: Type) -> Type:
    """Return the type of a range."""
    return Type(Sort("range", end.sort), _range_test(end.instance), _range_test(end.test))


def context_type(members: Mapping[str, Type]) -> Type:
    """Return the type of a context."""
    return Type(
        Sort("context", members=tuple((name, member.sort) for name, member in members.items())),
        _context_test({name: member.instance for name, member in members.items()}),
        _context_test({name: member.test for name, member in members.items()}),
    )


def function_type(parameters: tuple[Type, ...], result: Type) -> Type:
    """Return the type of a function."""
    sort = lattice.function_of((parameter.sort for parameter in parameters), result.sort)

    def passes(run: Run, value: Value) -> bool:
        return type(value) is Function and conforms(value.sort, sort)

    return Type(sort, passes, passes, (parameters, result))


def named_type(name: str) -> Type | None:
    """Return a type of the language by its name.

    A list, context, range or function is of a type only with its parameters: ``list<number>``.
    """
    return _NAMED.get(SPELLINGS.get(name, name))


def written_type(node: tree.Node, *, text: str, types: Mapping[str, Type]) -> Type:
    """Return a type as it is written in an expression; ``types`` are those the host defines."""

    def inner(part: tree.Node) -> Type:
        return written_type(part, text=text, types=types)

    if isinstance(node, tree.TypeName):
        found = types.get(node.name) or named_type(node.name)
        if found is None:
            raise FeelSyntaxError("feel.unknown_type", text=text, at=node.at, found=node.name[:40])
        return found
    if isinstance(node, tree.ListType):
        return list_type(inner(node.element))
    if isinstance(node, tree.RangeType):
        return range_type(inner(node.element))
    if isinstance(node, tree.ContextType):
        return context_type({name: inner(member) for name, member in node.members})
    assert isinstance(node, tree.FunctionType)
    return function_type(tuple(map(inner, node.parameters)), inner(node.result))
