"""`mms`: the commands an operator types.

Parses words, builds the engine of this installation, and turns an error into one sentence and an
exit code. Refuses to do any work itself; modules are imported by the command that needs them.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.db.cluster import ClusterError
from engine.db.migrate import DatabaseUnreachable
from engine.errors import EngineError
from engine.settings import Settings, SettingsError

if TYPE_CHECKING:
    from engine.bootstrap import Engine


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """MMS: municipal services as diagrams. Settings come from the environment (MMS_MODE, MMS_HOME, …)."""


@main.command()
def run() -> None:
    """Start everything on this machine and print the address; Ctrl-C stops it."""
    from engine import serve

    with _plain_errors():
        try:
            serve.run(Settings.from_environment())
        except (serve.AlreadyRunning, serve.ProgramFailed) as error:
            raise click.ClickException(str(error)) from error


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--workers", default=2, show_default=True, help="Processes.")
@click.option("--threads", default=4, show_default=True, help="Threads of each.")
def web(host: str, workers: int, threads: int) -> None:
    """Serve the pages with gunicorn on PORT."""
    with _plain_errors():
        settings = Settings.from_environment()
    arguments = ["-m", "gunicorn", "web.app:create_app()", "--bind", f"{host}:{settings.port}"]
    arguments += ["--worker-class", "gthread", "--workers", str(workers), "--threads", str(threads)]
    # No access log: addresses of pages name cases. No control socket: it would lie in somebody's home.
    arguments += ["--graceful-timeout", "5", "--no-control-socket"]
    os.execv(sys.executable, [sys.executable, *arguments])


@main.command()
@click.option("--concurrency", default=4, show_default=True, help="Jobs carried out at once.")
def worker(concurrency: int) -> None:
    """Carry out queued jobs until SIGTERM."""
    from engine.jobs import app

    with _plain_errors(), _engine() as engine:
        app.build(engine).run_worker(concurrency=concurrency, shutdown_graceful_timeout=5)


@main.command()
def timers() -> None:
    """Fire what is due, until SIGTERM."""
    from engine.jobs import timers as sweeping

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with _plain_errors(), _engine() as engine:
        sweeping.run(engine, stop)


@main.command()
def migrate() -> None:
    """Bring the database to the schema of this release."""
    from engine.db import migrate as migrations

    with _plain_errors():
        applied = migrations.upgrade(Settings.from_environment().database_url)
    click.echo(f"applied: {', '.join(applied)}" if applied else "up to date")


@main.command("load-data")
def load_data() -> None:
    """Load municipalities, community centres, holidays and parameters; in demo mode people too."""
    from engine import loading

    with _plain_errors(), _engine() as engine:
        click.echo(loading.load_data(engine))
        if engine.settings.is_demo:
            click.echo(f"{loading.load_demo_people(engine)} demo people")


@main.command("day-off")
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--ka", required=True, help="What the day is called in Georgian.")
@click.option("--en", required=True, help="What the day is called in English.")
@click.option("--municipality", help="Code of the municipality; without it, the whole country.")
def day_off(day: datetime, ka: str, en: str, municipality: str | None) -> None:
    """Enter a decreed day off; a worker then moves the open deadlines it concerns."""
    from engine.commands import DeclareDayOff
    from engine.tenancy import system

    with _plain_errors(), _engine() as engine:
        engine.send(DeclareDayOff(day.date(), {"ka": ka, "en": en}, municipality), actor=system())


@main.command()
@click.argument("folders", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--publisher", required=True, help="Personal number of the person who publishes.")
@click.option("--second-person", help="Personal number of the person who agrees; demanded outside demo mode.")
def publish(folders: tuple[Path, ...], publisher: str, second_person: str | None) -> None:
    """Publish service folders; without any, all of bpmn/."""
    from engine import loading
    from engine.commands import PublishService
    from engine.tenancy import system

    with _plain_errors(), _engine() as engine:
        if not folders:
            names = loading.publish_services(engine, publisher=publisher, second_person=second_person)
            click.echo("\n".join(names))
        for folder in folders:
            engine.send(PublishService(folder.resolve(), publisher, second_person), actor=system())
            click.echo(folder)


@main.command()
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


@main.command()
@click.argument("folders", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))
def scenario(folders: tuple[Path, ...]) -> None:
    """Play the scenarios of service folders on a throw-away database; without any, all of bpmn/."""
    from engine import loading
    from engine.catalogue.folder import services
    from engine.scenarios.play import play_folder

    good = bad = 0
    with _plain_errors():
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


@main.command()
@click.option(
    "--ledger", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="What a client was told."
)
def reconcile(ledger: Path | None) -> None:
    """Compare everything that is stored with itself, the files, the mails and a client's ledger."""
    from engine.errors import Unavailable
    from engine.reconcile import NotTheOwner
    from engine.reconcile import reconcile as checks

    bad = 0
    with _plain_errors(), _engine() as engine:
        try:
            for checked in checks(engine, ledger_file=ledger):
                click.echo("\n".join(checked.lines()))
                bad += len(checked.differences)
        except NotTheOwner as error:
            raise click.ClickException(str(error)) from error
        except Unavailable as error:
            raise click.ClickException(f"Not finished: {error.error_code}") from error
    click.echo(f"{bad} differences" if bad else "no difference")
    if bad:
        raise SystemExit(1)


@contextmanager
def _engine() -> Iterator[Engine]:
    from engine.bootstrap import build

    engine = build(Settings.from_environment())
    try:
        yield engine
    finally:
        engine.close()


@contextmanager
def _plain_errors() -> Iterator[None]:
    try:
        yield
    except (SettingsError, ClusterError, DatabaseUnreachable) as error:
        raise click.ClickException(str(error)) from error
    except EngineError as error:
        raise click.ClickException(_words(error)) from error
    except PermissionError as error:
        raise click.ClickException(f"{error}. Was it made by another account?") from error


def _words(error: EngineError) -> str:
    from engine import texts

    known = texts.Texts.load(Path(texts.__file__).parent)
    details = ", ".join(f"{name} {value}" for name, value in error.params.items())
    try:
        words = known.get("en", f"errors.{error.error_code}", **error.params)
    except texts.TextError:
        words = details
    return f"{words} ({error.error_code})"


if __name__ == "__main__":
    main(prog_name="mms")
