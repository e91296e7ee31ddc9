"""Loading the catalogue and the demo people into the database, and publishing services.

Commands do the writing; this module reads the files and sends one command for each.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.bootstrap import Engine
from engine.catalogue.folder import services
from engine.catalogue.municipalities import read_centers, read_municipalities
from engine.catalogue.parameters import read_parameters
from engine.commands import LoadMunicipality, LoadPerson, LoadReferenceData, PublishService
from engine.tenancy import system


def load_catalogue(engine: Engine, bpmn: Path) -> None:
    """Load municipalities, centres, holidays and parameters. What is known already stays."""
    # The readers check every file against its schema; the commands carry what was checked.
    read_municipalities(bpmn)
    read_centers(bpmn)
    read_parameters(bpmn)
    for path in sorted((bpmn / "municipalities").glob("*.json")):
        engine.send(LoadMunicipality(_json(path)), actor=system())
    engine.send(
        LoadReferenceData(
            holidays=tuple(_json(bpmn / "holidays.json")["holidays"]),
            parameters=tuple(_parameters(bpmn)),
            centers=tuple(_json(bpmn / "centers.json")["centers"]),
        ),
        actor=system(),
    )


def load_people(engine: Engine, path: Path) -> None:
    """Load the marked demo people with their roles."""
    for person in _json(path)["people"]:
        engine.send(LoadPerson(person), actor=system())


def publish(engine: Engine, folder: Path, *, publisher: str, second_person: str | None = None) -> None:
    """Publish one service folder."""
    engine.send(PublishService(folder.absolute(), publisher, second_person), actor=system())


def publish_all(engine: Engine, bpmn: Path, *, publisher: str) -> tuple[str, ...]:
    """Publish every service of the catalogue; return their codes."""
    found = services(bpmn)
    for folder in found:
        publish(engine, folder, publisher=publisher)
    return tuple(f"{folder.parent.name}.{folder.name}" for folder in found)


def _parameters(bpmn: Path) -> Iterator[dict[str, Any]]:
    for path in sorted((bpmn / "parameters").glob("*.json")):
        yield from _json(path)["parameters"]


def _json(path: Path) -> Any:
    return json.loads(path.read_text())
