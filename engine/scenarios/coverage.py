"""Coverage: what the scenarios of services take of their diagrams and tables, and what none of them takes.

A block is covered by the scenarios of all services that call it. Elements are counted as tokens leave
them; an element that nobody can leave, as a step that others interrupt, is no business of this module.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from engine.catalogue.blocks import folder_of
from engine.catalogue.folder_rules import below
from engine.catalogue.published import Published
from engine.catalogue.triggers import ALWAYS, triggers_of
from engine.decisions.model import Table
from engine.queries.observations import Observation
from engine.scenarios.compare import expired, path
from engine.texts import OFFICIAL

BATCH: Final = "batch"
Row = tuple[str, int]  # a decision and the number of its rule, counted from 1
EXPIRY: Final = "expiry"
# What comes by itself, and whether it has an effect: an event's kind or "batch" opens a case, or none.
Occasion = tuple[str, bool]
Paper = tuple[str, str]  # the process that has the template, and the name of the letter or act


@dataclass(frozen=True)
class CoveredParts:
    """Coverage of one scenario: elements, rules of tables, letters and acts, and what came by itself."""

    elements: frozenset[str] = frozenset()
    rows: frozenset[Row] = frozenset()
    letters: frozenset[Paper] = frozenset()
    occasions: frozenset[Occasion] = frozenset()


@dataclass
class Drawn:
    """The elements, rows, letters and occasions of a service or block, and those that were taken."""

    elements: set[str] = field(default_factory=set)
    rows: set[Row] = field(default_factory=set)
    letters: set[Paper] = field(default_factory=set)
    occasions: set[Occasion] = field(default_factory=set)
    names: dict[str, Mapping[str, str]] = field(default_factory=dict)  # of elements
    taken: CoveredParts = CoveredParts()

    @property
    def summary(self) -> str:
        elements = f"{len(self.taken.elements)} of {len(self.elements)} elements"
        rules = f"{len(self.taken.rows)} of {len(self.rows)} rules"
        return f"{elements}, {rules}, {len(self.taken.letters)} of {len(self.letters)} letters taken"

    @property
    def counts(self) -> dict[str, list[int]]:
        """How many are taken of how many, by what they are."""
        return {
            "elements": [len(self.taken.elements), len(self.elements)],
            "rows": [len(self.taken.rows), len(self.rows)],
            "letters": [len(self.taken.letters), len(self.letters)],
        }

    @property
    def missing(self) -> tuple[str, ...]:
        """What no scenario takes, in words for the terminal."""
        rows = sorted(self.rows - self.taken.rows)
        return (
            *sorted(self.elements - self.taken.elements),
            *(f"{decision}, rule {number}" for decision, number in rows),
            *(f"letter {name}" for _, name in sorted(self.letters - self.taken.letters)),
        )

    @property
    def unseen(self) -> tuple[str, ...]:
        """What comes by itself and no scenario shows. A new service is published without it, too."""
        left = sorted(self.occasions - self.taken.occasions)
        return tuple(
            occasion if has_effect else f"{occasion} without effect" for occasion, has_effect in left
        )

    @property
    def untaken(self) -> list[dict[str, Any]]:
        """What no scenario takes, for pages: `kind`, `id`; with `names`, `number` or `has_effect`."""
        elements = sorted(self.elements - self.taken.elements)
        return [
            *({"kind": "element", "id": element, "names": dict(self.names[element])} for element in elements),
            *(
                {"kind": "row", "id": decision.rpartition("/")[2], "number": number}
                for decision, number in sorted(self.rows - self.taken.rows)
            ),
            *({"kind": "letter", "id": name} for _, name in sorted(self.letters - self.taken.letters)),
            *(
                {"kind": "occasion", "id": occasion, "has_effect": has_effect}
                for occasion, has_effect in sorted(self.occasions - self.taken.occasions)
            ),
        ]


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
            drawn.names |= {element.id: version.names_of(element.id) for element in scope.elements}
            drawn.letters |= set(_letters(version, scope.process))
        self._drawn[version.code].occasions |= set(_occasions(version))
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
                drawn.taken.elements.union(*(parts.elements for parts in taken)) & drawn.elements,
                drawn.taken.rows.union(*(parts.rows for parts in taken)) & drawn.rows,
                drawn.taken.letters.union(*(parts.letters for parts in taken)) & drawn.letters,
                drawn.taken.occasions.union(*(parts.occasions for parts in taken)) & drawn.occasions,
            )


def _letters(version: Published, process: str) -> Iterator[Paper]:
    """Yield the letters and acts whose templates lie in the folder of a process."""
    for name in below(version.files, f"{folder_of(process)}/documents/", f".{OFFICIAL}.html"):
        yield process, name


def _occasions(version: Published) -> Iterator[Occasion]:
    """Yield what opens cases without an application, or none by its condition, and the end of the term."""
    if version.settings.get("clock"):
        yield EXPIRY, True
    occasions = [(trigger.on, trigger.condition) for trigger in triggers_of(version.settings)]
    if cohort := version.settings.get("cohort"):
        occasions.append((BATCH, cohort.get("condition", ALWAYS)))
    for occasion, condition in occasions:
        yield occasion, True
        if condition != ALWAYS:
            yield occasion, False


def taken_by(found: Observation, letters: frozenset[Paper] = frozenset()) -> CoveredParts:
    """Return what a case has taken, by its events; `letters` are those that were filled for it."""
    rows = {
        (str(event.body["decision"]), int(rule["index"]))
        for event in found.events
        if event.kind == "decision.evaluated"
        for rule in event.body["rules"]
    }
    occasions = frozenset([(EXPIRY, True)] if expired(found) else ())
    return CoveredParts(frozenset(path(found)), frozenset(rows), letters, occasions)
