"""Findings of the analysis: what is wrong with a table, each with values that show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from engine.decisions.analyse.absences import Absence, gap_without
from engine.decisions.analyse.columns import Atom
from engine.decisions.analyse.dependence import Group
from engine.decisions.analyse.grid import Grid, Unknown
from engine.decisions.tables import split_tests
from feel import BUDGET, FeelError, compile_unary_tests, to_json
from feel.run import Run

_MAX_PAIRS: Final = 50


@dataclass(frozen=True, slots=True)
class TableFinding:
    """One thing wrong with a table. ``element`` is the id of the part it is about, ``rules`` those involved.

    ``witness`` are values by input id that show it, none where there are no such values; ``assumed`` is what
    the host's constants are taken to be; ``hint`` is the nearest name or value there is, ``fix`` the text of
    the cell and what would mend it, ``choices`` several such fixes, each behind what is shown. A remark may
    be meant, or holds for some constants only.
    """

    code: str
    table: str
    element: str
    rules: tuple[str, ...] = ()
    witness: Mapping[str, Any] | None = None
    detail: str = ""
    assumed: Mapping[str, Any] = field(default_factory=dict)
    is_remark: bool = False
    hint: str = ""
    fix: tuple[str, str] | None = None
    choices: tuple[tuple[str, str, str], ...] = ()

    @property
    def key(self) -> tuple[object, ...]:
        """Return what makes two findings the same, whatever the constants are."""
        return (self.code, self.table, self.element, self.rules, self.detail)


def findings_of(
    grid: Grid, groups: Sequence[Group], absences: Sequence[Absence] = ()
) -> Iterator[TableFinding]:
    """Yield everything that is wrong with a table; only columns of different groups are independent."""
    reachable = set()
    for row in grid.rules:
        if not all(grid.taken_by(row, surely=False)):
            yield _finding(grid, "decision.rule_dead", rows=(row,))
        elif grid.kept_away(grid.taken_by(row, surely=False), grid.blockers(row), surely=False) is not None:
            reachable.add(row)
        elif grid.table.traits.may_mask:
            yield _masked(grid, row)
    yield from _gaps(grid, groups, absences)
    yield from _overlaps(grid, groups)
    yield from _outputs(grid, reachable)


def _finding(
    grid: Grid,
    code: str,
    *,
    rows: Sequence[int] = (),
    atoms: Sequence[Atom] | None = None,
    element: str = "",
    detail: str = "",
    is_remark: bool = False,
) -> TableFinding:
    rules = tuple(grid.table.rows[row].rule.id for row in rows)
    return TableFinding(
        code,
        grid.table.table.id,
        element or (rules[-1] if rules else grid.table.table.id),
        rules,
        None if atoms is None else grid.witness(atoms),
        detail,
        {" ".join(symbol): to_json(value) for symbol, value in grid.assumed.items()},
        is_remark,
    )


def _masked(grid: Grid, row: int) -> TableFinding:
    """Show a case in which the rule matches and another one decides."""
    taken = grid.taken_by(row, surely=True)
    atoms = [column[0] for column in taken] if all(taken) else None
    before = grid.blockers(row)
    if atoms is not None:
        for atom in atoms:
            before &= atom.must
    winners = [other for other in grid.rules if atoms is not None and before >> other & 1]
    return _finding(grid, "decision.rule_masked", rows=(*winners[:1], row), atoms=atoms)


def _gaps(grid: Grid, groups: Sequence[Group], absences: Sequence[Absence]) -> Iterator[TableFinding]:
    """Where several answers are gathered, none is an answer too, and so is a default.

    Where columns read the same, a value of one may never come with one of another: then it is a remark.
    """
    if not grid.table.traits.is_single or any(default is not None for default in grid.table.defaults):
        return
    atoms = grid.kept_away(grid.without_null(), grid.all_rules, surely=True)
    if atoms is not None:
        is_remark = any(len(group) > 1 for group in groups)
        yield _finding(grid, "decision.gap", atoms=atoms, is_remark=is_remark)
        return
    for absence in absences:
        atoms = gap_without(grid, absence, groups)
        if atoms is not None:
            yield _finding(grid, "decision.gap_of_null", atoms=atoms, detail=absence.what)


def _overlaps(grid: Grid, groups: Sequence[Group]) -> Iterator[TableFinding]:
    code = grid.table.traits.contradiction
    if code is None:
        return
    count = 0
    for row in grid.rules:
        for other in range(row + 1, len(grid.rules)):
            if code == "decision.rules_disagree" and grid.same_outcome(row, other) is not False:
                continue
            atoms = _shared(grid, row, other)
            if atoms is None:
                continue
            count += 1
            if count > _MAX_PAIRS:
                return
            is_remark = not _surely_meet(grid, row, other, groups)
            yield _finding(grid, code, rows=(row, other), atoms=atoms, is_remark=is_remark)


def _surely_meet(grid: Grid, row: int, other: int, groups: Sequence[Group]) -> bool:
    """Say whether some case comes to both rules, if there are cases for each and their columns allow it.

    Groups have nothing in common. In each at most one column may be bound, or one rule has to take whatever
    the other takes: what comes to the narrower one there comes to both.
    """
    both = 1 << row | 1 << other
    return all(
        sum(any(atom.must & both != both for atom in grid.atoms[place]) for place in group) <= 1
        or _within(grid, row, other, group)
        or _within(grid, other, row, group)
        for group in groups
    )


def _within(grid: Grid, row: int, other: int, group: Group) -> bool:
    """Say whether another rule surely takes, in these columns, all that a rule may take."""
    atoms = (atom for place in group for atom in grid.atoms[place])
    return all(atom.must >> other & 1 for atom in atoms if atom.may >> row & 1)


def _shared(grid: Grid, row: int, other: int) -> list[Atom] | None:
    both = 1 << row | 1 << other
    shared: list[Atom] = []
    for column in grid.atoms:
        found = next((atom for atom in column if atom.must & both == both), None)
        if found is None:
            return None
        shared.append(found)
    return shared


def _outputs(grid: Grid, reachable: set[int]) -> Iterator[TableFinding]:
    for place, output in enumerate(grid.table.table.outputs):
        declared = split_tests(output.values)
        if not declared:
            continue
        given = [(row, grid.outcomes[row][place]) for row in grid.rules]
        for row, value in given:
            if value is not None and not isinstance(value, Unknown) and not _passes(output.values, value):
                yield _finding(grid, "decision.output_undeclared", rows=(row,), detail=str(to_json(value)))
        values = [value for row, value in given if row in reachable]
        if any(isinstance(value, Unknown) for value in values) or _default_is_unknown(grid, place):
            continue
        values.extend(_default(grid, place))
        for text in declared:
            if not any(_passes(text, value) for value in values):
                yield _finding(grid, "decision.output_unreachable", element=output.id, detail=text)


def _passes(tests: str, value: Any) -> bool:
    """A test that reads the case may be passed by anything."""
    try:
        compiled = compile_unary_tests(tests)
        return bool(compiled.names) or compiled.evaluate(value, {}) is True
    except FeelError:
        return True


def _default_is_unknown(grid: Grid, place: int) -> bool:
    default = grid.table.defaults[place]
    return default is not None and bool(default.names or default.functions)


def _default(grid: Grid, place: int) -> list[Any]:
    """Return the default of a column if there are cases to which no rule surely applies."""
    default = grid.table.defaults[place]
    if default is None or grid.kept_away(grid.atoms, grid.all_rules, surely=False) is None:
        return []
    return [grid.table.types[place].accept(Run(BUDGET), default.evaluate({}))]
