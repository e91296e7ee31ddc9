"""What makes the mutants of a service: an operator for each kind of file. A further kind is an entry here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.catalogue.blocks import SHARED
from engine.catalogue.folder import read_service
from engine.mutation import tables
from engine.mutation.mutant import Mutant
from engine.scenarios.coverage import Taken


@dataclass(frozen=True)
class Operator:
    """What changes files of a kind: from service, file and content to mutants.

    `flaw` tells at once what the gate would say of the changed file alone, so that nothing has to be
    published to find it; nothing it does not tell is lost, for whoever publishes asks the whole gate.
    """

    mutants: Callable[[str, str, bytes], Iterator[Mutant]]
    flaw: Callable[[bytes], str | None]


def mutants_of(folder: Path) -> Iterator[Mutant]:
    """Yield the mutants of a service: of its own files, and of those of the blocks it calls."""
    service = read_service(folder)
    for file, content in sorted(service.files.items()):
        if operator := _operator(file):
            yield from operator.mutants(service.code, file, content)


def flaw_of(mutant: Mutant) -> str | None:
    """Return the code of what the gate says of the changed file alone, if it says anything."""
    operator = _operator(mutant.file)
    return operator.flaw(mutant.content) if operator else None


def _operator(file: str) -> Operator | None:
    return next((one for suffix, one in _OPERATORS.items() if file.endswith(suffix)), None)


def _tables(service: str, file: str, content: bytes) -> Iterator[Mutant]:
    folder, name, _ = file.split("/", 2)
    block = f"{SHARED}.{name}/" if folder == SHARED else ""
    for one in tables.changed(content):
        rows = frozenset((block + one.decision, number) for number in one.rules)
        yield Mutant(service, file, block + one.place, one.change, one.content, Taken(rows=rows))


_OPERATORS: Mapping[str, Operator] = {".dmn": Operator(_tables, tables.flaw)}
