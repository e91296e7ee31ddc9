"""Machines on the command line: which belong to the installation, and where their files lie."""

from __future__ import annotations

from pathlib import Path

import click

from engine.cli.plain import an_engine, plain_errors
from engine.settings import Settings


@click.group()
def installation() -> None:
    """The machines of an installation see one file store, one keyring and one secret."""


@installation.command("check")
def _check() -> None:
    """Say by what this machine differs from the others; exit code 1 if it does."""
    from engine.installation import membership

    with plain_errors(), an_engine() as engine:
        found = membership.differences(engine)
    click.echo("\n".join(found) or "File store, keyring and secret are those of the installation.")
    raise SystemExit(1 if found else 0)


@installation.command("accept")
@click.option("--yes", is_flag=True, help="Do not ask.")
def _accept(yes: bool) -> None:
    """Make the file store, keyring and secret of this machine those of the installation."""
    from engine.installation import membership

    with plain_errors(), an_engine() as engine:
        blobs, keyring = engine.connections.files.blobs, engine.connections.files.keyring
        click.echo(f"File store {blobs}, keyring {keyring.path}, the secret of this machine.")
        if not yes:
            click.confirm("Machines that see others will be refused when they start. Go on?", abort=True)
        accepted = membership.accept(engine)
    click.echo(f"This is the installation {accepted} from now on.")


@installation.command("copy-files")
@click.argument("source", type=click.Path(exists=True, file_okay=False, path_type=Path))
def _copy_files(source: Path) -> None:
    """Copy the files of a home or of a backup into the store of MMS_FILES, as they lie."""
    from engine.backup.copying import Copier
    from engine.documents.files import FileStore, store_of

    with plain_errors():
        store = store_of(Settings.from_environment())
        copier = Copier(FileStore.in_directory(source, store.keyring), store)
        copied = copier.copy_new()
    click.echo(f"{copied} files copied into {store.blobs}")
    if copier.damaged:
        click.echo("\n".join(f"BAD   {digest} is damaged" for digest in sorted(copier.damaged)))
        raise SystemExit(1)
