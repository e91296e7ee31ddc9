"""Judging mutants: validation first, then the scenarios that come to the changed place, until one fails.

One process runs the scenarios of one service: a throwaway database for all of its mutants, and a copy of the
catalogue in which one file at a time is changed.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from engine.catalogue.check.findings import Unfit
from engine.catalogue.errors import CatalogueError
from engine.catalogue.folder import ServiceFolder, read_service
from engine.comparing import Weight, compare
from engine.errors import DATABASE_AWAY, NoFreeConnection, StatementTimeout
from engine.scenarios.before import earlier
from engine.scenarios.run import Result, first_day, prepare, prepared_database, run_one
from engine.scenarios.throwaway_database import ThrowawayDatabase
from engine.studio.commands.publishing import PublishService
from engine.tenancy import system
from mutation.mutant import Mutant, Verdict
from mutation.operators import flaw_of

# A machine that is busy with other work answers in time at last.
TRIES = 3
BUSY = (DATABASE_AWAY, NoFreeConnection.code, StatementTimeout.code)


class ScenarioFails(Exception):
    """A scenario fails as the service is drawn, so it can't tell a mutant; the message names it."""


def judge(folder: Path, work: Sequence[tuple[Mutant, tuple[str, ...]]]) -> tuple[Verdict, ...]:
    """Judge mutants of one service, each by the scenarios named beside it."""
    service = read_service(folder)
    with prepared_database(folder, service) as built, _copied(folder) as copy:
        return tuple(_judged(built, copy, service, mutant, names) for mutant, names in work)


@dataclass(frozen=True)
class Question:
    """A mutant, and whether validation alone may answer where no scenario reaches the place."""

    mutant: Mutant
    is_answered_by_validation: bool


def judge_with_all(folder: Path, questions: Sequence[Question]) -> tuple[Verdict | None, ...]:
    """Judge mutants of one service by whichever of its scenarios come to their places.

    All is run once as it is drawn. Raises `ScenarioFails`. None stands for what can't be told here.
    """
    service = read_service(folder)
    with prepared_database(folder, service) as built, _copied(folder) as copy:
        results = tuple(
            _run_again_while_busy(built, folder, service, name) for name in sorted(service.scenarios)
        )
        refuse_failing(results)
        return tuple(_answered(built, copy, service, question, results) for question in questions)


def _answered(
    built: ThrowawayDatabase, copy: Path, service: ServiceFolder, asked: Question, results: Sequence[Result]
) -> Verdict | None:
    names = tuple(result.name for result in results if asked.mutant.may_be_noticed_by(result.taken))
    if not names and not asked.is_answered_by_validation:
        return None
    return _judged(built, copy, service, asked.mutant, names)


def _run_again_while_busy(
    built: ThrowawayDatabase,
    folder: Path,
    service: ServiceFolder,
    name: str,
    *,
    after: tuple[str, ...] | None = None,
) -> Result:
    """Run a scenario, and again while the database is too busy to answer: that says nothing of the service.

    Raises `ScenarioFails` where it stays so.
    """
    for _ in range(TRIES):
        try:
            result = run_one(built, folder, service, name, after=after)
        except Exception as error:  # a changed diagram may give an operation what it can't bear
            return Result(name, (repr(error),))
        if not any(code in difference for difference in result.differences for code in BUSY):
            return result
    raise ScenarioFails(f"{result.name}: {result.differences[0]}")


def refuse_failing(results: Iterable[Result]) -> None:
    """Raise `ScenarioFails` where one fails before anything is changed."""
    for result in results:
        if not result.is_good:
            raise ScenarioFails(f"{result.name}: {result.differences[0]}")


@contextmanager
def _copied(folder: Path) -> Iterator[Path]:
    """Give the same service folder in a copy of its catalogue."""
    with tempfile.TemporaryDirectory(prefix="mms-mutants-") as name:
        bpmn = Path(name) / "bpmn"
        shutil.copytree(folder.parent.parent, bpmn)
        yield bpmn / folder.parent.name / folder.name


def _judged(
    built: ThrowawayDatabase, copy: Path, service: ServiceFolder, mutant: Mutant, names: tuple[str, ...]
) -> Verdict:
    if flaw := flaw_of(mutant):
        return Verdict.of(mutant, "refused", flaw)
    file = copy.parent.parent / mutant.file
    whole = file.read_bytes()
    file.write_bytes(mutant.content)
    try:
        for result in _results(built, copy, service, names):
            if not result.is_good:
                return Verdict.of(mutant, "failed", result.name)
    except CatalogueError as error:
        return Verdict.of(mutant, "refused", _first(error))
    finally:
        file.write_bytes(whole)
    if mutant.is_harmless and _means_something(service, mutant):
        return Verdict.of(mutant, "failed", "comparison of versions")
    return Verdict.of(mutant, "survived")


def _means_something(service: ServiceFolder, mutant: Mutant) -> bool:
    """Tell whether the comparison of versions says that cases go another path by the change."""
    found = compare(service.files, {**service.files, mutant.file: mutant.content})
    return any(difference.weight is Weight.MEANING for difference in found)


def _first(error: CatalogueError) -> str:
    """Return the first thing that validation finds, or what the reader of the folder says."""
    return error.findings[0].code if isinstance(error, Unfit) else error.error_code


def _results(
    built: ThrowawayDatabase, copy: Path, service: ServiceFolder, names: tuple[str, ...]
) -> Iterator[Result]:
    """Publish the changed service beside what a scenario begins with, and run; one database for all alike.

    Where no scenario comes to the place, validation alone is asked.
    """
    groups: dict[tuple[str, ...], list[str]] = {}
    # Those that say what the data are notice most, so the others need rarely be run.
    for name in sorted(names, key=lambda name: "data" not in service.scenarios[name]["expect"]):
        groups.setdefault(prepare(built, earlier(copy, service.scenarios[name])), []).append(name)
    for before, alike in (groups or {(): []}).items():
        changed = (*before, "changed")
        day = first_day([service.scenarios[name] for name in alike] or service.scenarios.values())
        try:
            with built.preparing(changed, day, after=before) as (engine, _):
                engine.send(PublishService(copy, "mutation"), actor=system())
            for name in alike:
                yield _run_again_while_busy(built, copy, service, name, after=changed)
        finally:
            built.forget(changed)
