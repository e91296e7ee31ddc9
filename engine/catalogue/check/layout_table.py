"""The table of layouts: how each diagram below some folders is drawn, by rule, for terminals and programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from engine.catalogue.blocks import SHARED
from engine.catalogue.lanes import lane_names
from engine.process.layout import DEMANDED, Measurement, Rule, measure

NAME = "process.bpmn"


def measured_below(folders: Iterable[Path], shipped: Path) -> dict[str, Measurement]:
    """Return how each diagram below the folders is drawn, by module and folder; one without a drawing is not.

    Blocks are those of the catalogue that a folder lies in, else those of the shipped one.
    """
    found: dict[str, Measurement] = {}
    for path in sorted({path.resolve() for folder in folders for path in folder.rglob(NAME)}):
        own = path.parents[2] / SHARED
        blocks = {
            f"{SHARED}.{block.parent.name}": block.read_bytes()
            for block in (own if own.is_dir() else shipped / SHARED).glob(f"*/{NAME}")
        }
        measured = measure(path.read_bytes(), blocks, lane_names())
        if measured is not None:
            found[f"{path.parents[1].name}/{path.parent.name}"] = measured
    return found


def table(measured: Mapping[str, Measurement]) -> Iterator[str]:
    """Yield the lines of the table: violations by rule, then what is in the diagram and how large it is."""
    wide = max(map(len, measured), default=0)
    numbers = "".join(f"{rule.value:>4}{'!' if rule in DEMANDED else ' '}" for rule in Rule)
    yield f"{'':{wide}}  {numbers}  steps arrows bends      size"
    for name, found in measured.items():
        counts = "".join(f"{found.counts.get(rule, 0) or '·':>4} " for rule in Rule)
        size = f"{found.width:.0f} × {found.height:.0f}"
        yield f"{name:{wide}}  {counts}  {found.steps:>5} {found.arrows:>6} {found.bends:>5} {size:>11}"
    sums = Counter[Rule]()
    for found in measured.values():
        sums.update(found.counts)
    yield f"{'':{wide}}  " + "".join(f"{sums[rule]:>4} " for rule in Rule)


def places(measured: Mapping[str, Measurement]) -> Iterator[str]:
    """Yield a line for each violation."""
    for name, found in measured.items():
        for violation in found.violations:
            x, y = violation.at
            number = "" if violation.measured is None else f" ({violation.measured:.1f})"
            said = f"{violation.rule.value:>2} {violation.what}: {' × '.join(violation.elements)}{number}"
            yield f"{name} {said} at {x:.0f}, {y:.0f}"


def as_data(measured: Mapping[str, Measurement]) -> dict[str, Any]:
    """Return all that was measured, for programs."""
    return {
        name: {
            "steps": found.steps,
            "branches": found.branches,
            "events": found.events,
            "arrows": found.arrows,
            "bends": found.bends,
            "lanes": found.lanes,
            "width": found.width,
            "height": found.height,
            "counts": {str(rule.value): found.counts.get(rule, 0) for rule in Rule},
            "violations": [
                {
                    "rule": violation.rule.value,
                    "what": violation.what,
                    "elements": list(violation.elements),
                    "at": list(violation.at),
                    "measured": violation.measured,
                }
                for violation in found.violations
            ],
        }
        for name, found in measured.items()
    }
