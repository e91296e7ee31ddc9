"""The mutants of the tables of a service, and what a changed file betrays on its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from engine.catalogue.folder import read_service
from mutation import tables
from mutation.changes import changes
from mutation.mutant import Mutant


def mutants_of(folder: Path) -> Iterator[Mutant]:
    """Yield the mutants of all tables of a service: its own, and those of the blocks it calls.

    What validation is to know (a misspelt name, another kind) is left to draws: it needs no scenarios.
    """
    service = read_service(folder)
    for file in sorted(service.files):
        if file.endswith(".dmn"):
            found = changes(file, service.files)
            yield from (
                change.of(service.code) for change in found if not change.is_harmless and not change.is_typed
            )


def flaw_of(mutant: Mutant) -> str | None:
    """Return the code of what validation says of the changed file alone, so that nothing has to be published.

    Nothing it does not tell is lost, for whoever publishes asks the whole validation.
    """
    return tables.flaw(mutant.content) if mutant.file.endswith(".dmn") else None
