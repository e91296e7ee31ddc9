"""The columns of a table as a few values that stand for all, each with the rules that take it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from engine.decisions import model
from engine.decisions.analyse.cells import BeyondAnalysis, Constants, Symbol, boundaries, scalars
from engine.decisions.analyse.declared import Declared
from engine.decisions.analyse.scales import spread
from engine.decisions.errors import DecisionError
from engine.decisions.expressions import Texts
from engine.decisions.tables import CompiledTable
from feel import BUDGET, Expression, FeelError, Functions, UnaryTests, tree
from feel.analyse import UNKNOWN, Kind, kind_of, possible_values
from feel.run import Run
from feel.types import Type
from feel.values import Value

_ORDER: Final = frozenset({"<", "<=", ">", ">="})
_MAX_ATOMS: Final = 2_000


@dataclass(frozen=True, slots=True)
class Atom:
    """A value that stands for all to which the rules say the same.

    ``must`` are the rules that surely take it, ``may`` also those whose cell can't be decided here.
    """

    value: Value
    must: int
    may: int


@dataclass(frozen=True, slots=True)
class Undecided:
    """A cell that the analysis can't look into, and the part of it that is in the way."""

    rule: str
    input: str
    reason: str


@dataclass(frozen=True, slots=True)
class Column:
    """Inputs with one and the same expression. ``boundaries`` are the constants its cells compare with.

    ``values`` are all the value may be, if there are few; ``expected`` restrict it further. ``kind`` is
    what the expression gives, ``kinds`` is that by which values are drawn.
    """

    inputs: tuple[model.Input, ...]
    expression: Expression | None
    cells: tuple[tuple[int, UnaryTests], ...]
    undecided: Mapping[int, Undecided]
    boundaries: tuple[tuple[tree.Node, str], ...]
    kind: Kind
    kinds: tuple[str, ...]
    values: tuple[Value, ...] | None
    expected: UnaryTests | None
    type: Type

    @property
    def tested(self) -> Kind:
        """Return the kind of the value that its cells test."""
        if self.kind.is_known or not self.kinds:
            return self.kind
        return Kind(self.kinds[0])

    @property
    def is_ordered(self) -> bool:
        """Say whether the order of texts matters, not only which they are."""
        tests = [cell.tree for _, cell in self.cells] + ([self.expected.tree] if self.expected else [])
        return any(_orders(part) for test in tests for part in tree.walk(test))

    def symbols(self, constants: Constants) -> Iterator[Symbol]:
        """Yield what the cells ask the host for and nobody has told."""
        for node, _ in self.boundaries:
            symbol = constants.symbol(node)
            if symbol is not None and symbol not in constants.known:
                yield symbol


def _orders(node: tree.Node) -> bool:
    if isinstance(node, tree.OperatorTest | tree.Comparison):
        return node.operator in _ORDER
    return isinstance(node, tree.RangeLiteral | tree.Between | tree.Call)


def columns_of(
    table: CompiledTable, texts: Texts, *, constants: Constants, declared: Declared
) -> tuple[Column, ...]:
    """Return the columns; inputs that ask the same are one, so that no value contradicts another."""
    places: dict[str, list[int]] = {}
    for place, input_ in enumerate(table.table.inputs):
        places.setdefault(input_.text or f"\0{place}", []).append(place)
    return tuple(
        _column(table, texts, constants=constants, declared=declared, places=found)
        for found in places.values()
    )


def _column(
    table: CompiledTable,
    texts: Texts,
    *,
    constants: Constants,
    declared: Declared,
    places: Sequence[int],
) -> Column:
    inputs = tuple(table.table.inputs[place] for place in places)
    cells = tuple(
        (row, cell) for row, found in enumerate(table.rows) for place, cell in found.tests if place in places
    )
    undecided: dict[int, Undecided] = {}
    found_boundaries: list[tuple[tree.Node, str]] = []
    for row, cell in cells:
        try:
            found_boundaries.extend((node, cell.text) for node in boundaries(cell, constants))
        except BeyondAnalysis as beyond:
            undecided[row] = Undecided(table.rows[row].rule.id, inputs[0].id, beyond.reason)
    expression = table.inputs[places[0]]
    expected = _expected(inputs, texts, declared=declared)
    if expected is not None:
        found_boundaries.extend((node, expected.text) for node in boundaries(expected, constants))
    type_ = _type(inputs[0], texts)
    kind = UNKNOWN if expression is None else declared.of(expression).kind
    named = declared.kind(inputs[0].type_name)
    scalar = named if named.is_known else kind
    return Column(
        inputs,
        expression,
        cells,
        undecided,
        tuple(found_boundaries),
        kind,
        (scalar.name,) if scalar.is_scalar else (),
        _possible(expression, kind),
        expected,
        type_,
    )


def _possible(expression: Expression | None, kind: Kind) -> tuple[Value, ...] | None:
    """Return all values that a column may have, where there are few: of a choice its options, or none."""
    values = None if expression is None else possible_values(expression.tree)
    if values is None and kind.name == "string" and kind.values is not None:
        return (*sorted(kind.values), None)
    return values


def _expected(inputs: Sequence[model.Input], texts: Texts, *, declared: Declared) -> UnaryTests | None:
    """Return the values that are said to come: those of the column, else those its type allows."""
    for input_ in inputs:
        values = input_.values or declared.allowed(input_.type_name)
        if values:
            return texts.cell(values, element=input_.id, local=frozenset())
    return None


def _type(input_: model.Input, texts: Texts) -> Type:
    """A type that is not known to the model makes no difference to evaluation, so it makes none here."""
    try:
        return texts.types.named(input_.type_name, element=input_.id)
    except DecisionError:
        return texts.types.named("", element=input_.id)


def atoms_of(
    column: Column, *, constants: Constants, functions: Functions, assumed: Mapping[Symbol, Value]
) -> list[Atom]:
    """Return values that stand for all, those that are there before null."""
    evaluated = [
        value for node, text in column.boundaries for value in scalars(constants.value(node, text, functions))
    ]
    atoms: dict[tuple[int, int], Atom] = {}
    for value in (*_values(column, evaluated), None):
        if not _is_expected(column, value, functions=functions):
            continue
        atom = _atom(column, value, functions)
        atoms.setdefault((atom.must, atom.may), atom)
    return list(atoms.values())


def null_of(column: Column, *, functions: Functions) -> Atom:
    """Return the missing value, whether the column expects it or not."""
    return _atom(column, None, functions)


def _values(column: Column, constants: Sequence[Value]) -> list[Value]:
    if column.values is not None:
        return [value for value in column.values if value is not None]
    kinds = column.kinds or tuple(dict.fromkeys(kind_of(value).name for value in constants))
    found: list[Value] = []
    for kind in kinds or ("string",):
        same = [value for value in constants if kind_of(value).name == kind]
        found.extend(spread(kind, same, ordered=column.is_ordered))
    if len(found) > _MAX_ATOMS:
        raise BeyondAnalysis(column.inputs[0].text)
    return found


def _is_expected(column: Column, value: Value, *, functions: Functions) -> bool:
    if value is None:
        can_be_null = column.values is None or any(known is None for known in column.values)
        return can_be_null and (column.expected is None or _passes(column.expected, None, functions) is True)
    if column.kinds and not column.type.test(Run(BUDGET), value):
        return False
    return column.expected is None or _passes(column.expected, value, functions) is True


def _atom(column: Column, value: Value, functions: Functions) -> Atom:
    must = may = -1
    for row, cell in column.cells:
        outcome = None if row in column.undecided else _passes(cell, value, functions)
        if outcome is not True:
            must &= ~(1 << row)
        if outcome is False:
            may &= ~(1 << row)
    return Atom(value, must, may)


def _passes(cell: UnaryTests, value: Value, functions: Functions) -> bool | None:
    """Say whether a cell takes a value; nothing if that can't be known here."""
    try:
        return cell.evaluate(value, {}, functions=functions) is True
    except (FeelError, BeyondAnalysis):
        return None
