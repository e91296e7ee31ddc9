"""The directory that holds an installation's backups, and who may write into it.

    backup.json          the installation whose backups these are
    base_backups/NAME/   a whole database, and manifest.json, which is written last
    wal/N/               the write-ahead log (WAL) since the base backup before it, and state.json (how far)
    files/ab/cd/DIGEST   the documents

A directory belongs to one installation for good: a restored copy begins a directory of its own, so
the WALs of two histories can't mix. Refuses to know how any of it is made or used.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from engine import atomic_write
from engine.backup import sealed
from engine.backup.errors import BackupError
from engine.backup.manifest import Manifest

OWNER = "backup.json"
MANIFEST = "manifest.json"
STATE = "state.json"
DATABASE = "database"
_UNFINISHED = ".unfinished"


@dataclass(frozen=True)
class Owner:
    """Whose backups a directory holds: an installation, and its database of this very history."""

    installation: str
    database: str


@dataclass(frozen=True)
class Received:
    """Progress of receiving a WAL and the files: everything committed until then is there."""

    wal_until: datetime
    lsn: str
    files_until: datetime | None


class BackupDirectory:
    """The backups below one path."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()

    @property
    def base_backups(self) -> Path:
        return self.path / "base_backups"

    @property
    def files(self) -> Path:
        return self.path / "files"

    def wal(self, number: int) -> Path:
        return self.path / "wal" / str(number)

    @property
    def wals(self) -> tuple[int, ...]:
        """The numbers of the WALs, oldest first; the last one is being written."""
        return tuple(sorted(int(path.name) for path in (self.path / "wal").glob("[0-9]*")))

    def owner(self) -> Owner:
        """Return whose backups these are; refuse a directory that holds none."""
        if not (self.path / OWNER).exists():
            raise BackupError(
                f"{self.path} holds no backup of MMS. Is the disk mounted, and is it the directory "
                "that was given to `mms backup`?"
            )
        return Owner(**sealed.read(self.path / OWNER))

    def claim(self, owner: Owner) -> None:
        """Make the directory this owner's, or refuse it."""
        if (self.path / OWNER).exists():
            if self.owner() != owner:
                raise BackupError(
                    f"{self.path} holds the backups of another installation, or of this one before it was "
                    "restored or created anew. Give a new directory, and keep the old one at least until "
                    "the new one has its first backup."
                )
            return
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if stranger := next(iter(_content(self.path)), None):
            raise BackupError(f"{self.path} is not empty ({stranger}). Give an empty directory.")
        for part in (self.base_backups, self.files, self.path / "wal"):
            part.mkdir(mode=0o700, exist_ok=True)
        sealed.write(self.path / OWNER, {"installation": owner.installation, "database": owner.database})

    def begin_wal(self) -> int:
        """Begin a new WAL, because the one before can't be continued without a gap."""
        number = max(self.wals, default=0) + 1
        self.wal(number).mkdir(mode=0o700)
        atomic_write.flush_directory(self.path / "wal")
        return number

    def names(self) -> tuple[str, ...]:
        """Return the names of the finished base backups, oldest first."""
        found = (path.name for path in self.base_backups.iterdir() if path.is_dir())
        return tuple(sorted(name for name in found if not name.endswith(_UNFINISHED)))

    def manifest(self, name: str) -> Manifest:
        return Manifest.from_json(sealed.read(self.base_backups / name / MANIFEST))

    def database(self, name: str) -> Path:
        return self.base_backups / name / DATABASE

    def received(self, wal: int) -> Received | None:
        """Return how far a WAL goes, or None if nothing has arrived yet."""
        path = self.wal(wal) / STATE
        if not path.exists():
            return None
        content = sealed.read(path)
        files = content["files_until"]
        return Received(
            datetime.fromisoformat(content["journal_until"]),
            content["lsn"],
            files and datetime.fromisoformat(files),
        )

    def record_received(self, wal: int, received: Received) -> None:
        files = received.files_until
        content = {
            "journal_until": received.wal_until.isoformat(),
            "lsn": received.lsn,
            "files_until": files and files.isoformat(),
        }
        sealed.write(self.wal(wal) / STATE, content)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the directory against a second backup, and clear away what an interrupted one left."""
        with open(self.path / ".lock", "w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise BackupError(f"Another `mms backup` is at work in {self.path}.") from None
            for left in self.base_backups.glob(f"*{_UNFINISHED}"):
                shutil.rmtree(left)
            yield

    def begin_base_backup(self, name: str) -> Path:
        """Return where a base backup is made; until `finish_base_backup` nothing takes it for one."""
        path = self.base_backups / (name + _UNFINISHED)
        path.mkdir(mode=0o700)
        return path

    def finish_base_backup(self, manifest: Manifest) -> None:
        """Write the manifest and give the base backup its name: only now does it exist."""
        unfinished = self.base_backups / (manifest.name + _UNFINISHED)
        sealed.write(unfinished / MANIFEST, manifest.as_json())
        unfinished.rename(self.base_backups / manifest.name)
        atomic_write.flush_directory(self.base_backups)

    def remove_base_backup(self, name: str) -> None:
        """Remove a base backup; half removed it is not a base backup any more."""
        going = self.base_backups / (name + _UNFINISHED)
        (self.base_backups / name).rename(going)
        atomic_write.flush_directory(self.base_backups)
        shutil.rmtree(going)


def size_of(top: Path) -> int:
    """Return how many bytes the files below a directory have.

    The directory may be in use, as a running database's is: what goes while it is measured counts as nothing.
    """
    return sum(
        _bytes_of(os.path.join(directory, name)) for directory, _, names in os.walk(top) for name in names
    )


def _bytes_of(path: str) -> int:
    try:
        return os.lstat(path).st_size
    except FileNotFoundError:
        return 0


def _content(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir() if path.name not in ("lost+found", ".lock"))
