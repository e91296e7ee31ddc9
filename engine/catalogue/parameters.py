"""Terms, amounts, fees and thresholds, valid by filing date.

Reads `bpmn/parameters/*.json`, or takes rows that the database keeps, and answers which value
held on a day. It refuses to choose the day: for a case that is the filing date unless the act
says otherwise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

from engine.catalogue.errors import CatalogueError
from engine.catalogue.files import read_file
from engine.catalogue.names import Names
from engine.catalogue.schemas import schemas_of
from engine.catalogue.validity import Validity
from engine.terms import Law, Term, Unit

FOLDER = "parameters"
# What a lawyer has not confirmed and no public text says; a production start lists these.
UNCONFIRMED = frozenset({"low", "proposal", "demo"})


class ParameterUnknown(CatalogueError):
    """No parameter of the name holds on the day, or it is not of the kind that was asked for."""


@dataclass(frozen=True)
class Parameter:
    """One value of one parameter during its validity. `value` is JSON as in the file."""

    name: str
    names: Names
    kind: str
    value: Any
    unit: str | None
    validity: Validity
    law: Law | None
    confidence: str
    source: str
    note: str | None

    @classmethod
    def of(cls, entry: Mapping[str, Any]) -> Parameter:
        """Build from an entry as the files write it."""
        return cls(
            name=entry["name"],
            names=Names.of(entry["names"]),
            kind=entry["kind"],
            value=entry["value"],
            unit=entry["unit"],
            validity=Validity.of(entry["valid_from"], entry["valid_until"]),
            law=law_of(entry["law"]),
            confidence=entry["confidence"],
            source=entry["source"],
            note=entry["note"],
        )

    @property
    def is_confirmed(self) -> bool:
        return self.confidence not in UNCONFIRMED

    def as_term(self) -> Term:
        """Return the term; asking this of an amount is an error."""
        if self.kind != "term":
            raise ParameterUnknown("parameter_not_a_term", self.name)
        number, unit = self.value["number"], Unit(self.value["unit"])
        return Term(self.name, number, unit, self.law, self.confidence)


class Parameters:
    """All values of all parameters."""

    def __init__(self, entries: Iterable[Parameter]) -> None:
        by_name: dict[str, list[Parameter]] = defaultdict(list)
        for entry in entries:
            by_name[entry.name].append(entry)
        for name, values in by_name.items():
            if any(value.validity.is_empty for value in values):
                raise CatalogueError("parameter_never_valid", FOLDER, name)
            if any(one.validity.overlaps(other.validity) for one, other in combinations(values, 2)):
                raise CatalogueError("parameter_overlap", FOLDER, name)
        self._by_name = {name: tuple(values) for name, values in sorted(by_name.items())}

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._by_name)

    def entries(self) -> tuple[Parameter, ...]:
        """Return every value, by name and start."""
        return tuple(
            value
            for values in self._by_name.values()
            for value in sorted(values, key=lambda value: value.validity.valid_from)
        )

    def find(self, name: str, on: date) -> Parameter:
        """Return the parameter as it held on the day."""
        for value in self._by_name.get(name, ()):
            if value.validity.covers(on):
                return value
        raise ParameterUnknown("parameter_unknown", name, on.isoformat())

    def term(self, name: str, on: date) -> Term:
        """Return the term that held on the day."""
        return self.find(name, on).as_term()

    def value(self, name: str, on: date) -> Any:
        """Return the number, amount in tetri, text or flag that held on the day."""
        found = self.find(name, on)
        if found.kind == "term":
            raise ParameterUnknown("parameter_is_a_term", name)
        return found.value

    def unconfirmed(self, on: date) -> tuple[Parameter, ...]:
        """Return what holds on the day without anybody having confirmed it."""
        return tuple(
            entry for entry in self.entries() if entry.validity.covers(on) and not entry.is_confirmed
        )


def law_of(entry: Mapping[str, Any] | None) -> Law | None:
    """Read the law of an entry."""
    return None if entry is None else Law(entry["act"], entry["article"])


def read_parameters(bpmn: Path) -> Parameters:
    """Read every file of `bpmn/parameters/`."""
    entries: list[Parameter] = []
    for path in sorted((bpmn / FOLDER).glob("*.json")):
        label = f"{FOLDER}/{path.name}"
        content = schemas_of(bpmn).read(read_file(path, label), "parameters", label)
        entries += [Parameter.of(entry) for entry in content["parameters"]]
    return Parameters(entries)
