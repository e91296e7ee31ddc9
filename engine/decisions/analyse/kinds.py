"""Expressions of a table that can only be null because of the kinds of their parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.decisions.analyse.columns import Column
from engine.decisions.analyse.declared import Declared
from engine.decisions.analyse.findings import TableFinding
from engine.decisions.tables import CompiledTable
from feel import Expression, Functions, UnaryTests
from feel.analyse import UNKNOWN, Kind, analyse


def kind_findings(
    table: CompiledTable, columns: Sequence[Column], *, declared: Declared, functions: Functions
) -> Iterator[TableFinding]:
    """Yield what is wrong with the inputs, cells and outputs of a table."""

    def problems(text: Expression | UnaryTests | None, element: str, tested: Kind) -> Iterator[TableFinding]:
        if text is None:
            return
        found = analyse(text, kinds=declared.variables, functions=functions, tested=tested)
        for problem in found.problems:
            detail = f"{text.text}: {problem.found}"
            yield TableFinding(problem.code, table.table.id, element, detail=detail)

    for column in columns:
        yield from problems(column.expression, column.inputs[0].id, UNKNOWN)
        tested = Kind(column.kinds[0]) if column.kinds else UNKNOWN
        for row, cell in column.cells:
            yield from problems(cell, table.rows[row].rule.id, tested)
    for compiled in table.rows:
        for output in compiled.outputs:
            yield from problems(output, compiled.rule.id, UNKNOWN)
