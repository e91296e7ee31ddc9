"""Backup, restore, and the proof that what is stored stands and runs on."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from engine.cli.plain import an_engine, plain_errors
from engine.settings import Settings

_DIRECTORY = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("directory", required=False, type=_DIRECTORY)
@click.option("--keep", type=click.IntRange(min=1), help="Remove all but this many newest base backups.")
@click.option(
    "--status", "is_status", is_flag=True, help="Say how old the backups are; exit code 1 if too old."
)
@click.option("--files-only", is_flag=True, help="Copy the documents and not the database.")
def backup(directory: Path | None, keep: int | None, is_status: bool, files_only: bool) -> None:
    """Make a base backup; from then on `mms run` copies the WAL and new documents all the time."""
    from engine.backup import status, take

    with _plain():
        settings = Settings.from_environment()
        if is_status:
            _say_status(list(status.status(settings.home, directory)))
            return
        if files_only:
            if directory is None:
                raise click.UsageError("--files-only needs a DIRECTORY.")
            _say_files(*take.copy_files(settings, directory))
            return
        made = take.take(settings, directory, keep=keep, say=click.echo)
    seconds = (made.ended_at - made.began_at).total_seconds()
    click.echo(
        f"Base {made.name}: {made.database_bytes // 10**6} MB of database in {seconds:.0f} s, verified;"
    )
    click.echo(f"{made.file_count} documents, {made.file_bytes // 10**6} MB.")
    click.echo("Not in it, keep it elsewhere:")
    click.echo("\n".join(f"  {secret}" for secret in take.SECRETS))


@click.command()
def archive() -> None:
    """Copy the WAL and new documents into the backup directory until SIGTERM; `mms run` does it too."""
    from engine.backup import follow

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with _plain():
        follow.run(Settings.from_environment(), stop)


@click.command()
@click.argument("directory", type=_DIRECTORY)
@click.option("--into", "home", type=_DIRECTORY, help="The new home; it must be empty.")
@click.option("--rehearse", is_flag=True, help="Restore into a temporary place, prove it, remove it.")
@click.option(
    "--to", "instant", help="Georgian time, such as '2026-11-25 14:30', or with an offset from UTC."
)
@click.option("--base", help="Use this base backup instead of the newest that ended before the instant.")
@click.option("--migrate", is_flag=True, help="Bring the schema of an older release to this one.")
@click.option(
    "--keys",
    envvar="MMS_KEYRING",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The keyring that opens the documents; it is in no backup. Without it they are not proved.",
)
def restore(
    directory: Path,
    home: Path | None,
    rehearse: bool,
    instant: str | None,
    base: str | None,
    migrate: bool,
    keys: Path | None,
) -> None:
    """Bring an installation back into an empty home, to an instant or as far as it goes, and prove it."""
    from engine.backup import bring_back

    if (home is None) is not rehearse:
        raise click.UsageError("Say either --into HOME or --rehearse.")
    wanted = bring_back.Wanted(directory, _instant(instant), base, may_migrate=migrate, keyring=keys)
    with _plain():
        if home is None:
            bad = bring_back.rehearse(wanted, say=click.echo)
        else:
            bad = bring_back.into(home, wanted, say=click.echo)
    raise SystemExit(1 if bad else 0)


@click.command()
def prove() -> None:
    """Reconcile, compile every published service, and move open cases one step and back."""
    from engine.backup import prove as proving
    from engine.reconcile import NotTheOwner

    bad = 0
    with _plain(), an_engine() as engine:
        try:
            for checked in proving.prove(engine):
                click.echo("\n".join(checked.lines()))
                bad += len(checked.differences)
        except NotTheOwner as error:
            raise click.ClickException(str(error)) from error
    click.echo(f"{bad} differences" if bad else "no difference")
    raise SystemExit(1 if bad else 0)


@click.command("resume-outgoing")
@click.option("--yes", is_flag=True, help="Do not ask.")
def resume_outgoing(yes: bool) -> None:
    """Let a restored installation send letters, ask registries and fire timers again."""
    from engine.backup import prove, quarantine
    from engine.backup.instants import show

    with _plain(), an_engine() as engine:
        home = engine.settings.home
        why = quarantine.quarantined(home)
        if why is None:
            click.echo("Nothing is in quarantine.")
            return
        quarantine.refuse_half_restored(home)
        rows = prove.outgoing(engine)
        click.echo(f"Restored up to {why.until}. At once will be done: {prove.told(rows) or 'nothing'}")
        for row in rows:
            click.echo(f"  {row.kind:<5} {row.case_number}  {row.what}  ({show(row.since)})")
        if rows and not yes:
            click.confirm("What MMS did after that instant is done a second time. Go on?", abort=True)
        quarantine.release(home)
    click.echo("Workers and timers of this home go on.")


def _instant(text: str | None) -> datetime | None:
    from engine.backup.instants import parse

    try:
        return None if text is None else parse(text)
    except ValueError:
        raise click.BadParameter(
            f"{text!r} is no instant; write 2026-11-25 14:30.", param_hint="--to"
        ) from None


def _say_status(lines: list[object]) -> None:
    click.echo("\n".join(map(str, lines)))
    raise SystemExit(0 if all(getattr(line, "is_good", True) for line in lines) else 1)


def _say_files(copied: int, damaged: tuple[str, ...]) -> None:
    click.echo(f"{copied} new documents copied; the database is not in this backup")
    if damaged:
        click.echo("\n".join(f"BAD   {digest} is damaged" for digest in damaged))
        raise SystemExit(1)


@contextmanager
def _plain() -> Iterator[None]:
    from engine.backup.errors import BackupError
    from engine.db.replication import DatabaseAway

    try:
        with plain_errors():
            yield
    except (BackupError, DatabaseAway) as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{error.strerror}: {error.filename}") from error
