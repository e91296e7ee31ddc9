"""Cells of a table that can't be what was meant: nothing stands in them, or what never fits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from engine.decisions import model
from engine.decisions.analyse.asked import fields_for
from engine.decisions.analyse.columns import Column
from engine.decisions.analyse.declared import Declared
from engine.decisions.analyse.findings import TableFinding
from engine.decisions.errors import DecisionError
from engine.decisions.tables import CompiledTable
from engine.decisions.types import Types
from feel import Expression, UnaryTests
from feel.analyse import UNKNOWN, Kind, nearest
from feel.types import CLASSES

# What is wrong with a table because of the kinds of what it is given.
OF_KINDS: Final = frozenset(
    {"feel.never_equal", "feel.kinds_differ", "feel.no_property", "feel.not_a_condition"}
    | {"feel.argument_kind", "decision.input_kind", "decision.output_kind"}
)
_EMPTY: Final = ("", "-")


def empty_cells(table: model.Table, declared: Declared) -> Iterator[TableFinding]:
    """Yield columns that ask nothing, and results that no rule says."""
    for place, input_ in enumerate(table.inputs):
        if not input_.text:
            cells = [rule.tests[place] for rule in table.rules if place < len(rule.tests)]
            others = [other.text for other in table.inputs]
            fields = fields_for(input_, cells, others, declared)
            choices = tuple((field, "", field) for field in fields)
            yield TableFinding(
                "decision.input_empty", table.id, input_.id, detail=input_.label, choices=choices
            )
    for rule in table.rules:
        for output, text in zip(table.outputs, rule.outputs, strict=False):
            if text in _EMPTY and not output.default:
                yield TableFinding(
                    "decision.output_empty", table.id, rule.id, detail=output.label or output.name
                )


def unknown_types(table: model.Table, types: Types) -> Iterator[TableFinding]:
    """Yield columns of a type that there is not; of results and variables the model is refused instead."""
    for input_ in table.inputs:
        try:
            types.named(input_.type_name, element=input_.id)
        except DecisionError as error:
            name = input_.type_name
            hint = nearest(name, (*types.own(), *CLASSES))
            fix = (name, hint) if hint else None
            yield TableFinding(error.code, table.id, input_.id, detail=f"type: {name}", hint=hint, fix=fix)


def kind_findings(
    table: CompiledTable, columns: Sequence[Column], *, declared: Declared
) -> Iterator[TableFinding]:
    """Yield what is wrong with the inputs, cells and outputs of a table."""

    def problems(text: Expression | UnaryTests | None, element: str, tested: Kind) -> Iterator[TableFinding]:
        if text is None:
            return
        for problem in declared.of(text, tested).problems:
            detail = f"{text.text}: {problem.found}"
            fix = (text.text, problem.mended) if problem.mended else None
            choices = tuple((shown, text.text, whole) for shown, whole in problem.choices)
            yield TableFinding(
                problem.code,
                table.table.id,
                element,
                detail=detail,
                hint=problem.hint,
                fix=fix,
                choices=choices,
            )

    for column in columns:
        yield from problems(column.expression, column.inputs[0].id, UNKNOWN)
        if _differ(column.kind, declared.kind(column.inputs[0].type_name)):
            detail = f"{column.inputs[0].text}: {column.kind}, {column.inputs[0].type_name}"
            yield TableFinding("decision.input_kind", table.table.id, column.inputs[0].id, detail=detail)
        for row, cell in column.cells:
            yield from problems(cell, table.rows[row].rule.id, column.tested)
    for compiled in table.rows:
        for output, result in zip(table.table.outputs, compiled.outputs, strict=True):
            yield from problems(result, compiled.rule.id, UNKNOWN)
            if result is None:
                continue
            kind = declared.of(result).kind
            if _differ(kind, declared.kind(output.type_name)):
                detail = f"{result.text}: {kind}, {output.type_name}"
                yield TableFinding("decision.output_kind", table.table.id, compiled.rule.id, detail=detail)


def _differ(found: Kind, declared: Kind) -> bool:
    """Tell whether a value is certainly not what is declared: it would become null."""
    return found.is_scalar and declared.is_scalar and found.name != declared.name
