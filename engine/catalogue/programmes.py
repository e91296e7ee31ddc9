"""Sub-programmes of aid, by municipality and valid by filing date.

Reads `bpmn/programmes/<municipality>.json` and checks what a schema can't. Which rule, route, form parts and
documents a case gets follows from the sub-programme chosen; what these words mean is the service's to draw.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any

from engine.catalogue.errors import CatalogueError
from engine.catalogue.files import read_file
from engine.catalogue.schemas import schemas_of
from engine.catalogue.validity import Validity


@dataclass(frozen=True)
class Programme:
    """One sub-programme during its validity. `content` is the entry as the file writes it."""

    municipality: str
    code: str
    validity: Validity
    content: Mapping[str, Any]
    is_demo: bool = False  # no council adopted it


def read_programmes(bpmn: Path) -> tuple[Programme, ...]:
    """Read every file of `bpmn/programmes/`; there may be none."""
    found: list[Programme] = []
    for path in sorted((bpmn / "programmes").glob("*.json")):
        label = f"programmes/{path.name}"
        content = schemas_of(bpmn).read(read_file(path, label), "programmes", label)
        place = content["municipality"]
        if place != path.stem or not (bpmn / "municipalities" / path.name).is_file():
            raise CatalogueError("programmes_elsewhere", label, place)
        found += [
            Programme(
                place,
                programme["code"],
                Validity.of(programme["valid_from"], programme["valid_until"]),
                programme,
                content["demo"],
            )
            for programme in content["programmes"]
        ]
        _refuse_overlaps(found, label)
    return tuple(found)


def in_year(programme: Programme, year: int) -> Programme:
    """Return an invented sub-programme as another year would have it: its days, and its own year in texts."""
    own = programme.validity.valid_from.year
    moved_to = {str(own): str(year), str(own + 1): str(year + 1)}
    years = re.compile("|".join(rf"(?<![0-9]){found}(?![0-9])" for found in moved_to))

    def moved(said: Any) -> Any:
        if isinstance(said, Mapping):
            return {key: moved(value) for key, value in said.items()}
        if isinstance(said, list):
            return [moved(value) for value in said]
        return years.sub(lambda found: moved_to[found[0]], said) if isinstance(said, str) else said

    content = moved(programme.content)
    validity = Validity.of(content["valid_from"], content["valid_until"])
    return replace(programme, validity=validity, content=content)


def _refuse_overlaps(programmes: list[Programme], label: str) -> None:
    by_code: dict[tuple[str, str], list[Validity]] = defaultdict(list)
    for programme in programmes:
        by_code[programme.municipality, programme.code].append(programme.validity)
    for (_, code), periods in by_code.items():
        if any(period.is_empty for period in periods):
            raise CatalogueError("programme_never_valid", label, code)
        if any(one.overlaps(other) for one, other in combinations(periods, 2)):
            raise CatalogueError("programme_overlap", label, code)
