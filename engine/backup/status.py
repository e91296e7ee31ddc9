"""The state of backups: how old they are, what is wrong with them; for people at night and monitoring.

Reads the backup directory, and asks the database where it runs. Refuses to verify what is stored:
that is what rehearsing a restore is for.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from engine.backup import installation, wal
from engine.backup.directory import BackupDirectory, Received, size_of
from engine.backup.errors import BackupError
from engine.backup.instants import show
from engine.backup.manifest import Manifest
from engine.backup.programs import SLOT
from engine.clock import SystemClock
from engine.db.cluster import Cluster
from engine.db.replication import DatabaseAway, Server, Slot

OLDEST_BASE_BACKUP = timedelta(days=8)
LONGEST_GAP = timedelta(minutes=2)


@dataclass(frozen=True)
class Line:
    """One line of the report."""

    text: str
    is_good: bool = True

    def __str__(self) -> str:
        return f"{'good' if self.is_good else 'BAD '}  {self.text}"


def status(home: Path, directory: Path | None) -> Iterator[Line]:
    """Yield what there is to know, the worst marked."""
    if directory is None:
        chosen = installation.choice(home)
        if chosen is None:
            yield Line("nobody has ever run `mms backup` here: there is no backup", is_good=False)
            return
        directory = chosen.directory
    backups, now = BackupDirectory(directory), SystemClock().now()
    try:
        backups.owner()
    except BackupError as error:
        yield Line(str(error), is_good=False)
        return
    newest = None
    for line, manifest in _base_backups(backups):
        newest = manifest or newest
        yield line
    yield _age(newest, now)
    slot = _slot(home)
    yield _wal(backups, slot, now)
    if newest is not None:
        yield from _gap(backups, newest)
        yield _room(backups, newest)


def in_short(home: Path) -> Iterator[Line]:
    """Yield the age of the newest base backup and of the WAL: cheap, and different from hour to hour."""
    chosen = installation.choice(home)
    assert chosen is not None  # whoever asks has made sure
    backups, now = BackupDirectory(chosen.directory), SystemClock().now()
    try:
        backups.owner()
    except BackupError as error:
        yield Line(str(error), is_good=False)
        return
    yield _age(next((made for _, made in reversed(list(_base_backups(backups))) if made), None), now)
    yield _wal(backups, _slot(home), now)


def _base_backups(backups: BackupDirectory) -> Iterator[tuple[Line, Manifest | None]]:
    for name in backups.names():
        try:
            made = backups.manifest(name)
        except BackupError as error:
            yield Line(f"base {name}: {error}", is_good=False), None
            continue
        size = f"{made.database_bytes // 10**6} MB, {made.file_count} documents"
        yield Line(f"base {name}: {size}, WAL {made.wal}, from {show(made.ended_at)} on"), made


def _age(newest: Manifest | None, now: datetime) -> Line:
    if newest is None:
        return Line("there is no base backup: run `mms backup`", is_good=False)
    age = now - newest.ended_at
    return Line(f"the newest base backup is {in_words(age)} old", is_good=age <= OLDEST_BASE_BACKUP)


def _wal(backups: BackupDirectory, slot: Slot | None, now: datetime) -> Line:
    received = _received(backups)
    if slot is not None and slot.is_lost:
        return Line("the WAL has a gap: it was not copied for too long; run `mms backup`", is_good=False)
    if received is None:
        return Line("no WAL has arrived: is MMS running (`mms run` or `mms archive`)?", is_good=False)
    gap = now - received.wal_until
    files = f", documents until {show(received.files_until)}" if received.files_until else ""
    kept = f"; {slot.kept_bytes // 10**6} MB wait to be copied" if slot and slot.kept_bytes > 10**6 else ""
    until = show(received.wal_until)
    if slot is None:
        return Line(f"the database does not run; all until {until} was copied{files}")
    text = f"the WAL was copied {in_words(gap)} ago, all until {until}{files}{kept}"
    return Line(text, is_good=gap <= LONGEST_GAP)


def _gap(backups: BackupDirectory, newest: Manifest) -> Iterator[Line]:
    if gap := wal.missing(backups.wal(newest.wal), newest.first_segment):
        yield Line(f"the segment {gap} of the WAL is missing: run `mms backup`", is_good=False)


def _room(backups: BackupDirectory, newest: Manifest) -> Line:
    free = shutil.disk_usage(backups.path).free
    used = size_of(backups.path)
    text = f"{used // 10**6} MB used, {free // 10**6} MB free"
    return Line(text, is_good=free > 2 * newest.database_bytes)


def _received(backups: BackupDirectory) -> Received | None:
    return backups.received(backups.wals[-1]) if backups.wals else None


def _slot(home: Path) -> Slot | None:
    cluster = Cluster(home)
    if cluster.pid is None:
        return None
    try:
        with Server(cluster.url("postgres")) as server:
            return server.slot(SLOT)
    except DatabaseAway:
        return None


def in_words(span: timedelta) -> str:
    """Return how long something is, as people say it."""
    seconds = int(span.total_seconds())
    if seconds < 120:
        return f"{seconds} s"
    if seconds < 7200:
        return f"{seconds // 60} minutes"
    return f"{seconds // 3600} hours" if seconds < 172800 else f"{seconds // 86400} days"
