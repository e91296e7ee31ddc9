"""Builders for tests of backups: an installation with a database of its own that can be killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from engine.backup import bring_back, follow, take
from engine.backup.bring_back import Wanted
from engine.backup.directory import BackupDirectory
from engine.backup.manifest import Manifest
from engine.db.cluster import Cluster
from engine.db.replication import Server, bytes_at
from engine.documents.files import FileStore, store_of
from engine.documents.location import StoreLocation
from engine.settings import Settings

WAIT_SECONDS = 60


@dataclass
class Installation:
    """A home with a running database, cases in it, and where its backups go."""

    home: Path
    backups: BackupDirectory
    settings_of_server: dict[str, str] = field(default_factory=dict)
    files: StoreLocation = StoreLocation()

    @property
    def cluster(self) -> Cluster:
        return Cluster(self.home, settings={"fsync": "off", **self.settings_of_server})

    @property
    def settings(self) -> Settings:
        return Settings(
            mode="demo",
            home=self.home,
            database_url=self.cluster.login_url(),
            database_owner_url=self.cluster.owner_url(),
            secret="s" * 48,
            keyring=ring_beside(self.home),
            files=self.files,
        )

    def environment(self) -> dict[str, str]:
        return {**os.environ, **self.settings.as_environment(), "PYTHONUNBUFFERED": "1"}

    def back_up(self, *, keep: int | None = None) -> Manifest:
        return take.take(self.settings, self.backups.path, keep=keep, say=lambda _: None)

    def note(self, number: int) -> datetime:
        """Commit a number; return an instant that lies after the commit and before every later one."""
        with psycopg.connect(self.cluster.url(), autocommit=True) as connection:
            connection.execute("insert into kept values (%s)", [number])
        return between()

    def add_file(self, content: bytes) -> str:
        return self.store.put(content)

    @property
    def store(self) -> FileStore:
        return store_of(self.settings)

    def switch(self) -> None:
        """End the segment of the WAL that is being written."""
        with psycopg.connect(self.cluster.url(), autocommit=True) as connection:
            connection.execute("select pg_logical_emit_message(false, 'tests', 'x'), pg_switch_wal()")

    @contextmanager
    def archiving(self) -> Iterator[None]:
        """Copy the WAL on a thread, looking more often than `mms archive` does."""
        stop = threading.Event()
        thread = threading.Thread(
            target=follow.run, args=(self.settings, stop), kwargs={"every_seconds": 0.1}
        )
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join(WAIT_SECONDS)

    @contextmanager
    def archive(self) -> Iterator[subprocess.Popen[bytes]]:
        """Run `mms archive`, which may be killed."""
        with open(self.home / "archive.log", "ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "engine.cli", "archive"],
                env=self.environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(WAIT_SECONDS)

    def wait_for_journal(self) -> datetime:
        """Return when everything committed by now is known to have been copied."""
        with Server(self.cluster.url("postgres")) as server:
            position = server.position()
        asked = datetime.now(UTC)

        def has_come() -> bool:
            received = self.backups.received(self.backups.wals[-1])
            return (
                received is not None
                and bytes_at(received.lsn) >= bytes_at(position)
                and received.files_until is not None
                and received.files_until > asked
            )

        until(has_come, lambda: f"{self.backups.received(self.backups.wals[-1])}, not {position}")
        return asked


@dataclass
class Report:
    """What a restore said and found."""

    lines: list[str]
    bad: int

    @property
    def said(self) -> str:
        return "\n".join(self.lines)


def ring_beside(home: Path) -> Path:
    """Return where the keyring of a test's installations lies: outside all of them."""
    return home.parent / "keys.json"


def restore(backups: Path, home: Path, **wanted: object) -> Report:
    lines: list[str] = []
    wanted = {"keyring": ring_beside(home), **wanted}
    bad = bring_back.into(home, Wanted(backups, **wanted), say=lines.append)  # type: ignore[arg-type]
    return Report(lines, bad)


def numbers(home: Path) -> list[int]:
    """Return what was committed in a restored home, starting its database for the question."""
    cluster = Cluster(home)
    cluster.start()
    try:
        with psycopg.connect(cluster.url()) as connection:
            return [row[0] for row in connection.execute("select number from kept order by number")]
    finally:
        cluster.stop()


def between() -> datetime:
    """Return an instant with room on both sides: PostgreSQL and we read one clock, in microseconds."""
    time.sleep(0.002)
    instant = datetime.now(UTC)
    time.sleep(0.002)
    return instant


class Writer:
    """Commits one number after the other on a thread; remembers what was acknowledged, and when."""

    def __init__(self, url: str, first: int) -> None:
        self.acknowledged: list[tuple[int, datetime, datetime]] = []  # number, asked, told
        self._url, self._first, self._leave = url, first, threading.Event()
        self._thread = threading.Thread(target=self._write)

    def __enter__(self) -> Writer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._leave.set()
        self._thread.join(WAIT_SECONDS)

    def _write(self) -> None:
        with (
            suppress(psycopg.OperationalError),
            psycopg.connect(self._url, autocommit=True) as connection,
        ):
            for number in range(self._first, 10**6):
                asked = datetime.now(UTC)
                connection.execute("insert into kept values (%s)", [number])
                self.acknowledged.append((number, asked, datetime.now(UTC)))
                if self._leave.wait(0.001):
                    return


def copy_of(backups: BackupDirectory, into: Path) -> BackupDirectory:
    """Copy a backup directory, so that a test may damage it."""
    shutil.copytree(backups.path, into)
    return BackupDirectory(into)


def flip(path: Path, position: int) -> None:
    """Change one byte of a file."""
    path.chmod(0o600)
    with open(path, "r+b") as file:
        file.seek(position)
        byte = file.read(1)[0]
        file.seek(position)
        file.write(bytes([byte ^ 0xFF]))


def kill_group(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def until(condition: object, told: object = lambda: "") -> None:
    """Wait for something that has to come."""
    deadline = time.monotonic() + WAIT_SECONDS
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline, told()  # type: ignore[operator]
        time.sleep(0.05)
