"""Boundaries of cells: the constants a cell compares the value at hand with, where it changes its mind.

A cell that only compares the value with constants gives one answer between two of them. Anything else is
beyond the analysis, and is said to be. Refuses to know tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from feel import Expression, FeelError, Functions, Host, Range, UnaryTests, tree
from feel.compiler import compile_tree
from feel.values import Value

Symbol = tuple[str, ...]
"""A call of a host's function with literal arguments: ``("parameter", "hm.min_months")``."""

_PRESENT: Final = frozenset({"now", "today"})


class BeyondAnalysis(Exception):
    """Limit of the analysis: only the case shows what decides; ``reason`` is the text that is in the way."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Constants:
    """Evaluates what does not depend on the case. ``known`` are values of calls of the host's functions."""

    functions: Functions
    known: Mapping[Symbol, Any]
    now: datetime | None = None
    _compiled: dict[int, tuple[tree.Node, Expression]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def serving(self, assumed: Mapping[Symbol, Any]) -> Functions:
        """Return the functions with the host's answering from what is known and assumed."""
        values = {**self.known, **assumed}

        def host(name: str, entry: Host) -> Host:
            def call(*arguments: Any) -> Any:
                found = (name, *map(str, arguments))
                if found not in values:
                    raise BeyondAnalysis(name)
                return values[found]

            return Host(entry.params, call, entry.optional)

        return self.functions.plus({name: host(name, entry) for name, entry in self.functions.hosts.items()})

    def value(self, node: tree.Node, text: str, functions: Functions) -> Value:
        """Return the value of a constant; null where evaluation would be null."""
        if id(node) not in self._compiled:
            compiled = compile_tree(node, text, functions=self.functions, names=None, hints=(), types={})
            self._compiled[id(node)] = (node, Expression(text, node, compiled))
        try:
            return self._compiled[id(node)][1].evaluate({}, now=self.now, functions=functions)
        except FeelError as error:
            raise BeyondAnalysis(error.code) from error

    def symbol(self, node: tree.Node) -> Symbol | None:
        """Return what a call of a host's function asks for, if it is one."""
        if not isinstance(node, tree.Call) or not isinstance(node.callee, tree.Name):
            return None
        arguments = (*node.arguments, *(argument for _, argument in node.named))
        if node.callee.name not in self.functions.hosts:
            return None
        if not all(isinstance(argument, tree.Literal) for argument in arguments):
            raise BeyondAnalysis(node.callee.name)
        return (node.callee.name, *(str(argument.value) for argument in arguments))  # type: ignore[attr-defined]

    def is_constant(self, node: tree.Node) -> bool:
        """Say whether a part reads nothing. It may be a symbol, but hold none inside of something else."""
        symbol = self.symbol(node)
        if symbol is not None:
            return True
        for part in tree.walk(node):
            if isinstance(part, tree.Call) and isinstance(part.callee, tree.Name):
                name = part.callee.name
                symbol = self.symbol(part)
                if symbol is not None and symbol not in self.known:
                    raise BeyondAnalysis(name)
                if name in _PRESENT and self.now is None:
                    raise BeyondAnalysis(name)
            elif isinstance(part, tree.FunctionLiteral | tree.For | tree.Quantified | tree.Filter):
                return False
        return not any(isinstance(part, tree.Name) for part in _read(node))


def _read(node: tree.Node) -> Iterator[tree.Node]:
    """Yield the parts of a node without the names of the functions it calls."""
    yield node
    for child in tree.children(node):
        if not (isinstance(node, tree.Call) and child is node.callee and isinstance(child, tree.Name)):
            yield from _read(child)


def boundaries(cell: UnaryTests, constants: Constants) -> tuple[tree.Node, ...]:
    """Return the constants at which a cell may change its answer."""
    node = cell.tree
    tests = node.tests if isinstance(node, tree.UnaryTests) else (node,)
    return tuple(part for test in tests for part in _of_test(test, cell.text, constants))


def _of_test(node: tree.Node, text: str, constants: Constants) -> Iterator[tree.Node]:
    match node:
        case tree.OperatorTest(operand=operand):
            yield from _constant(operand, text, constants)
        case tree.RangeLiteral(start=start, end=end):
            yield from _constant(start, text, constants)
            yield from _constant(end, text, constants)
        case tree.ListLiteral(items=items):
            for item in items:
                yield from _of_test(item, text, constants)
        case _:
            yield from _of_condition(node, text, constants)


def _of_condition(node: tree.Node, text: str, constants: Constants) -> Iterator[tree.Node]:
    """A condition on the value at hand, which is called "?" in it."""
    if constants.is_constant(node):
        yield node
        return
    match node:
        case tree.Comparison(left=left, right=right):
            for side in (left, right):
                yield from _side(side, text, constants)
        case tree.Between(value=value, low=low, high=high):
            for side in (value, low, high):
                yield from _side(side, text, constants)
        case tree.In(value=value, tests=tests):
            yield from _side(value, text, constants)
            for test in tests:
                yield from _of_test(test, text, constants)
        case tree.Logic(operands=operands):
            for operand in operands:
                yield from _of_condition(operand, text, constants)
        case tree.Call(callee=tree.Name(name="not"), arguments=(argument,)):
            yield from _of_condition(argument, text, constants)
        case _:
            raise BeyondAnalysis(text[node.at :][:60])


def _side(node: tree.Node, text: str, constants: Constants) -> Iterator[tree.Node]:
    if not (isinstance(node, tree.Name) and node.name == "?"):
        yield from _constant(node, text, constants)


def _constant(node: tree.Node, text: str, constants: Constants) -> Iterator[tree.Node]:
    if not constants.is_constant(node):
        raise BeyondAnalysis(text[node.at :][:60])
    yield node


def scalars(value: Value) -> Iterator[Value]:
    """Yield the single values a constant holds; a range gives its ends."""
    if isinstance(value, list):
        for item in value:
            yield from scalars(item)
    elif isinstance(value, Range):
        yield from (end for end in (value.start, value.end) if end is not None)
    elif value is not None:
        yield value
