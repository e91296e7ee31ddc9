"""Service folders: checked, played, published."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from engine.cli.acts import Act, acting, said
from engine.cli.plain import an_engine, plain_errors

FOLDERS = click.argument("folders", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))


@click.command()
@FOLDERS
@acting
def publish(folders: tuple[Path, ...], act: Act) -> None:
    """Publish service folders or whole catalogues; without any, all of bpmn/."""
    from engine import loading
    from engine.catalogue.folder import service_folders
    from engine.commands import PublishService
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
def check(folders: tuple[Path, ...], soundness: Path | None) -> None:
    """Say what is wrong with service folders before they are published; without any, all of bpmn/."""
    from engine import loading
    from engine.catalogue.check import check_folder
    from engine.catalogue.folder import service_folders
    from engine.catalogue.soundness.report import judge_file

    if soundness is not None:
        report = judge_file(soundness.read_bytes())
        click.echo("\n".join(report.lines))
        sys.exit(report.exit_code)
    wrong = 0
    found = [one for folder in folders or (loading.BPMN,) for one in service_folders(folder.resolve())]
    for folder in found:
        findings = check_folder(folder)
        click.echo(f"{'good' if not findings else 'BAD '}  {folder.parent.name}/{folder.name}")
        click.echo("".join(f"      {finding}\n" for finding in findings), nl=False)
        wrong += len(findings)
    sys.exit(1 if wrong else 0)


@click.command()
@FOLDERS
def scenario(folders: tuple[Path, ...]) -> None:
    """Play the scenarios of service folders on a throw-away database; without any, all of bpmn/."""
    from engine import loading
    from engine.catalogue.folder import service_folders
    from engine.scenarios.play import play_folder

    good = bad = 0
    with plain_errors():
        found = [one for folder in folders or (loading.BPMN,) for one in service_folders(folder.resolve())]
        for folder in found:
            results = play_folder(folder)
            for result in results:
                click.echo(f"{'good' if result.is_good else 'BAD '}  {folder.name}/{result.name}")
                click.echo("".join(f"      {difference}\n" for difference in result.differences), nl=False)
            good += sum(result.is_good for result in results)
            bad += sum(not result.is_good for result in results)
            if not results:
                click.echo(f"BAD   {folder.name} has no scenarios")
                bad += 1
    click.echo(f"{good} passed, {bad} failed")
    if bad:
        raise SystemExit(1)
