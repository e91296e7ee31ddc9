"""Judging drawn changes by validation, and some of what it lets pass by scenarios: those take far longer."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from engine.catalogue.check.findings import errors_among
from engine.catalogue.check.validation import check_folder
from engine.catalogue.folder import read_service
from mutation.draw import Drawn
from mutation.equivalent import rule_that_proves
from mutation.mutant import Mutant, Verdict
from mutation.run_drawn import verdicts_on

# What a block says wrong shows in whoever calls it; a few of them are asked.
CALLERS = 3


def verdicts_by_validation(
    drawn: Sequence[Drawn], *, scenarios: int, processes: int | None = None
) -> Iterator[Verdict]:
    """Yield what became of each change; of what passes, the first so many are asked of scenarios.

    Raises `ScenarioFails`.
    """
    passed: list[Drawn] = []
    workers = processes or os.cpu_count() or 1
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        # A change is a function, which does not go to another process: what it makes does.
        made = [mutants(change) for change in drawn]
        for change, verdict in zip(drawn, pool.map(judged, made), strict=True):
            if verdict.fate == "passed" and len(passed) < scenarios:
                passed.append(change)
            else:
                yield verdict
    yield from verdicts_on(passed, processes=processes)


def mutants(drawn: Drawn) -> list[tuple[Path, Mutant]]:
    """Return what a change makes of the services that are asked about it, by their folders."""
    folders = drawn.folders[:CALLERS]
    return [(folder, drawn.change.of(f"{folder.parent.name}.{folder.name}")) for folder in folders]


def judged(made: Sequence[tuple[Path, Mutant]]) -> Verdict:
    """Judge one change: refused, harmless by a rule, or passed, which says nothing of scenarios."""
    for folder, mutant in made:
        if codes := refusals(folder, mutant):
            return Verdict.of(mutant, "refused", codes[0])
    folder, mutant = made[-1]
    files = read_service(folder).files
    if rule := rule_that_proves(mutant.file, files, mutant.content):
        return Verdict.of(mutant, "harmless", rule)
    return Verdict.of(mutant, "passed")


def refusals(folder: Path, mutant: Mutant) -> tuple[str, ...]:
    """Return the codes of the errors that validation finds in a service with the change."""
    bpmn = Path(_copy(folder.parent.parent).name)
    file = bpmn / mutant.file
    whole = file.read_bytes()
    file.write_bytes(mutant.content)
    try:
        found = errors_among(check_folder(bpmn / folder.parent.name / folder.name))
        return tuple(dict.fromkeys(finding.code for finding in found))
    finally:
        file.write_bytes(whole)


@cache
def _copy(bpmn: Path) -> TemporaryDirectory[str]:
    """Return this process's copy of a catalogue, which goes when the process ends."""
    copy = TemporaryDirectory(prefix="mms-mutants-")
    shutil.copytree(bpmn, copy.name, dirs_exist_ok=True)
    return copy


def shown(verdicts: Iterable[Verdict]) -> Iterator[str]:
    """Yield a line for each verdict."""
    for verdict in verdicts:
        by = f" ({verdict.by})" if verdict.by else ""
        yield f"{verdict.fate:9} {verdict.operator}: {verdict.mutant}{by}"
