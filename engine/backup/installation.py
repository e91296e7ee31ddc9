"""View of an installation for its backups: where they go, and its database, running or not.

Refuses to know what is copied.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from engine.backup import sealed
from engine.backup.directory import BackupDirectory, Owner
from engine.backup.errors import BackupError
from engine.db.cluster import Cluster
from engine.installation.run_lock import AlreadyRunning, only_one
from engine.settings import Settings

CHOICE = "backup.json"


@dataclass(frozen=True)
class Choice:
    """Destination of this installation's backups, and the name under which it is known there."""

    directory: Path
    installation: str


def is_chosen(home: Path) -> bool:
    """Return whether somebody has asked for backups, without reading where to."""
    return (home / CHOICE).exists()


def choice(home: Path) -> Choice | None:
    """Return where backups go, or None where nobody has asked for any."""
    path = home / CHOICE
    if not path.exists():
        return None
    content = sealed.read(path)
    return Choice(Path(content["directory"]), content["installation"])


def choose(home: Path, directory: Path, database: str) -> BackupDirectory:
    """Make a directory this installation's, and remember it."""
    known = choice(home)
    backups = BackupDirectory(directory)
    _refuse_inside(backups.path, home)
    installation = known.installation if known else secrets.token_hex(8)
    backups.claim(Owner(installation, database))
    if known is None or known.directory != backups.path:
        sealed.write(home / CHOICE, {"directory": str(backups.path), "installation": installation})
    return backups


@contextmanager
def database_of(settings: Settings) -> Iterator[Cluster]:
    """Give the running database of a home; one that does not run is started for the block."""
    cluster = Cluster(settings.home)
    if not cluster.data.exists():
        raise BackupError(f"There is no database in {settings.home}. Is MMS_HOME right?")
    if cluster.pid is not None:
        yield cluster
        return
    try:
        with only_one(settings.home, doing="a backup of the stopped installation is being made"):
            cluster.start()
            try:
                yield cluster
            finally:
                cluster.stop()
    except AlreadyRunning as error:
        raise BackupError(f"{error}. Try again in a minute.") from error


def _refuse_inside(directory: Path, home: Path) -> None:
    if directory.resolve().is_relative_to(home.resolve()):
        raise BackupError(f"{directory} lies inside {home}: one accident takes both. Choose another disk.")
