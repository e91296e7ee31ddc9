"""Dependence between inputs: whether those of a table can have any values together."""

from __future__ import annotations

from collections.abc import Sequence

from engine.decisions import model
from engine.decisions.analyse.columns import Column

Path = tuple[str, ...]
Group = frozenset[int]


def groups_of(columns: Sequence[Column], decision: model.Decision, source: model.Model) -> tuple[Group, ...]:
    """Return the places of the columns by what they read: those of two groups have nothing in common.

    Two columns that read the same, or may, are of one group: a value of one may exclude one of the other.
    What other decisions give may rest on anything.
    """
    reads = [_reads(column) for column in columns]
    given = {
        name
        for needed in (source.nodes[id_] for id_ in decision.requirements)
        if isinstance(needed, model.Decision | model.Service | model.Knowledge)
        for name in (needed.id, needed.name, needed.variable)
    }
    if any(path[0] in given for paths in reads for path in paths):
        return (frozenset(range(len(columns))),)
    groups: list[Group] = []
    for place, paths in enumerate(reads):
        near = [group for group in groups if any(_share(paths, reads[other]) for other in group)]
        groups = [group for group in groups if group not in near] + [frozenset({place}).union(*near)]
    return tuple(groups)


def _share(one: frozenset[Path], other: frozenset[Path]) -> bool:
    return any(
        first[: len(second)] == second or second[: len(first)] == first for first in one for second in other
    )


def _reads(column: Column) -> frozenset[Path]:
    if column.expression is None:
        return frozenset()
    return column.expression.paths | column.expression.possible_paths
