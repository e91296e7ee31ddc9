"""Runs of the scenarios of a service folder, each on a copy of the same beginning.

A scenario that can't be run is as wrong as one that ends otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from engine.catalogue.folder import ServiceFolder, read_service
from engine.errors import EngineError
from engine.scenarios.before import Earlier, earlier, meanwhile, names_of
from engine.scenarios.coverage import CoveredParts
from engine.scenarios.errors import CannotRun
from engine.scenarios.keeping import Outcome, merged
from engine.scenarios.papers import Papers
from engine.scenarios.reading import Renewable
from engine.scenarios.runner import ScenarioRunner
from engine.scenarios.throwaway_database import ThrowawayDatabase, throwaway_database


@dataclass(frozen=True)
class Result:
    """Result of a scenario: no differences means well."""

    name: str
    differences: tuple[str, ...]
    taken: CoveredParts = CoveredParts()
    outcome: Outcome | None = None  # what can be kept: none where more differs than texts of letters

    @property
    def is_good(self) -> bool:
        return not self.differences


def run_folder(folder: Path) -> tuple[Result, ...]:
    """Run every scenario of a service folder, in order of name."""
    service = read_service(folder)
    if not service.scenarios:
        return ()
    with prepared_database(folder, service) as built:
        return tuple(run_one(built, folder, service, name) for name in sorted(service.scenarios))


def keep_folder(folder: Path) -> tuple[Result, ...]:
    """Run the scenarios of a service folder; write what they come to into their files.

    Where something differs from what is expected nothing is written, unless it is the text of letters alone.
    """
    results = run_folder(folder)
    outcomes = [
        (result.name, (folder / _file_of(result.name)).read_bytes(), result.outcome)
        for result in results
        if result.outcome is not None
    ]
    for name, content in merged(outcomes):
        (folder / _file_of(name)).write_bytes(content)
    return results


def _file_of(scenario: str) -> str:
    return f"scenarios/{scenario}.json"


@contextmanager
def prepared_database(folder: Path, service: ServiceFolder) -> Iterator[ThrowawayDatabase]:
    """Start a throwaway database for all scenarios of a service."""
    scenarios = service.scenarios.values()
    before = [scenario for content in scenarios for scenario in earlier(folder, content)]
    between = [other for content in scenarios for other in meanwhile(folder, content).values()]
    others = dict.fromkeys(other.folder for other in (*before, *between) if other.folder != folder)
    with throwaway_database(
        folder, first_day((*scenarios, *(scenario.content for scenario in before))), tuple(others)
    ) as built:
        yield built


def first_day(scenarios: Iterable[Mapping[str, Any]]) -> datetime:
    """Return the instant when the first of the scenarios begins."""
    return min(datetime.fromisoformat(content["starts_at"]) for content in scenarios)


def run_one(
    built: ThrowawayDatabase,
    folder: Path,
    service: ServiceFolder,
    name: str,
    *,
    after: tuple[str, ...] | None = None,
    papers: Papers | None = None,
) -> Result:
    """Run a scenario over what it begins with, or over the database that was prepared under `after`.

    What it fills is noted in `papers`.
    """
    content, papers = service.scenarios[name], papers or Papers()
    try:
        before = prepare(built, earlier(folder, content)) if after is None else after
        with built.engine(datetime.fromisoformat(content["starts_at"]), before) as (engine, clock):
            between = meanwhile(folder, content)
            runner = ScenarioRunner(engine, clock, service.code, content, papers=papers, meanwhile=between)
            found = runner.run()
            is_kept = runner.is_opened and all(isinstance(difference, Renewable) for difference in found)
            outcome = runner.outcome() if is_kept else None
            return Result(name, tuple(map(str, found)), runner.taken(), outcome)
    except (CannotRun, EngineError) as error:
        return Result(name, (str(error), *map(str, papers.gaps)))


def prepare(built: ThrowawayDatabase, before: tuple[Earlier, ...]) -> tuple[str, ...]:
    """Run what has to have happened before, once for all scenarios that begin with it; return its name.

    Texts of its letters are its own scenario's business: here cases may have other numbers.
    """
    name = names_of(before)
    if not before or name in built.prepared:
        return name
    with built.preparing(name, before[0].starts_at) as (engine, clock):
        for scenario in before:
            clock.set(scenario.starts_at)
            between = meanwhile(scenario.folder, scenario.content)
            found = ScenarioRunner(engine, clock, scenario.service, scenario.content, meanwhile=between).run()
            if differing := [said for said in found if not isinstance(said, Renewable)]:
                raise CannotRun(f"before, {scenario.name}: {differing[0]}")
    return name
