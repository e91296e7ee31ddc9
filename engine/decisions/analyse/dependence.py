"""Whether the inputs of a table can have any values together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from engine.decisions import model
from engine.decisions.analyse.columns import Column

Path = tuple[str, ...]


def are_dependent(columns: Sequence[Column], decision: model.Decision, source: model.Model) -> bool:
    """Say whether two columns read the same, or may: then a value of one may exclude one of the other.

    What other decisions give may rest on anything.
    """
    reads = [_reads(column) for column in columns]
    given = {
        name
        for needed in (source.nodes[id_] for id_ in decision.requirements)
        if isinstance(needed, model.Decision | model.Service | model.Knowledge)
        for name in (needed.id, needed.name, needed.variable)
    }
    derived = sum(any(path[0] in given for path in paths) for paths in reads)
    if derived and len(columns) > 1:
        return True
    return any(
        first[: len(second)] == second or second[: len(first)] == first
        for one, other in combinations(reads, 2)
        for first in one
        for second in other
    )


def _reads(column: Column) -> frozenset[Path]:
    if column.expression is None:
        return frozenset()
    possible = {(name,) for name in column.expression.possible_names}
    return column.expression.paths | possible
