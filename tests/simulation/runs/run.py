"""`make runs`: what validation calls sound ends properly, whatever people and chance do.

    python -m tests.simulation.runs.run [--count 10000] [--seed N] [--generated 50]

Simulates that many random runs of every service and of generated diagrams of up to sixty elements. Exit
code 0 means: every diagram was called sound and every run of it ended properly.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from engine.catalogue.blocks import diagrams
from engine.catalogue.folder import read_service, services
from engine.catalogue.soundness import judge, read_own
from engine.installation.loading import BPMN
from engine.process import Definition
from tests.simulation.runs.generate import generated
from tests.simulation.runs.random_runs import ImproperEnd, RandomRuns

MOST_COMPLAINTS = 3


def main() -> int:
    parser = argparse.ArgumentParser(description="Simulates random runs of what validation calls sound.")
    parser.add_argument("--count", type=int, default=10_000, help="runs of each diagram")
    parser.add_argument("--seed", type=int, default=1, help="number of the first run")
    parser.add_argument("--generated", type=int, default=50, help="how many diagrams are made up")
    options = parser.parse_args()
    began, bad, runs = time.monotonic(), 0, 0
    names = [*(str(folder) for folder in services(BPMN)), *(f"#{n}" for n in range(options.generated))]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        tasks = [pool.submit(judge_and_run, name, options.seed, options.count) for name in names]
        for name, task in zip(names, tasks, strict=True):
            steps, complaints = task.result()
            runs += options.count
            bad += len(complaints)
            said = "; ".join(complaints) or f"{options.count} runs, {steps / options.count:.1f} steps each"
            print(
                f"{'BAD ' if complaints else 'good'}  {name.removeprefix(str(BPMN) + '/')}  {said}",
                flush=True,
            )
    print(f"{len(names)} diagrams, {runs} runs, {bad} complaints, {time.monotonic() - began:.0f} s")
    return 1 if bad else 0


def judge_and_run(name: str, seed: int, count: int) -> tuple[int, list[str]]:
    """Return how many steps the runs of one diagram took, and what was wrong, a few at the most."""
    steps, complaints = 0, []
    definition = definition_of(name)
    verdict = judge(read_own(definition))
    if verdict.word != "sound":
        return 0, [f"called {verdict.word}: {verdict.flaws or verdict.undecided}"]
    runs = RandomRuns(definition)
    for run in range(seed, seed + count):
        try:
            steps += runs.run(run)
        except ImproperEnd as error:
            complaints.append(f"run {run}: {error}")
            if len(complaints) == MOST_COMPLAINTS:
                break
    return steps, complaints


def definition_of(name: str) -> Definition:
    """Return a service's definition by its folder, or a generated one by its number."""
    if name.startswith("#"):
        return generated(int(name[1:]))
    service = read_service(Path(name))
    return Definition.parse(service.process, diagrams(service.files))


if __name__ == "__main__":
    sys.exit(main())
