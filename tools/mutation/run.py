"""A whole run: every scenario once as it is drawn, then every mutant by those that come to its place."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from engine.scenarios.run import Result, run_folder
from mutation.judging import judge, refuse_failing
from mutation.mutant import Mutant, Verdict
from mutation.operators import mutants_of

# Setting a stage takes seconds: this number of mutants is judged on one.
ON_ONE_STAGE = 24


def verdicts(folders: Iterable[Path], *, processes: int | None = None) -> Iterator[Verdict]:
    """Yield what became of each mutant of the services, as the processors come to them.

    Raises `ScenarioFails`.
    """
    mutants = {folder: tuple(mutants_of(folder)) for folder in folders}
    changing = [folder for folder, found in mutants.items() if found]
    workers = processes or os.cpu_count() or 1
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        results = dict(zip(changing, pool.map(run_folder, changing), strict=True))
        work = {folder: _with_names(mutants[folder], results[folder]) for folder in changing}
        batches = [
            pool.submit(judge, folder, pairs[start : start + ON_ONE_STAGE])
            for folder, pairs in work.items()
            for start in range(0, len(pairs), ON_ONE_STAGE)
        ]
        for done in batches:
            yield from done.result()


def _with_names(
    mutants: Iterable[Mutant], results: tuple[Result, ...]
) -> list[tuple[Mutant, tuple[str, ...]]]:
    """Return each mutant with the scenarios that may notice it."""
    refuse_failing(results)
    return [
        (mutant, tuple(result.name for result in results if mutant.may_be_noticed_by(result.taken)))
        for mutant in mutants
    ]
