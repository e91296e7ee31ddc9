"""Facts of a decision: what it reads of the case, and with what it compares each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from engine.decisions import model
from engine.decisions.evaluate import Decisions
from engine.decisions.expressions import Texts, parts_of
from engine.decisions.graph import find_node, needs_of
from engine.decisions.program import make_program
from engine.decisions.tables import compile_table
from feel import Expression, Functions, UnaryTests, tree

Path = tuple[str, ...]
_COMPARING: Final = (
    tree.Comparison | tree.Between | tree.In | tree.OperatorTest | tree.Logic | tree.If | tree.UnaryTests
)
_WRITTEN: Final = frozenset({"date", "time", "date and time", "duration"})


@dataclass(slots=True)
class Fact:
    """A value of the case; ``operands`` are parts of expressions it is compared with, each with its text.

    ``is_written``: it is text in the case and a value of time to the decision. ``is_seen_through``: it is
    only compared, so that between two operands its value makes no difference.
    """

    path: Path
    operands: list[tuple[tree.Node, str]] = field(default_factory=list)
    is_written: bool = False
    is_condition: bool = False
    is_seen_through: bool = True

    @property
    def name(self) -> str:
        return ".".join(self.path)

    @property
    def has_rivals(self) -> bool:
        """Say whether it is compared with other facts, which may change too."""
        return any(_reads(operand) for operand, _ in self.operands)


def _reads(node: tree.Node) -> bool:
    if isinstance(node, tree.Call) and isinstance(node.callee, tree.Name):
        return any(_reads(child) for child in tree.children(node) if child is not node.callee)
    is_name = isinstance(node, tree.Name) and node.name != "?"
    return is_name or any(_reads(child) for child in tree.children(node))


def facts_of(decisions: Decisions, decision_id: str, functions: Functions) -> tuple[Fact, ...]:
    """Return what a decision and those it rests on read from the case."""
    key = ("facts", decision_id, functions.signature)
    return decisions.once(key, lambda: _facts_of(decisions.source, decision_id, functions))


def _facts_of(source: model.Model, decision_id: str, functions: Functions) -> tuple[Fact, ...]:
    texts = make_program(source, functions).texts[()]
    gathered = _Gathered({})
    derived: set[str] = set()
    for node in _needed(source, decision_id):
        if not isinstance(node, model.InputData):
            derived.update((node.id, node.name, node.variable))
        if isinstance(node, model.Decision) and node.logic is not None and not node.origin:
            gathered.logic(node.logic, texts)
    # In order of their names, so that of two changes equally near always the same one is told.
    found = (fact for fact in gathered.facts.values() if fact.path[0] not in derived)
    return tuple(sorted(found, key=lambda fact: fact.path))


def _needed(source: model.Model, decision_id: str) -> Iterator[model.Node]:
    pending, seen = [find_node(source, decision_id).id], set()
    while pending:
        id_ = pending.pop()
        if id_ not in seen:
            seen.add(id_)
            yield source.nodes[id_]
            pending.extend(needs_of(source.nodes[id_]))


def path_of(node: tree.Node | None) -> Path | None:
    """Return the path a part of an expression is, if it is one."""
    names: list[str] = []
    while isinstance(node, tree.Path):
        names.append(node.name)
        node = node.base
    return (node.name, *reversed(names)) if isinstance(node, tree.Name) and node.name != "?" else None


def read_directly(node: tree.Node | None) -> tuple[Path, bool] | None:
    """Return the path of a fact and whether it is read as a value of time."""
    if isinstance(node, tree.Call) and isinstance(node.callee, tree.Name) and len(node.arguments) == 1:
        inner = path_of(node.arguments[0])
        return (inner, True) if inner is not None and node.callee.name in _WRITTEN else None
    path = path_of(node)
    return None if path is None else (path, False)


@dataclass(slots=True)
class _Gathered:
    facts: dict[Path, Fact]

    def logic(self, logic: model.Logic, texts: Texts) -> None:
        if isinstance(logic, model.Literal):
            self.expression(texts.expression(logic.text, element=logic.id, local=frozenset()))
        elif isinstance(logic, model.Table):
            compiled = compile_table(logic, texts, local=frozenset())
            for row in compiled.rows:
                for place, cell in row.tests:
                    self.cell(compiled.inputs[place], cell)
                for output in row.outputs:
                    self.expression(output)
            for input_ in compiled.inputs:
                self.expression(input_, is_input=True)
        for part in parts_of(logic):
            self.logic(part, texts)

    def cell(self, column: Expression | None, cell: UnaryTests) -> None:
        """What a cell compares its column with, it compares the fact with that the column is."""
        direct = None if column is None else read_directly(column.tree)
        if direct is not None:
            self.compared(direct, _operands(cell.tree), cell.text)
            self.fact(direct).is_seen_through &= _only_compares(cell.tree)
        self._walk(cell.tree, cell.text)

    def expression(self, expression: Expression | None, *, is_input: bool = False) -> None:
        if expression is None:
            return
        for path in expression.paths:
            self.facts.setdefault(path, Fact(path))
        self._walk(expression.tree, expression.text)
        direct = read_directly(expression.tree)
        if direct is not None and not is_input:
            self.fact(direct).is_seen_through = False

    def fact(self, direct: tuple[Path, bool]) -> Fact:
        found = self.facts.setdefault(direct[0], Fact(direct[0]))
        found.is_written |= direct[1]
        return found

    def compared(self, direct: tuple[Path, bool], operands: Sequence[tree.Node], text: str) -> None:
        self.fact(direct).operands.extend((operand, text) for operand in operands)

    def _walk(self, node: tree.Node, text: str) -> None:
        for subject, operands in _comparisons(node):
            direct = read_directly(subject)
            if direct is not None:
                self.compared(direct, operands, text)
        for child in tree.children(node):
            if isinstance(node, tree.Call) and child is node.callee and isinstance(child, tree.Name):
                continue
            path = path_of(child)
            if path is None:
                self._walk(child, text)
            elif read_directly(node) is None:
                fact = self.fact((path, False))
                fact.is_condition |= isinstance(node, tree.Logic | tree.If | tree.Call)
                fact.is_seen_through &= isinstance(node, _COMPARING)


def _comparisons(node: tree.Node) -> Iterator[tuple[tree.Node, list[tree.Node]]]:
    match node:
        case tree.Comparison(left=left, right=right):
            yield left, [right]
            yield right, [left]
        case tree.Between(value=value, low=low, high=high):
            yield value, [low, high]
            yield low, [value]
            yield high, [value]
        case tree.In(value=value, tests=tests):
            yield value, [operand for test in tests for operand in _operands(test)]


def _operands(node: tree.Node) -> list[tree.Node]:
    """Return what a test compares the value at hand with."""
    match node:
        case tree.UnaryTests(tests=tests) | tree.ListLiteral(items=tests):
            return [operand for test in tests for operand in _operands(test)]
        case tree.OperatorTest(operand=operand):
            return [operand]
        case tree.RangeLiteral(start=start, end=end):
            return [start, end]
        case tree.Comparison() | tree.Between() | tree.In():
            found = [operands for subject, operands in _comparisons(node) if _is_input(subject)]
            return [operand for operands in found for operand in operands]
        case tree.Logic(operands=parts):
            return [operand for part in parts for operand in _operands(part)]
        case tree.Call(callee=tree.Name(name="not"), arguments=(argument,)):
            return _operands(argument)
    return [node]


def _only_compares(node: tree.Node) -> bool:
    """Say whether a cell does nothing with the value at hand but compare it."""
    parts = list(tree.walk(node))
    compared = sum(_is_input(subject) for part in parts for subject, _ in _comparisons(part))
    return compared == sum(_is_input(part) for part in parts)


def _is_input(node: tree.Node) -> bool:
    return isinstance(node, tree.Name) and node.name == "?"


MISSING: Final = object()


def value_at(context: Mapping[str, Any], path: Path) -> Any:
    """Return what a context holds at a path; ``MISSING`` if the path leads through something else."""
    value: Any = context
    for step in path:
        if value is None:
            return None
        if not isinstance(value, Mapping):
            return MISSING
        value = value.get(step)
    return value


def with_value(context: Mapping[str, Any], path: Path, value: Any) -> dict[str, Any]:
    """Return a copy of a context with another value at a path."""
    first, rest = path[0], path[1:]
    inner = context.get(first)
    changed = with_value(inner if isinstance(inner, Mapping) else {}, rest, value) if rest else value
    return {**context, first: changed}
