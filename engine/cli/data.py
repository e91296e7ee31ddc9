"""The database on the command line: its schema, reference data, days off, and whether all of it agrees."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from engine.cli.languages import in_each_language
from engine.cli.plain import an_engine, in_words, plain_errors
from engine.settings import Settings


@click.command()
def migrate() -> None:
    """Bring the database to the schema of this release, as its owner (DATABASE_OWNER_URL)."""
    from engine.db import migrate as migrations
    from engine.db.cluster import Cluster

    with plain_errors():
        settings = Settings.from_environment()
        if settings.has_own_cluster:
            Cluster(settings.home).create_database()  # as `mms run` does: an earlier release knew no owner
        applied = migrations.upgrade(settings.owner_url)
    click.echo(f"applied: {', '.join(applied)}" if applied else "up to date")


@click.command("load-data")
def load_data() -> None:
    """Load municipalities, community centres, holidays and parameters; in demo mode people too."""
    from engine.installation import loading

    with plain_errors(), an_engine() as engine:
        click.echo(loading.load_data(engine))
        if engine.settings.is_demo:
            click.echo(f"{loading.load_demo_people(engine)} demo people")
            click.echo(f"{loading.load_demo_budget(engine)} new lines of the demo budget")
            click.echo(f"{loading.load_demo_cash(engine)} new entries about cash")
            click.echo(f"{loading.load_demo_hours(engine)} new hours of centres")


@click.command("day-off")
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]))
@in_each_language("What the day is called.", parts=("NAME",), is_required=True)
@click.option("--municipality", help="Code of the municipality; without it, the whole country.")
def day_off(day: datetime, said: tuple[dict[str, str]], municipality: str | None) -> None:
    """Enter a decreed day off; a worker then moves the open deadlines it concerns."""
    from engine.commands.reference import DeclareDayOff
    from engine.tenancy import system

    with plain_errors(), an_engine() as engine:
        engine.send(DeclareDayOff(day.date(), *said, municipality), actor=system())


@click.command()
@click.option(
    "--ledger", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="What a client was told."
)
def reconcile(ledger: Path | None) -> None:
    """Compare everything that is stored with itself, the files, the mails and a client's ledger."""
    from engine.errors import Unavailable
    from engine.reconcile import NotTheOwner
    from engine.reconcile import reconcile as checks

    bad = 0
    with plain_errors(), an_engine() as engine:
        try:
            for checked in checks(engine, ledger_file=ledger):
                click.echo("\n".join(checked.lines()))
                bad += len(checked.differences)
        except NotTheOwner as error:
            raise click.ClickException(str(error)) from error
        except Unavailable as error:
            raise click.ClickException(f"Not finished. {in_words(error)}") from error
    click.echo(f"{bad} differences" if bad else "no difference")
    if bad:
        raise SystemExit(1)
