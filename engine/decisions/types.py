"""The types a model defines. Refuses to know where the values come from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from engine.decisions import model
from engine.decisions.errors import DecisionError
from feel import FeelError, Function, Functions, UnaryTests, compile_unary_tests
from feel.types import ANYTHING, Type, TypeTest, is_anything, named_type

Value = Any
_MAX_DEPTH: Final = 30


class Types:
    """The types of one model by name; those of an imported model are ``import.name``."""

    def __init__(self, source: model.Model, functions: Functions) -> None:
        self._items = {item.name: item for item in source.items}
        self._imported = {name: Types(found, functions) for name, found in source.imported.items()}
        self._functions = functions
        self._types: dict[str, Type] = {}

    def own(self) -> Mapping[str, Type]:
        """Return the model's own types, for expressions that name them."""
        found = {name: self.named(name, element=name) for name in self._items}
        for prefix, types in self._imported.items():
            for name, type_ in types.own().items():
                found.setdefault(f"{prefix}.{name}" if prefix else name, type_)
        return found

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
            standard = named_type(name) or self._foreign(name, element=element, depth=depth + 1)
            if standard is None:
                raise DecisionError("decision.type_unknown", element, type=name)
            found = standard
        self._types[name] = found
        return found

    def _foreign(self, name: str, *, element: str, depth: int) -> Type | None:
        """Return a type of an imported model. The name of an import may have dots in it."""
        for prefix, types in self._imported.items():
            rest = name.removeprefix(f"{prefix}.") if prefix else name
            if rest in types or (rest != name and "." in rest):
                return types.named(rest, element=element, depth=depth)
        return None

    def __contains__(self, name: str) -> bool:
        return name in self._items

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
