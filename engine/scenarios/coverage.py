"""What the scenarios of services take of their diagrams and tables, and what none of them takes.

A block is covered by the scenarios of all services that call it. Elements are counted as tokens leave
them; an element that nobody can leave, as a step that others interrupt, is no business of this module.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.catalogue.published import Published
from engine.decisions.model import Table
from engine.queries.observations import Observation
from engine.scenarios.compare import path

Row = tuple[str, int]  # a decision and the number of its rule, counted from 1


@dataclass(frozen=True)
class CoveredParts:
    """What one scenario has taken: elements, and rules of tables."""

    elements: frozenset[str] = frozenset()
    rows: frozenset[Row] = frozenset()


@dataclass
class Drawn:
    """The elements and rows of a service or block, and those that were taken."""

    elements: set[str] = field(default_factory=set)
    rows: set[Row] = field(default_factory=set)
    taken: CoveredParts = CoveredParts()

    @property
    def summary(self) -> str:
        elements = f"{len(self.taken.elements)} of {len(self.elements)} elements"
        return f"{elements}, {len(self.taken.rows)} of {len(self.rows)} rules taken"

    @property
    def missing(self) -> tuple[str, ...]:
        """What no scenario takes, in words for the terminal."""
        rows = sorted(self.rows - self.taken.rows)
        return (
            *sorted(self.elements - self.taken.elements),
            *(f"{decision}, rule {number}" for decision, number in rows),
        )


class Coverage:
    """Gathers what scenarios take, by the id of the process: a service, or a block."""

    def __init__(self) -> None:
        self._drawn: dict[str, Drawn] = {}

    def __iter__(self) -> Iterator[tuple[str, Drawn]]:
        return iter(sorted(self._drawn.items()))

    def add(self, version: Published, taken: tuple[CoveredParts, ...]) -> None:
        """Add a service, its blocks, and what its scenarios took."""
        for scope in version.definition.scopes:
            drawn = self._drawn.setdefault(scope.process, Drawn())
            drawn.elements |= {element.id for element in scope.elements}
        for name, model in version.decisions.items():
            drawn = self._drawn[name.rpartition("/")[0] or version.code]
            drawn.rows |= {
                (name, number)
                for decision in model.source.decisions()
                if decision.id == name.rpartition("/")[2] and isinstance(decision.logic, Table)
                for number in range(1, len(decision.logic.rules) + 1)
            }
        for drawn in self._drawn.values():
            drawn.taken = CoveredParts(
                drawn.taken.elements.union(*(one.elements for one in taken)) & drawn.elements,
                drawn.taken.rows.union(*(one.rows for one in taken)) & drawn.rows,
            )


def taken_by(found: Observation) -> CoveredParts:
    """Return what a case has taken, by its events."""
    rows = {
        (str(event.body["decision"]), int(rule["index"]))
        for event in found.events
        if event.kind == "decision.evaluated"
        for rule in event.body["rules"]
    }
    return CoveredParts(frozenset(path(found)), frozenset(rows))
