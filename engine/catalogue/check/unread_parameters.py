"""Check for unread parameters of the catalogue: one that nothing reads promises what nobody keeps.

Read is what an expression, form or letter of any service or block names, what settings of services and
registers count by, and what the engine reads by itself (`engine.own_parameters`). A README or a scenario
reads nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from engine.catalogue.check.findings import Finding, of_catalogue, remark
from engine.catalogue.check.parameters import IN_FORM, clock_terms, texts_in
from engine.catalogue.errors import CatalogueError
from engine.catalogue.parameters import FOLDER, read_parameters
from engine.own_parameters import OwnParameter

# A name may be given to a block or an operation, which asks for the term: any text of an expression counts.
_LITERAL: Final = re.compile(r'"([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*)"')
_EXPRESSIONS: Final = (".bpmn", ".dmn", ".html")


def check_parameters_read(bpmn: Path) -> Iterator[Finding]:
    """Yield the parameters of a catalogue that nothing which runs ever reads."""
    try:
        names = read_parameters(bpmn).names
    except CatalogueError as error:
        yield of_catalogue(error)
        return
    unread = names - {*OwnParameter, *_read(bpmn)}
    for file, name in sorted(_entered(bpmn)):
        if name in unread:
            yield remark("reference.parameter_unread", file=file, detail=name)


def _entered(bpmn: Path) -> set[tuple[str, str]]:
    """Return every parameter with the file it stands in."""
    return {
        (f"{FOLDER}/{path.name}", str(entry["name"]))
        for path in (bpmn / FOLDER).glob("*.json")
        for entry in json.loads(path.read_bytes())["parameters"]
    }


def _read(bpmn: Path) -> Iterator[str]:
    """Yield the names that the files of services, blocks and registers read."""
    for path in bpmn.rglob("*"):
        name = path.relative_to(bpmn).as_posix()
        if path.suffix in _EXPRESSIONS:
            for text in texts_in(name, path.read_bytes()):
                yield from _LITERAL.findall(text)
        elif path.suffix == ".form":
            yield from (found[1:] for found in IN_FORM.findall(path.read_text(errors="replace")))
        elif path.name == "service.json" or path.parent.name == "registers":
            yield from _counted_by(_settings(path))


def _counted_by(settings: Mapping[str, Any]) -> Iterator[str]:
    """Yield the parameters by which a service or register counts, and those that its expressions read."""
    yield from (name for _, name in clock_terms(settings))
    yield str((settings.get("appeal") or {}).get("term"))
    yield str((settings.get("planned_end") or {}).get("days"))
    for text in _texts(settings):
        if text.startswith("="):
            yield from _LITERAL.findall(text)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(inner)


def _settings(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
    except ValueError:  # told where the service is judged
        return {}
    return found if isinstance(found, dict) else {}
