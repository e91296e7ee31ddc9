"""The life events under which the catalogue shows services.

Reads `bpmn/life_events.json`. Which services belong to one is written in theirs. Refuses to know
how they are shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.catalogue.errors import CatalogueError
from engine.catalogue.files import read_file
from engine.catalogue.schemas import schemas_of

FILE = "life_events.json"


def read_life_events(bpmn: Path) -> tuple[Mapping[str, Any], ...]:
    """Return the life events in their order. Raises `CatalogueError`."""
    content = schemas_of(bpmn).read(read_file(bpmn / FILE, FILE), "life_events", FILE)
    codes = [entry["code"] for entry in content["life_events"]]
    for place, code in enumerate(codes):
        if code in codes[:place]:
            raise CatalogueError("code_twice", FILE, code)
    return tuple(content["life_events"])
