"""Judging mutants: the gate first, then the scenarios that come to the changed place, until one fails.

One process plays for one service: a throw-away database for all of its mutants, and a copy of the
catalogue in which one file at a time is changed.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from engine.catalogue.errors import CatalogueError
from engine.catalogue.folder import ServiceFolder, read_service
from engine.commands import PublishService
from engine.mutation.mutant import Mutant, Verdict
from engine.mutation.operators import flaw_of
from engine.scenarios.before import earlier
from engine.scenarios.play import Result, first_day, play_one, prepare, staged
from engine.scenarios.stage import Stage
from engine.tenancy import system


def judge(folder: Path, work: Sequence[tuple[Mutant, tuple[str, ...]]]) -> tuple[Verdict, ...]:
    """Judge mutants of one service, each by the scenarios named beside it."""
    service = read_service(folder)
    with staged(folder, service) as built, _copied(folder) as copy:
        return tuple(_judged(built, copy, service, mutant, names) for mutant, names in work)


@contextmanager
def _copied(folder: Path) -> Iterator[Path]:
    """Give the same service folder in a copy of its catalogue."""
    with tempfile.TemporaryDirectory(prefix="mms-mutants-") as name:
        bpmn = Path(name) / "bpmn"
        shutil.copytree(folder.parent.parent, bpmn)
        yield bpmn / folder.parent.name / folder.name


def _judged(
    built: Stage, copy: Path, service: ServiceFolder, mutant: Mutant, names: tuple[str, ...]
) -> Verdict:
    if flaw := flaw_of(mutant):
        return Verdict(mutant.name, "refused", flaw)
    file = copy.parent.parent / mutant.file
    whole = file.read_bytes()
    file.write_bytes(mutant.content)
    try:
        for result in _results(built, copy, service, names):
            if not result.is_good:
                return Verdict(mutant.name, "failed", result.name)
    except CatalogueError as error:
        return Verdict(mutant.name, "refused", error.error_code)
    finally:
        file.write_bytes(whole)
    return Verdict(mutant.name, "survived")


def _results(built: Stage, copy: Path, service: ServiceFolder, names: tuple[str, ...]) -> Iterator[Result]:
    """Publish the changed service beside what a scenario begins with, and play; one database for all alike.

    Where no scenario comes to the place, the gate alone is asked.
    """
    groups: dict[tuple[str, ...], list[str]] = {}
    # Those that say what the data are notice most, so the others need rarely be played.
    for name in sorted(names, key=lambda one: "data" not in service.scenarios[one]["expect"]):
        groups.setdefault(prepare(built, earlier(copy, service.scenarios[name])), []).append(name)
    for before, alike in (groups or {(): []}).items():
        changed = (*before, "changed")
        day = first_day([service.scenarios[name] for name in alike] or service.scenarios.values())
        try:
            with built.preparing(changed, day, after=before) as (engine, _):
                engine.send(PublishService(copy, "mutation"), actor=system())
            for name in alike:
                yield play_one(built, copy, service, name, after=changed)
        finally:
            built.forget(changed)
