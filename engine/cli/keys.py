"""The keys under which files lie encrypted: listed, added, and put under every file."""

from __future__ import annotations

import click

from engine.cli.plain import plain_errors
from engine.settings import Settings


@click.group()
def keys() -> None:
    """The keyring of the files. It is in no backup: keep a copy elsewhere after every change."""


@keys.command("list")
def _list() -> None:
    """Say which keys there are, and how many files lie under each."""
    from engine.documents import rotation
    from engine.documents.files import store_of

    with plain_errors():
        store = store_of(Settings.from_environment())
        keyring = store.keyring
        known = keyring.keys
        used = rotation.counts(store)
    for key in known:
        newest = "for new files" if key == known[-1] else ""
        made = f"made {key.made_at}" if key.made_at else "made at the first start"
        click.echo(f"{key.id.hex()}  {used.pop(key.id.hex(), 0):>8} files  {made}  {newest}".rstrip())
    if unencrypted := used.pop("", 0):
        click.echo(f"not encrypted     {unencrypted:>8} files  `mms keys rotate` encrypts them")
    for missing, count in sorted(used.items()):
        click.echo(f"{missing}  {count:>8} files  MISSING from {keyring.path}")
    raise SystemExit(1 if used else 0)


@keys.command("add")
def _add() -> None:
    """Make a new key for all files to come; what runs takes it at once."""
    from engine.clock import SystemClock
    from engine.documents.keys import keyring_of

    with plain_errors():
        keyring = keyring_of(Settings.from_environment())
        key = keyring.add(SystemClock().now().isoformat(timespec="seconds"))
    click.echo(f"{key.id.hex()} is the key for new files. Copy {keyring.path} to where you keep it safe.")


@keys.command("rotate")
def _rotate() -> None:
    """Put every file under the newest key, while everything runs; what was interrupted goes on."""
    from engine.documents.files import store_of
    from engine.documents.rotation import rotate

    with plain_errors():
        store = store_of(Settings.from_environment())
        keyring = store.keyring
        newest = keyring.current.id.hex()
        found = rotate(store, click.echo)
    done = found.done
    click.echo(
        f"Under {newest}: {done['kept']} files were already, {done['wrapped']} came from older keys, "
        f"{done['sealed']} were not encrypted before."
    )
    for digest in found.damaged:
        click.echo(f"BAD   {digest} is damaged")
    for missing, count in sorted(found.locked.items()):
        click.echo(f"BAD   {count} files lie under the key {missing}, which is not in {keyring.path}")
    raise SystemExit(0 if found.is_whole else 1)
