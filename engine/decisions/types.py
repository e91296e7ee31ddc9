"""The types of a model: tests for ``instance of``, and what becomes of a value that is declared to have one.

A value of another type becomes null, as DMN says; a list of one stands for its element and the reverse, and a
date for its midnight. Refuses to know where values come from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.decisions import model
from engine.decisions.errors import DecisionError
from feel import Date, DateTime, FeelError, Function, Functions, Time, UnaryTests, compile_unary_tests
from feel.types import TypeTest, is_anything, named_type

Value = Any
_MAX_DEPTH: Final = 30


@dataclass(frozen=True, slots=True)
class Type:
    """A test, and whether the type is a list."""

    test: TypeTest
    is_list: bool = False
    is_date_time: bool = False

    def accept(self, value: Value) -> Value:
        """Return the value as this type, or null."""
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


class Types:
    """The types of one model by name."""

    def __init__(self, items: Iterable[model.Item], functions: Functions) -> None:
        self._items = {item.name: item for item in items}
        self._functions = functions
        self._types: dict[str, Type] = {}

    def tests(self) -> Mapping[str, TypeTest]:
        """Return the tests of the model's own types, for expressions that ask."""
        return {name: self.named(name, element=name).test for name in self._items}

    def named(self, name: str, *, element: str, depth: int = 0) -> Type:
        """Return a type by its name; no name means anything."""
        if not name or name == "Any":
            return ANYTHING
        if depth > _MAX_DEPTH:
            raise DecisionError("decision.type_cyclic", element, type=name)
        known = self._types.get(name)
        if known is not None:
            return known
        item = self._items.get(name)
        if item is not None:
            found = self._item(item, depth=depth + 1)
        else:
            test = named_type(name)
            if test is None:
                raise DecisionError("decision.type_unknown", element, type=name)
            is_date_time = name in ("date and time", "dateTime")
            found = Type(test, is_list=name == "list", is_date_time=is_date_time)
        self._types[name] = found
        return found

    def _item(self, item: model.Item, *, depth: int) -> Type:
        base = self._base(item, depth=depth)
        allowed = self._tests(item, item.allowed)
        element = base.test if allowed is None else _both(base.test, allowed)
        constraint = self._tests(item, item.constraint)
        if item.is_collection:
            test = _each(element)
            return Type(test if constraint is None else _both(test, constraint), is_list=True)
        if constraint is not None:
            element = _both(element, constraint)
        return Type(element, is_list=base.is_list, is_date_time=base.is_date_time)

    def _base(self, item: model.Item, *, depth: int) -> Type:
        if item.is_function:
            return Type(lambda value: type(value) is Function)
        if not item.members:
            return self.named(item.base, element=item.name, depth=depth) if item.base else Type(is_anything)
        if depth > _MAX_DEPTH:
            raise DecisionError("decision.type_cyclic", item.name, type=item.name)
        members = {member.name: self._item(member, depth=depth + 1).test for member in item.members}
        return Type(
            lambda value: (
                type(value) is dict
                and all(value.get(name) is None or test(value[name]) for name, test in members.items())
            )
        )

    def _tests(self, item: model.Item, text: str) -> UnaryTests | None:
        if not text:
            return None
        try:
            return compile_unary_tests(text, functions=self._functions)
        except FeelError as error:
            raise DecisionError(
                "decision.expression_invalid", item.name, reason=error.code, text=text
            ) from error


def _both(test: TypeTest, constraint: UnaryTests) -> TypeTest:
    def passes(value: Value) -> bool:
        return test(value) and constraint.evaluate(value, {}) is True

    return passes


def _each(test: TypeTest) -> TypeTest:
    """Test a list; an item may be missing."""

    def passes(value: Value) -> bool:
        return type(value) is list and all(item is None or test(item) for item in value)

    return passes
