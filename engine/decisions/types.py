"""The types a model defines. Refuses to know where the values come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from engine.decisions import model
from engine.decisions.errors import DecisionError
from feel import FeelError, Functions, UnaryTests, compile_unary_tests
from feel.run import Run
from feel.types import (
    ANYTHING,
    NOT_NULL,
    Type,
    TypeTest,
    context_type,
    function_type,
    list_type,
    named_type,
)

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

    def of_function(self, definition: model.Definition, *, declared: Type) -> Type:
        """Return the type of a function; ``declared`` is that of the variable that holds it.

        Its result is of the type that the function, the variable or the body itself says.
        """
        id_ = definition.id
        taken = tuple(self.named(parameter.type_name, element=id_) for parameter in definition.parameters)
        result = result_of(self.named(definition.type_name, element=id_))
        if result is ANYTHING:
            result = result_of(declared)
        if result is ANYTHING and isinstance(definition.body, model.Typed):
            result = self.named(definition.body.type_name, element=id_)
        return function_type(taken, result)

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
        """Values that are allowed narrow the type of a variable, but not what is an instance of it."""
        base = _narrowed(self._base(item, depth=depth), self._tests(item, item.allowed))
        if item.is_collection:
            base = list_type(base)
        return _narrowed(base, self._tests(item, item.constraint))

    def _base(self, item: model.Item, *, depth: int) -> Type:
        if depth > _MAX_DEPTH:
            raise DecisionError("decision.type_cyclic", item.name, type=item.name)
        if item.signature is not None:
            parameters, result = item.signature.parameters, item.signature.result
            taken = tuple(self.named(name, element=item.name, depth=depth) for name in parameters)
            return function_type(taken, self.named(result, element=item.name, depth=depth))
        if not item.members:
            return self.named(item.base, element=item.name, depth=depth) if item.base else NOT_NULL
        return context_type({member.name: self._item(member, depth=depth + 1) for member in item.members})

    def _tests(self, item: model.Item, text: str) -> UnaryTests | None:
        if not text:
            return None
        try:
            return compile_unary_tests(text, functions=self._functions)
        except FeelError as error:
            raise DecisionError(
                "decision.expression_invalid", item.name, reason=error.code, text=text
            ) from error


def result_of(type_: Type) -> Type:
    """Return the type of a function's result; older files write it where that of the function belongs."""
    return type_ if type_.signature is None else type_.signature[1]


def _narrowed(type_: Type, constraint: UnaryTests | None) -> Type:
    """Return a type whose values also pass a test."""
    if constraint is None:
        return type_
    return replace(type_, test=_both(type_.test, constraint))


def _both(test: TypeTest, constraint: UnaryTests) -> TypeTest:
    def passes(run: Run, value: Value) -> bool:
        return test(run, value) and constraint.evaluate_in(run, value, context={}) is True

    return passes
