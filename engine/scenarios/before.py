"""Other scenarios, of any module, by name: what has happened before one begins, or happens meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from engine.catalogue.folder import read_service


@dataclass(frozen=True)
class Earlier:
    """A scenario that is run before another one."""

    name: str
    folder: Path
    service: str
    content: Mapping[str, Any]

    @property
    def starts_at(self) -> datetime:
        return datetime.fromisoformat(self.content["starts_at"])


def earlier(folder: Path, content: Mapping[str, Any]) -> tuple[Earlier, ...]:
    """Return the scenarios that are run before one of the folder's, in order."""
    return tuple(_find(folder, name) for name in content.get("before", ()))


def meanwhile(folder: Path, content: Mapping[str, Any]) -> dict[str, Earlier]:
    """Return by name the scenarios that are run between the steps of one of the folder's."""
    names = (step["meanwhile"] for step in content["steps"] if "meanwhile" in step)
    return {name: _find(folder, name) for name in names}


def names_of(before: Sequence[Earlier]) -> tuple[str, ...]:
    return tuple(scenario.name for scenario in before)


def _find(folder: Path, name: str) -> Earlier:
    """Return a scenario by `<service>/<scenario>`, of another module by `<module>/<service>/<scenario>`."""
    *other, service, scenario = name.split("/")
    its = folder.parent.with_name(other[0]) / service if other else folder.parent / service
    found = read_service(its)
    return Earlier(name, its, found.code, found.scenarios[scenario])
