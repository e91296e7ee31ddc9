"""Gaps of a table that open where something it reads is missing.

A table alone can't tell whether a value may be missing; the host names what certainly may. Only what leaves a
gap whatever stands in the columns that may depend on it counts, so nothing is said that no case could show.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from engine.decisions.analyse.columns import Atom
from engine.decisions.analyse.dependence import Group
from engine.decisions.analyse.grid import Grid
from feel import Expression

Judge = Callable[[Expression], bool]


@dataclass(frozen=True, slots=True)
class Absence:
    """Something that may be missing: an optional answer, all that a lookup brings which finds nothing.

    `empties` tells the expressions that give null then, `touches` those whose value may go along with it.
    """

    what: str
    empties: Judge
    touches: Judge


def gap_without(grid: Grid, absence: Absence, groups: Sequence[Group]) -> tuple[Atom, ...] | None:
    """Return values of the columns that no rule takes where it is missing; nothing where there are none."""
    alone = {place for group in groups if len(group) == 1 for place in group}
    columns: list[tuple[Atom, ...]] = []
    is_read = False
    for place, column in enumerate(grid.columns):
        expression = column.expression
        if expression is not None and absence.empties(expression):
            columns.append((grid.nulls[place],))
            is_read = True
        elif expression is None or place not in alone or absence.touches(expression):
            columns.append((_any_of(grid.atoms[place]),))
        else:
            columns.append(tuple(atom for atom in grid.atoms[place] if atom.value is not None))
    return grid.kept_away(columns, grid.all_rules, surely=True) if is_read else None


def _any_of(atoms: Sequence[Atom]) -> Atom:
    """Return what stands for a value that nobody knows: it is taken by each rule that may take one."""
    return Atom(None, 0, reduce(or_, (atom.may for atom in atoms), 0))
