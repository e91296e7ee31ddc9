"""Published versions of services: listed, brought back, written to files; and who may publish."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from engine.cli.acts import Act, acting, said
from engine.cli.languages import NAMES, in_each_language
from engine.cli.plain import an_engine, plain_errors
from engine.texts import TERMINAL

if TYPE_CHECKING:
    from engine.queries.service_views import ServiceVersion


@click.command()
@click.argument("service")
@click.option("--to", "digest", required=True, help="Digest of the version, or its first eight characters.")
@acting
def rollback(service: str, digest: str, act: Act) -> None:
    """Publish an old version of a service again, as it lies in the database."""
    from engine.studio.commands.publishing import RollBackService
    from engine.tenancy import system

    with plain_errors(), an_engine() as engine:
        click.echo(said(engine.send(RollBackService(service, digest, **act), actor=system())))


@click.command("take-back")
@click.argument("service")
@click.option("--publisher", required=True, help="Personal number of the person who decides it.")
@click.option("--reason", required=True, help="Why; it is written into the audit log of the configuration.")
@click.option("--act", type=int, help="Number of the act, as mms versions shows it; else the newest.")
def take_back(service: str, publisher: str, reason: str, act: int | None) -> None:
    """Let an act of publication count no more, from today: what was in force before is so again."""
    from engine.studio.commands.publishing import TakeBackPublication
    from engine.tenancy import system

    with plain_errors(), an_engine() as engine:
        done = engine.send(TakeBackPublication(service, reason, act, publisher), actor=system())
    for digest in done.digests:
        click.echo(f"{service}@{digest} in force")
    if not done.digests:
        click.echo(f"{service} is in force nowhere")


@click.command()
@click.argument("service", required=False)
def versions(service: str | None) -> None:
    """List the versions of a service, or of all: digest, days, people, law, open cases."""
    from engine.studio.queries import versions as query
    from engine.tenancy import system

    with plain_errors(), an_engine() as engine:
        with engine.read(system()) as tx:
            found = query.listed(tx, service)
        for version in found:
            click.echo("\n".join(_lines(version)))


@click.command()
@click.argument("service")
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
def export(service: str, directory: Path) -> None:
    """Write a published version, CODE or CODE@DIGEST, to a new directory as a catalogue of its own."""
    from engine.catalogue import snapshots
    from engine.catalogue.export import write_catalogue
    from engine.tenancy import system

    code, _, digest = service.partition("@")
    with plain_errors(), an_engine() as engine:
        with engine.read(system()) as tx:
            files = snapshots.files(tx, code, digest or None)
        write_catalogue(files, directory)
    click.echo(f"{len(files)} files; the service is in {directory / code.replace('.', '/')}")


@click.command()
@click.argument("personal_number")
@in_each_language("Names of somebody not known yet.", parts=NAMES)
@click.option("--withdraw", is_flag=True, help="End the right, from now on; what was published stays.")
@click.option(
    "--reason", help="Why the right is withdrawn; it is written into the audit log of the configuration."
)
@click.option("--anyway", is_flag=True, help="Withdraw it though too few publishers are left to publish.")
def publisher(
    personal_number: str,
    said: tuple[dict[str, str], ...] | None,
    withdraw: bool,
    reason: str | None,
    anyway: bool,
) -> None:
    """Give a person the right to publish services, or withdraw it."""
    from engine.studio.commands.publishing import NamePublisher, WithdrawPublisher
    from engine.tenancy import system

    if withdraw and said:
        raise click.UsageError("--withdraw takes no names")
    if not withdraw and (reason or anyway):
        raise click.UsageError("--reason and --anyway go with --withdraw")
    if withdraw:
        with plain_errors(), an_engine() as engine:
            command = WithdrawPublisher(personal_number, reason or "", is_warned=anyway)
            engine.send(command, actor=system())
        return
    with plain_errors(), an_engine() as engine:
        engine.send(NamePublisher(personal_number, *(said or ())), actor=system())


def _lines(version: ServiceVersion) -> Iterator[str]:
    semantics = ", ".join(f"{name} {number}" for name, number in sorted(version.semantics.items()))
    yield f"{version.service}@{version.digest}"
    yield f"  {semantics}; open cases: {version.open_cases}"
    for act in version.publications:
        people = [names[TERMINAL] for names in (act.publisher, act.second_person) if names]
        law = "; ".join(map(_law, act.law))
        mark = " (in force)" if act.is_in_force else ""
        where = f" in {', '.join(act.places)}" if act.places else ""
        when = f"{act.published_at:%Y-%m-%d %H:%M} UTC"
        yield (
            f"  act {act.id}: from {act.effective_from}{where}{mark}, published {when}"
            f" by {' and '.join(people) or 'nobody named'}: {law}"
        )
        if act.note:
            yield f"    {act.note}"
        if act.taken_back:
            yield f"    taken back on {act.taken_back.on}: {act.taken_back.reason}"


def _law(entry: Mapping[str, Any]) -> str:
    article = entry.get("article")
    return f"{entry['act'][TERMINAL]}, art. {article}" if article else str(entry["act"][TERMINAL])
