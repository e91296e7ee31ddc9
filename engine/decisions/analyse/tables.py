"""The analysis of every table of a model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from engine.decisions import model
from engine.decisions.analyse.absences import Absence
from engine.decisions.analyse.cells import BeyondAnalysis, Constants, Symbol
from engine.decisions.analyse.columns import Undecided, columns_of
from engine.decisions.analyse.declared import Declared, declared_by
from engine.decisions.analyse.dependence import groups_of
from engine.decisions.analyse.findings import TableFinding, findings_of
from engine.decisions.analyse.grid import make_grid
from engine.decisions.analyse.kinds import empty_cells, kind_findings, unknown_types
from engine.decisions.analyse.results import beside_results, of_results
from engine.decisions.analyse.search import TooMany
from engine.decisions.analyse.symbols import assignments
from engine.decisions.evaluate import Decisions
from engine.decisions.expressions import Texts, parts_of
from engine.decisions.program import make_program
from engine.decisions.tables import compile_table
from feel import Functions
from feel.analyse import Kind

_NOTHING_KNOWN: Final[Mapping[Symbol, Any]] = MappingProxyType({})
_NOTHING_GIVEN: Final[Mapping[str, Kind]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class TableAnalysis:
    """Analysis of one table; ``undecided`` are the cells that could not be looked into."""

    decision: str
    table: str
    findings: tuple[TableFinding, ...]
    undecided: tuple[Undecided, ...]

    @property
    def errors(self) -> tuple[TableFinding, ...]:
        """Return the findings that are no mere remarks."""
        return tuple(finding for finding in self.findings if not finding.is_remark)


def analyse_tables(
    decisions: Decisions,
    *,
    functions: Functions | None = None,
    constants: Mapping[Symbol, Any] = _NOTHING_KNOWN,
    now: datetime | None = None,
    outside: Mapping[str, Kind] = _NOTHING_GIVEN,
    results: Mapping[str, Kind] = _NOTHING_GIVEN,
    absences: Sequence[Absence] = (),
) -> tuple[TableAnalysis, ...]:
    """Analyse all tables of a model.

    ``constants`` tells what functions of the host return: ``{("parameter", "hm.min_months"): 9}``. Of the
    others every value is considered. ``outside`` are the kinds of what the decisions are given,
    ``results`` of what the host's functions return; ``absences`` are what may be missing of the former.
    """
    functions = functions or Functions.standard()
    program = make_program(decisions.source, functions)
    told = Constants(functions, constants, now)
    texts = program.texts[()]
    given = declared_by(decisions.source, functions, outside=outside, results=results)
    found = of_results(decisions.source, given, texts)
    return tuple(
        _analysed(
            decision,
            table,
            source=decisions.source,
            texts=texts,
            told=told,
            declared=beside_results(given, decision, decisions.source, found),
            absences=absences,
        )
        for decision in decisions.source.decisions()
        if decision.logic is not None
        for table in _tables_in(decision.logic)
    )


def _tables_in(logic: model.Logic) -> Iterator[model.Table]:
    if isinstance(logic, model.Table):
        yield logic
    for part in parts_of(logic):
        yield from _tables_in(part)


def _analysed(
    decision: model.Decision,
    table: model.Table,
    *,
    source: model.Model,
    texts: Texts,
    told: Constants,
    declared: Declared,
    absences: Sequence[Absence],
) -> TableAnalysis:
    compiled = compile_table(table, texts, local=frozenset())
    empty = tuple(empty_cells(table, declared))
    if empty:
        return TableAnalysis(decision.id, table.id, empty, ())
    of_kinds: tuple[TableFinding, ...] = tuple(unknown_types(table, texts.types))
    try:
        columns = columns_of(compiled, texts, constants=told, declared=declared)
        of_kinds += tuple(kind_findings(compiled, columns, declared=declared))
        undecided = [found for column in columns for found in column.undecided.values()]
        assumptions = assignments(columns, told)
        groups = groups_of(columns, decision, source)
        reports = [
            tuple(
                findings_of(make_grid(compiled, columns, constants=told, assumed=assumed), groups, absences)
            )
            for assumed in assumptions
        ]
    except BeyondAnalysis as beyond:
        return TableAnalysis(decision.id, table.id, of_kinds, (Undecided(table.id, "", beyond.reason),))
    except TooMany:
        return TableAnalysis(decision.id, table.id, of_kinds, (Undecided(table.id, "", "too many cases"),))
    return TableAnalysis(decision.id, table.id, (*of_kinds, *_common(reports)), tuple(undecided))


def _common(reports: list[tuple[TableFinding, ...]]) -> list[TableFinding]:
    """Return all findings; those that surely hold only for some values of the constants are remarks."""
    first: dict[tuple[object, ...], TableFinding] = {}
    count: dict[tuple[object, ...], int] = {}
    for report in reports:
        for finding in report:
            known = first.setdefault(finding.key, finding)
            if finding.is_remark and not known.is_remark:
                first[finding.key] = finding
            count[finding.key] = count.get(finding.key, 0) + 1
    return [finding if count[key] == len(reports) else _as_remark(finding) for key, finding in first.items()]


def _as_remark(finding: TableFinding) -> TableFinding:
    return replace(finding, is_remark=True)
