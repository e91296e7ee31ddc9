"""Closures of if, for, quantifiers, filters, lists, contexts and ranges."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from feel import tree
from feel.compiler.scopes import Code, Frame, Scope, find, place_code
from feel.run import Run
from feel.semantics import make_range
from feel.sequences import element_at, items_between, items_of
from feel.values import Value

if TYPE_CHECKING:
    from feel.compiler.core import Compiler

_NOTHING: Final[dict[str, Value]] = {}


def compile_if(compiler: Compiler, node: tree.If) -> Code:
    condition, then, otherwise = (
        compiler.compile(part) for part in (node.condition, node.then, node.otherwise)
    )
    return lambda scope, run: then(scope, run) if condition(scope, run) is True else otherwise(scope, run)


def compile_list(compiler: Compiler, node: tree.ListLiteral) -> Code:
    items = [compiler.compile(item) for item in node.items]
    return lambda scope, run: [item(scope, run) for item in items]


def compile_range(compiler: Compiler, node: tree.RangeLiteral) -> Code:
    start, end = compiler.compile(node.start), compiler.compile(node.end)
    start_included, end_included = node.start_included, node.end_included
    if isinstance(node.start, tree.Literal) and isinstance(node.end, tree.Literal):
        known = make_range(node.start.value, node.end.value, start_included, end_included)
        return lambda scope, run: known
    return lambda scope, run: make_range(start(scope, run), end(scope, run), start_included, end_included)


def compile_context(compiler: Compiler, node: tree.ContextLiteral) -> Code:
    names: set[str] = set()
    compiler.frames.append(Frame(names))
    entries: list[tuple[str, Code]] = []
    for key, value in node.entries:
        if isinstance(value, tree.FunctionLiteral):
            # A function may call itself; any other entry sees only those above it.
            names.add(key)
        entries.append((key, compiler.compile(value)))
        names.add(key)
    compiler.frames.pop()

    def build(scope: Scope, run: Run) -> Value:
        values: dict[str, Value] = {}
        inner = (values, scope)
        for key, code in entries:
            values[key] = code(inner, run)
        return values

    return build


class _Loop:
    """The iterations of a for or a quantifier: every combination of items, in the order of the text."""

    def __init__(self, compiler: Compiler, iterators: tuple[tree.Iteration, ...]) -> None:
        self.levels: list[tuple[str, Code, Code | None]] = []
        for iteration in iterators:
            domain = compiler.compile(iteration.domain)
            end = None if iteration.end is None else compiler.compile(iteration.end)
            self.levels.append((iteration.name, domain, end))
            compiler.frames.append(Frame({iteration.name}))

    def close(self, compiler: Compiler) -> None:
        del compiler.frames[len(compiler.frames) - len(self.levels) :]

    def items(self, level: int, scope: Scope, run: Run) -> list[Value] | None:
        _, domain, end = self.levels[level]
        if end is None:
            return items_of(run, domain(scope, run))
        return items_between(run, domain(scope, run), end(scope, run))

    def scopes(self, scope: Scope, run: Run, level: int = 0) -> Iterator[Scope | None]:
        """Yield the scope of each combination; None where a domain is no list."""
        items = self.items(level, scope, run)
        if items is None:
            yield None
            return
        name = self.levels[level][0]
        run.charge(len(items))
        for item in items:
            inner = ({name: item}, scope)
            if level + 1 == len(self.levels):
                yield inner
            else:
                yield from self.scopes(inner, run, level + 1)


def compile_for(compiler: Compiler, node: tree.For) -> Code:
    compiler.frames.append(Frame({"partial"}))
    loop = _Loop(compiler, node.iterators)
    body, weight = compiler.weighed(node.body)
    loop.close(compiler)
    compiler.frames.pop()

    def iterate(scope: Scope, run: Run) -> Value:
        results: list[Value] = []
        for inner in loop.scopes(({"partial": results}, scope), run):
            if inner is None:
                return None
            run.charge(weight)
            results.append(body(inner, run))
        return results

    return iterate


def compile_quantified(compiler: Compiler, node: tree.Quantified) -> Code:
    loop = _Loop(compiler, node.iterators)
    condition, weight = compiler.weighed(node.condition)
    loop.close(compiler)
    deciding: bool = not node.every

    def quantify(scope: Scope, run: Run) -> Value:
        outcome: bool | None = not deciding
        for inner in loop.scopes(scope, run):
            if inner is None:
                return None
            run.charge(weight)
            value = condition(inner, run)
            if value is deciding:
                return deciding
            if value is not outcome:
                outcome = None
        return outcome

    return quantify


def compile_filter(compiler: Compiler, node: tree.Filter) -> Code:
    base = _filter_base(compiler, node.base)
    index = tree.literal_number(node.condition)
    if index is not None:
        compiler.weight += 1
        return lambda scope, run: element_at(base(scope, run), index)
    compiler.frames.append(Frame(None))
    condition, weight = compiler.weighed(node.condition)
    compiler.frames.pop()

    def select(scope: Scope, run: Run) -> Value:
        value = base(scope, run)
        items = value if type(value) is list else [] if value is None else [value]
        run.charge(len(items) * weight)
        selected: list[Value] = []
        for position, item in enumerate(items or (None,)):
            entries = item if type(item) is dict else _NOTHING
            outcome = condition((entries, scope, item), run)
            if position == 0 and type(outcome) is Decimal:
                return element_at(items, outcome)
            if outcome is True:
                selected.append(item)
        return selected if items else []

    return select


def _filter_base(compiler: Compiler, node: tree.Node) -> Code:
    """``partial[-1]`` looks at the growing list itself: a copy each time would be quadratic."""
    if isinstance(node, tree.Name) and node.name == "partial":
        place = find(compiler.frames, "partial")
        if not place.is_root:
            compiler.weight += 1
            return place_code(place, "partial")
    return compiler.compile(node)
