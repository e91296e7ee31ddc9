"""Decision tables as closures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from engine.decisions import model
from engine.decisions.errors import DecisionError
from engine.decisions.expressions import Texts
from engine.decisions.hit_policies import Priority, Traits, aggregate, settle, traits_of
from engine.decisions.lookup import Lookup, make_lookup
from engine.decisions.session import RuleMatch, Scope, Session, Value
from feel import Expression, UnaryTests
from feel.run import Run
from feel.types import ANYTHING, Type

Local = frozenset[str]
_LAST: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class CompiledRow:
    """A rule; ``tests`` are the cells that do not accept anything, by the place of their column."""

    rule: model.Rule
    tests: tuple[tuple[int, UnaryTests], ...]
    outputs: tuple[Expression | None, ...]


@dataclass(frozen=True, slots=True)
class CompiledTable:
    """A table as a closure whose parts can be looked at."""

    table: model.Table
    traits: Traits
    inputs: tuple[Expression | None, ...]
    rows: tuple[CompiledRow, ...]
    types: tuple[Type, ...]
    defaults: tuple[Expression | None, ...]
    priority: Priority
    lookup: Lookup

    def __call__(self, session: Session, scope: Scope) -> Value:
        run, table = session.run, self.table
        values = [None if column is None else column.evaluate_in(run, scope) for column in self.inputs]
        matching = self.lookup.matching(run, values, scope=scope, first=self.traits.stops_at_first)
        if not matching:
            return self._without_match(run, scope)
        outcomes = [self._outcome(self.rows[index].outputs, run, scope) for index in matching]
        answer, made_by = settle(run, table.policy, table=table.id, outcomes=outcomes, priority=self.priority)
        for place in made_by:
            rule = self.rows[matching[place]].rule
            session.matched.append(RuleMatch(table.id, matching[place] + 1, rule.id, rule.annotations))
        return answer if self.traits.is_single else aggregate(run, table.aggregation, answer)

    def _without_match(self, run: Run, scope: Scope) -> Value:
        if all(default is None for default in self.defaults):
            return None
        return self._outcome(self.defaults, run, scope)

    def _outcome(self, cells: Sequence[Expression | None], run: Run, scope: Scope) -> Value:
        found = [None if cell is None else cell.evaluate_in(run, scope) for cell in cells]
        found = [
            value if type_ is ANYTHING else type_.accept(run, value)
            for type_, value in zip(self.types, found, strict=True)
        ]
        if len(found) == 1:
            return found[0]
        return {output.name: value for output, value in zip(self.table.outputs, found, strict=True)}


def compile_table(table: model.Table, texts: Texts, *, local: Local) -> CompiledTable:
    """Return a table as a closure."""
    rows: list[CompiledRow] = []
    for rule in table.rules:
        cells = [texts.cell(text, element=rule.id, local=local) for text in rule.tests]
        rows.append(
            CompiledRow(
                rule,
                tuple((index, cell) for index, cell in enumerate(cells) if cell is not None),
                tuple(texts.expression(text, element=rule.id, local=local) for text in rule.outputs),
            )
        )
    return CompiledTable(
        table,
        traits_of(table.policy),
        tuple(texts.expression(input_.text, element=input_.id, local=local) for input_ in table.inputs),
        tuple(rows),
        tuple(texts.types.named(output.type_name, element=output.id) for output in table.outputs),
        tuple(texts.expression(output.default, element=output.id, local=local) for output in table.outputs),
        _priority_of(table, texts, local=local),
        make_lookup(len(table.inputs), [row.tests for row in rows], hosts=texts.functions.hosts),
    )


def _priority_of(table: model.Table, texts: Texts, *, local: Local) -> Priority:
    """Rank an outcome by the place of each output among its column's values, from the left."""
    if not traits_of(table.policy).is_ranked:
        return lambda run, outcome: ()
    columns = [_ranked(output, texts, local=local) for output in table.outputs]
    if not any(columns):
        raise DecisionError("decision.priority_missing", table.id)
    names = [output.name for output in table.outputs]

    def rank(run: Run, outcome: Value) -> tuple[int, ...]:
        values = [outcome] if len(names) == 1 else [outcome[name] for name in names]
        return tuple(
            next((i for i, test in enumerate(tests) if test.evaluate_in(run, value, context={})), _LAST)
            for tests, value in zip(columns, values, strict=True)
        )

    return rank


def _ranked(output: model.Output, texts: Texts, *, local: Local) -> list[UnaryTests]:
    """Return the values of a column one by one, each as a test."""
    ranked: list[UnaryTests] = []
    for text in split_tests(output.values):
        cell = texts.cell(text, element=output.id, local=local)
        if cell is not None:
            ranked.append(cell)
    return ranked


def split_tests(text: str) -> list[str]:
    """Return the tests of a cell: split it at the commas that are not inside of strings or brackets."""
    parts, start, depth, in_string, escaped = [], 0, 0, False, False
    for index, letter in enumerate(text):
        if in_string:
            in_string = escaped or letter != '"'
            escaped = letter == "\\" and not escaped
        elif letter == '"':
            in_string = True
        elif letter in "([{":
            depth += 1
        elif letter in ")]}":
            depth -= 1
        elif letter == "," and depth == 0:
            parts.append(text[start:index].strip())
            start = index + 1
    parts.append(text[start:].strip())
    return [part for part in parts if part]
