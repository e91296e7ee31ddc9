"""FEEL texts of a model, compiled with the names the model declares."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from engine.decisions import model
from engine.decisions.errors import DecisionError
from engine.decisions.types import Types
from feel import Expression, FeelError, Functions, UnaryTests, compile_expression, compile_unary_tests
from feel.types import Type

_PATH: Final = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)+")
_T = TypeVar("_T", Expression, UnaryTests)


@dataclass
class Texts:
    """Compiles the texts of one model. ``free`` gathers what the decision at hand reads from outside,
    ``paths`` how far into it."""

    functions: Functions
    hints: frozenset[str]
    types: Types
    own_types: Mapping[str, Type]
    free: list[tuple[str, str]] = field(default_factory=list)
    paths: set[tuple[str, ...]] = field(default_factory=set)

    def expression(self, text: str, *, element: str, local: frozenset[str]) -> Expression | None:
        """Compile an expression; no text is null."""
        return self._compile(compile_expression, text, element=element, local=local) if text else None

    def cell(self, text: str, *, element: str, local: frozenset[str]) -> UnaryTests | None:
        """Compile the tests of a cell; nothing for one that accepts anything."""
        if text in ("", "-"):
            return None
        return self._compile(compile_unary_tests, text, element=element, local=local)

    def _compile(self, compiler: Callable[..., _T], text: str, *, element: str, local: frozenset[str]) -> _T:
        try:
            compiled = compiler(
                text, functions=self.functions, hints=self.hints | local, types=self.own_types
            )
        except FeelError as error:
            raise DecisionError(
                "decision.expression_invalid",
                element,
                reason=error.code,
                text=text,
                hint=error.hint,
                position=error.position,
            ) from error
        self.free.extend((element, name) for name in sorted(compiled.names - local))
        self.paths |= {path for path in compiled.compiled.reads.paths if path[0] not in local}
        return compiled


def spelled_names(model_: model.Model) -> frozenset[str]:
    """Return all names the model declares: whoever reads an expression must know where they end."""
    names: set[str] = set()
    for node in (node for node in model_.nodes.values() if not node.origin):
        names.update((node.name, node.variable, "" if node.id.startswith(model.NAMELESS) else node.id))
        if isinstance(node, model.Decision) and node.logic is not None:
            names.update(_names_in(node.logic))
        if isinstance(node, model.Knowledge) and node.function is not None:
            names.update(_names_in(node.function))
    for item in model_.items:
        names.update(_member_names(item))
    for prefix, imported in model_.imported.items():
        names.update((prefix, *spelled_names(imported)))
    # `Person.Age` is a path to whoever reads it; `bound` puts its value where the path leads.
    return frozenset(name for name in names if name and not _PATH.fullmatch(name))


def bound(scope: Mapping[str, Any], names: Iterable[str], *, values: Iterable[Any]) -> dict[str, Any]:
    """Return a scope with more names; the value of ``a.b`` becomes the entry b of a."""
    inner = dict(scope)
    for name, value in zip(names, values, strict=True):
        first = name
        if _PATH.fullmatch(name):
            first, _, rest = name.partition(".")
            around = inner.get(first)
            value = bound(around if isinstance(around, dict) else {}, [rest], values=[value])
        inner[first] = value
    return inner


def roots(names: Iterable[str]) -> frozenset[str]:
    """Return the names as a reader sees them: the first part of a dotted one."""
    return frozenset(name.partition(".")[0] if _PATH.fullmatch(name) else name for name in names)


def _member_names(item: model.Item) -> Iterator[str]:
    yield item.name
    for member in item.members:
        yield from _member_names(member)


def _names_in(logic: model.Logic) -> Iterator[str]:
    match logic:
        case model.Table(outputs=outputs):
            yield from (output.name for output in outputs)
        case model.Context(entries=entries):
            yield from (entry.name for entry in entries)
        case model.Relation(columns=columns):
            yield from columns
        case model.Definition(parameters=parameters):
            yield from (parameter.name for parameter in parameters)
        case model.Iteration(variable=variable):
            yield variable
    for part in parts_of(logic):
        yield from _names_in(part)


def parts_of(logic: model.Logic) -> Iterator[model.Logic]:
    """Yield the boxed expressions directly within one."""
    match logic:
        case model.Context(entries=entries):
            yield from (entry.logic for entry in entries)
        case model.Relation(rows=rows):
            yield from (cell for row in rows for cell in row)
        case model.ListOf(items=items):
            yield from items
        case model.Invocation(callee=callee, bindings=bindings):
            yield callee
            yield from (value for _, value in bindings)
        case model.Definition(body=body) if body is not None:
            yield body
        case model.Conditional(condition=condition, then=then, otherwise=otherwise):
            yield from (condition, then, otherwise)
        case model.Iteration(domain=domain, body=body):
            yield from (domain, body)
        case model.Filter(domain=domain, match=match):
            yield from (domain, match)
