"""One table under one assumption about the constants, ready to be searched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, assert_never

from engine.decisions.analyse.cells import BeyondAnalysis, Constants, Symbol
from engine.decisions.analyse.columns import Atom, Column, atoms_of, null_of
from engine.decisions.analyse.search import keeping_away
from engine.decisions.tables import CompiledTable
from feel import Expression, FeelError, Functions, to_json
from feel.run import Run
from feel.semantics import equal
from feel.values import Value

_BUDGET = 100_000


@dataclass(frozen=True, slots=True)
class Unknown:
    """An output that depends on the case."""


UNKNOWN = Unknown()


@dataclass(frozen=True, slots=True)
class Grid:
    """``outcomes`` are the rules' outputs, ``assumed`` what is taken for the host's constants.

    ``nulls`` say which rules take each column where its value is missing, expected or not.
    """

    table: CompiledTable
    columns: tuple[Column, ...]
    atoms: tuple[tuple[Atom, ...], ...]
    nulls: tuple[Atom, ...]
    outcomes: tuple[tuple[Value | Unknown, ...], ...]
    assumed: Mapping[Symbol, Value]

    @property
    def rules(self) -> range:
        return range(len(self.table.rows))

    @property
    def all_rules(self) -> int:
        return (1 << len(self.table.rows)) - 1

    def without_null(self) -> tuple[tuple[Atom, ...], ...]:
        """Return the values of each column that are there."""
        return tuple(tuple(atom for atom in column if atom.value is not None) for column in self.atoms)

    def kept_away(
        self, atoms: Sequence[Sequence[Atom]], rules: int, *, surely: bool
    ) -> tuple[Atom, ...] | None:
        """Return values that none of the rules takes: surely none, or none that surely would."""
        columns = [[(atom, atom.may if surely else atom.must) for atom in column] for column in atoms]
        return keeping_away(columns, rules)

    def taken_by(self, row: int, *, surely: bool) -> tuple[tuple[Atom, ...], ...]:
        """Return the values of each column that a rule takes, those that are there first."""
        bit = 1 << row
        return tuple(
            tuple(atom for atom in column if (atom.must if surely else atom.may) & bit)
            for column in self.atoms
        )

    def blockers(self, row: int) -> int:
        """Return the rules that keep another one from deciding where both match."""
        policy = self.table.table.policy
        match policy:
            case "FIRST":
                return (1 << row) - 1
            case "UNIQUE":
                return self.all_rules & ~(1 << row)
            case "ANY":
                return self._rules(row, lambda other: self.same_outcome(row, other) is False)
            case "PRIORITY":
                return self._rules(row, lambda other: self._goes_before(other, row))
            case "RULE ORDER" | "OUTPUT ORDER" | "COLLECT":
                return 0
        assert_never(policy)

    def _rules(self, row: int, condition: Any) -> int:
        return sum(1 << other for other in self.rules if other != row and condition(other))

    def _goes_before(self, row: int, other: int) -> bool:
        first, second = self._rank(row), self._rank(other)
        return first is not None and second is not None and (first, row) < (second, other)

    def _rank(self, row: int) -> tuple[int, ...] | None:
        outcome = self.outcomes[row]
        if any(isinstance(value, Unknown) for value in outcome):
            return None
        names = [output.name for output in self.table.table.outputs]
        whole = outcome[0] if len(names) == 1 else dict(zip(names, outcome, strict=True))
        return self.table.priority(Run(_BUDGET), whole)

    def same_outcome(self, row: int, other: int) -> bool | None:
        """Say whether two rules give the same; nothing if that depends on the case."""
        texts = [self.table.table.rules[place].outputs for place in (row, other)]
        answers = [
            True
            if first == second
            else None
            if isinstance(one, Unknown) or isinstance(two, Unknown)
            else equal(Run(_BUDGET), one, two) is True
            for one, two, first, second in zip(self.outcomes[row], self.outcomes[other], *texts, strict=True)
        ]
        return False if False in answers else None if None in answers else True

    def witness(self, atoms: Sequence[Atom]) -> dict[str, Any]:
        """Return the values by the ids of the inputs."""
        return {
            input_.id: to_json(atom.value)
            for column, atom in zip(self.columns, atoms, strict=True)
            for input_ in column.inputs
        }


def make_grid(
    table: CompiledTable,
    columns: tuple[Column, ...],
    *,
    constants: Constants,
    assumed: Mapping[Symbol, Value],
) -> Grid:
    """Return the table with its columns' values found."""
    functions = constants.serving(assumed)
    atoms = tuple(
        tuple(atoms_of(column, constants=constants, functions=functions, assumed=assumed))
        for column in columns
    )
    nulls = tuple(null_of(column, functions=functions) for column in columns)
    outcomes = tuple(
        tuple(
            _outcome(cell, place, table, constants=constants, functions=functions)
            for place, cell in enumerate(row.outputs)
        )
        for row in table.rows
    )
    return Grid(table, columns, atoms, nulls, outcomes, assumed)


def _outcome(
    cell: Expression | None,
    place: int,
    table: CompiledTable,
    *,
    constants: Constants,
    functions: Functions,
) -> Value | Unknown:
    if cell is None:
        return None
    try:
        if cell.names or cell.possible_names or not constants.is_constant(cell.tree):
            return UNKNOWN
        value = cell.evaluate({}, now=constants.now, functions=functions)
    except (BeyondAnalysis, FeelError):
        return UNKNOWN
    return table.types[place].accept(Run(_BUDGET), value)
