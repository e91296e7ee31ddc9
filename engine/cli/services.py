"""Service folders: checked, run, published."""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from engine.cli.acts import Act, acting, said
from engine.cli.plain import an_engine, plain_errors
from engine.texts import LANGUAGES

if TYPE_CHECKING:
    from engine.catalogue.check import Finding
    from engine.scenarios.coverage import Coverage

FOLDERS = click.argument("folders", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))


@click.command()
@FOLDERS
@acting
def publish(folders: tuple[Path, ...], act: Act) -> None:
    """Publish service folders or whole catalogues; without any, all of bpmn/."""
    from engine.catalogue.folder import service_folders
    from engine.installation import loading
    from engine.studio.commands.publishing import PublishService
    from engine.tenancy import system

    with plain_errors(), an_engine() as engine:
        for folder in folders or (loading.BPMN,):
            for service in service_folders(folder.resolve()):
                done = engine.send(PublishService(service, **act), actor=system())
                click.echo(said(done))


@click.command()
@FOLDERS
@click.option(
    "--soundness",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Judge only the flow of control of any BPMN 2.0 file; exit code 0 sound, 1 unsound, 2 not decided.",
)
@click.option(
    "--layout",
    "is_layout",
    is_flag=True,
    help="Measure only how each diagram below the folders is drawn: violations by the number of the rule."
    " Those marked with ! may not be in our own.",
)
@click.option("--each", "is_each", is_flag=True, help="With --layout: a line for each violation.")
@click.option(
    "--language", type=click.Choice(LANGUAGES), default=LANGUAGES[0], help="Language of the findings."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="For people, or for programs: both languages, every finding with its code and place.",
)
def check(
    folders: tuple[Path, ...],
    soundness: Path | None,
    is_layout: bool,
    is_each: bool,
    language: str,
    form: str,
) -> None:
    """Say what is wrong with service folders before they are published; without any, all of bpmn/.

    Ends with code 1 if there is an error. Remarks forbid nothing.
    """
    from engine.catalogue.check import errors_among, words
    from engine.catalogue.check.validation import OPERATIONS
    from engine.catalogue.soundness.report import judge_file

    if soundness is not None:
        report = judge_file(soundness.read_bytes(), OPERATIONS)
        click.echo("\n".join(report.lines))
        sys.exit(report.exit_code)
    if is_layout:
        _say_layouts(folders, form, is_each=is_each)
        return
    found = _findings(folders)
    if form == "json":
        said = {name: [words.as_data(finding) for finding in findings] for name, findings in found.items()}
        click.echo(json.dumps(said, ensure_ascii=False, indent=1))
    for name, findings in found.items() if form == "text" else ():
        click.echo(words.heading(name, findings, language))
        click.echo("".join(f"  {line}\n" for line in words.lines(findings, language)), nl=False)
    sys.exit(1 if any(errors_among(findings) for findings in found.values()) else 0)


def _say_layouts(folders: Sequence[Path], form: str, *, is_each: bool) -> None:
    from engine.catalogue.check import layout_table
    from engine.installation import loading

    measured = layout_table.measured_below(folders or (loading.BPMN,), loading.BPMN)
    if form == "json":
        click.echo(json.dumps(layout_table.as_data(measured), ensure_ascii=False, indent=1))
        return
    if is_each:
        click.echo("".join(f"{line}\n" for line in layout_table.places(measured)), nl=False)
    click.echo("\n".join(layout_table.table(measured)))


def _findings(folders: Sequence[Path]) -> dict[str, tuple[Finding, ...]]:
    """Return what is to be said of each service, and of parameters and messages of each whole catalogue."""
    from engine.catalogue.check import (
        ValidationCache,
        check_folder,
        check_messages_read,
        check_parameters_read,
    )
    from engine.catalogue.check.parallel import validating_ahead
    from engine.catalogue.folder import service_folders
    from engine.catalogue.parameters import FOLDER
    from engine.installation import loading
    from engine.settings import cache_directory

    wanted = [folder.resolve() for folder in folders or (loading.BPMN,)]
    services = [service for folder in wanted for service in service_folders(folder)]
    cache = ValidationCache.below(cache_directory())
    with validating_ahead(services, cache):
        found = {
            f"{folder.parent.name}/{folder.name}": check_folder(folder, cache=cache) for folder in services
        }
    for folder in wanted:
        if (folder / FOLDER).is_dir():
            found[f"{folder.name}/{FOLDER}"] = tuple(check_parameters_read(folder))
            found[f"{folder.name}/messages"] = tuple(check_messages_read(folder))
    return found


@click.command()
@FOLDERS
@click.option(
    "--coverage", "is_covering", is_flag=True, help="Also say which steps, rules, letters no scenario takes."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="For people, or for programs: every scenario with what came out otherwise, and the coverage.",
)
@click.option(
    "--keep",
    "is_kept",
    is_flag=True,
    help="Write into the files of scenarios that go well the deadline and the lines of letters and acts"
    " that hold a value or depend on a condition. Read what it wrote.",
)
def scenario(
    folders: tuple[Path, ...],
    is_covering: bool,
    form: str,
    is_kept: bool,
) -> None:
    """Run the scenarios of services on a throwaway database; without any, all of bpmn/.

    FOLDERS are services, modules, blocks or bpmn/shared; a block is run by the services that call
    it. Ends with code 1 if a scenario fails, or if `--coverage` misses something in the folders.
    """
    from engine.installation import loading
    from engine.scenarios.coverage import Coverage
    from engine.scenarios.folders import asked, to_run

    wanted = folders or (loading.BPMN,)
    if form == "json":
        click.echo(json.dumps(_as_data(to_run(wanted)), ensure_ascii=False))
        return
    coverage, good, bad = Coverage(), 0, 0
    with plain_errors():
        for folder in to_run(wanted):
            passed, failed = _report_run(folder, coverage, is_kept=is_kept)
            good, bad = good + passed, bad + failed
    click.echo(f"{good} passed, {bad} failed")
    bad += _say_missing(coverage, asked(wanted)) if is_covering else 0
    if bad:
        raise SystemExit(1)


def _report_run(folder: Path, coverage: Coverage, *, is_kept: bool) -> tuple[int, int]:
    """Run a service, say how its scenarios came out, add what they took; return how many did well or not."""
    from engine.scenarios.folders import version_of
    from engine.scenarios.run import keep_folder, run_folder

    results = (keep_folder if is_kept else run_folder)(folder)
    for result in results:
        click.echo(f"{'good' if result.is_good else 'BAD '}  {folder.name}/{result.name}")
        click.echo("".join(f"      {difference}\n" for difference in result.differences), nl=False)
    coverage.add(version_of(folder), tuple(result.taken for result in results))
    if not results:
        click.echo(f"BAD   {folder.name} has no scenarios")
        return 0, 1
    good = sum(result.is_good for result in results)
    return good, len(results) - good


def _as_data(folders: Sequence[Path]) -> dict[str, Any]:
    """Run the services; return how each scenario came out, and what is covered of each process."""
    from engine.scenarios.coverage import Coverage
    from engine.scenarios.folders import version_of
    from engine.scenarios.run import run_folder

    coverage, services = Coverage(), []
    with plain_errors():
        for folder in folders:
            results = run_folder(folder)
            coverage.add(version_of(folder), tuple(result.taken for result in results))
            played = [{"name": result.name, "differences": list(result.differences)} for result in results]
            services.append({"service": f"{folder.parent.name}.{folder.name}", "scenarios": played})
    return {
        "services": services,
        "coverage": {
            process: {
                **drawn.counts,
                "missing": list(drawn.missing),
                "untaken": drawn.untaken,
            }
            for process, drawn in coverage
        },
    }


def _say_missing(coverage: Coverage, processes: Collection[str]) -> int:
    """Say what no scenario takes of these services and blocks; return how much that is."""
    missing = 0
    for process in sorted(set(processes) - {name for name, _ in coverage}):
        click.echo(f"{process}: no service calls it, so nothing was run of it")
    for process, drawn in coverage:
        if process in processes:
            click.echo(f"{process}: {drawn.summary}")
            untaken = (*drawn.missing, *drawn.unseen)
            click.echo("".join(f"      never taken: {part}\n" for part in untaken), nl=False)
            missing += len(untaken)
    return missing
