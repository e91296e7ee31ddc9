"""Service folders: checked, played, published."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from engine.cli.plain import an_engine, plain_errors


@click.command()
@click.argument("folders", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--publisher", required=True, help="Personal number of the person who publishes.")
@click.option("--second-person", help="Personal number of the person who agrees; demanded outside demo mode.")
def publish(folders: tuple[Path, ...], publisher: str, second_person: str | None) -> None:
    """Publish service folders; without any, all of bpmn/."""
    from engine import loading
    from engine.commands import PublishService
    from engine.tenancy import system

    with plain_errors(), an_engine() as engine:
        if not folders:
            names = loading.publish_services(engine, publisher=publisher, second_person=second_person)
            click.echo("\n".join(names))
        for folder in folders:
            engine.send(PublishService(folder.resolve(), publisher, second_person), actor=system())
            click.echo(folder)


@click.command()
@click.argument("folders", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--soundness",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Judge only the flow of control of any BPMN 2.0 file; exit code 0 sound, 1 unsound, 2 not decided.",
)
def check(folders: tuple[Path, ...], soundness: Path | None) -> None:
    """Say what is wrong with service folders before they are published; without any, all of bpmn/."""
    from engine import loading
    from engine.catalogue.check import check_folder
    from engine.catalogue.folder import services
    from engine.catalogue.soundness.report import judge_file

    if soundness is not None:
        report = judge_file(soundness.read_bytes())
        click.echo("\n".join(report.lines))
        sys.exit(report.exit_code)
    wrong = 0
    for folder in folders or services(loading.BPMN):
        findings = check_folder(folder.resolve())
        click.echo(f"{'good' if not findings else 'BAD '}  {folder.parent.name}/{folder.name}")
        click.echo("".join(f"      {finding}\n" for finding in findings), nl=False)
        wrong += len(findings)
    sys.exit(1 if wrong else 0)


@click.command()
@click.argument("folders", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))
def scenario(folders: tuple[Path, ...]) -> None:
    """Play the scenarios of service folders on a throw-away database; without any, all of bpmn/."""
    from engine import loading
    from engine.catalogue.folder import services
    from engine.scenarios.play import play_folder

    good = bad = 0
    with plain_errors():
        for folder in folders or services(loading.BPMN):
            results = play_folder(folder.resolve())
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
