"""A private PostgreSQL for one installation: creates it, starts it, adopts or stops one left behind.

Responsible for the server process, its data directory and its socket. The server listens on a
unix socket only, in a directory nobody else may enter, and never runs as root. A server that
recovers after a crash is waited for as long as it lives: how long that takes is up to its WAL.
Refuses to know roles, schemas, migrations and what the database is for.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import psycopg

from engine import atomic_write
from engine.db import data_directory, postmaster, prepare, roles, server_programs
from engine.db.binaries import Account, Binaries, ClusterError, copy_for, find
from engine.db.data_directory import make_directory

# The kernel takes 107 bytes for the path of a unix socket; "/.s.PGSQL.5432" is 14 of them.
SOCKET_DIRECTORY_LIMIT = 107 - 14
# Used when root's installation lies where no other account may enter.
SHARED_STATE = Path("/var/lib/mms")
SETTINGS: Mapping[str, str] = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "wal_compression": "on",
    # How much of the WAL waits for a backup that does not come: a full disk stops everybody's work.
    "max_slot_wal_keep_size": "4GB",
}
# For throw-away databases of tests only: a crash of the machine may lose everything.
UNSAFE_SETTINGS: Mapping[str, str] = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

Outcome = Literal["created", "started", "adopted"]
Phase = Literal["up", "starting", "recovering", "ended"]
_PAUSE = 0.1

# Whoever still holds a connection is sent away: only databases made for one purpose are removed.
DROP = psycopg.sql.SQL("drop database if exists {} with (force)")


class DatabaseUnreachable(Exception):
    """A database could not be migrated; the message says why."""


class Cluster:
    """The PostgreSQL cluster below one home directory."""

    initdb: Sequence[str] = data_directory.INITDB
    defaults: Mapping[str, str] = SETTINGS

    def __init__(
        self, home: Path, *, binaries: Binaries | None = None, settings: Mapping[str, str] | None = None
    ) -> None:
        self.home = home.absolute()
        self.settings = {**self.defaults, **(settings or {})}
        self._binaries = binaries
        self._start: server_programs.ServerStart | None = None  # the last one that was ours

    @property
    def directory(self) -> Path:
        return (self.home / "postgres").resolve()

    @property
    def data(self) -> Path:
        return self.directory / "data"

    @property
    def log(self) -> Path:
        return self.directory / "server.log"

    @property
    def socket_directory(self) -> Path:
        near = self.directory / "run"
        if len(os.fsencode(near)) <= SOCKET_DIRECTORY_LIMIT:
            return near
        tag = hashlib.sha256(os.fsencode(self.directory)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"mms-{tag}"

    @property
    def pid(self) -> int | None:
        """The process id of the running server; None when it does not run."""
        return postmaster.running_in(self.data)

    def url(self, database: str = "mms", *, user: str = roles.ADMINISTRATOR) -> str:
        """Return the address of a database as libpq reads it; without a user, the superuser's."""
        return (
            f"postgresql://{quote(user)}@/{quote(database)}?host={quote(str(self.socket_directory), safe='')}"
        )

    def login_url(self, database: str = "mms") -> str:
        """Return the address at which web, workers and timers connect."""
        return self.url(database, user=roles.LOGIN)

    def owner_url(self, database: str = "mms") -> str:
        """Return the address of the owner of the schema."""
        return self.url(database, user=roles.OWNER)

    @property
    def phase(self) -> Phase:
        """What the server does at this moment."""
        # In this order: pg_ctl ends only when there is a pid file, or no server.
        begins = self._start is not None and self._start.is_under_way
        pid = self.pid
        if pid is not None:
            if postmaster.startup_process(pid) is not None:
                return "recovering"
            return "up" if postmaster.is_ready(self.data) else "starting"
        return "starting" if begins else "ended"

    def died_of(self, *, was_ready: bool) -> str:
        """Return why a server that we had started has ended, as it said itself; empty where nobody knows."""
        return self._start.died_of(was_ready=was_ready) if self._start is not None else ""

    def start(
        self, *, seconds: float | None = 60, waiting: Callable[[Phase], None] = lambda phase: None
    ) -> Outcome:
        """Make sure that the server runs with our programs and settings, and say what that took.

        Without `seconds`, a server that starts or recovers is waited for as long as it lives; `waiting`
        hears meanwhile what it does.
        """
        with self._locked():
            account = self._prepare()
            binaries = copy_for(account, self._binaries or find(), self.directory)
            if created := not data_directory.exists(self.data):
                data_directory.create(self.data, binaries, account, initdb=self.initdb)
            data_directory.refuse_other_version(self.data, binaries)
            if self.pid is not None:
                if self._is_ours(binaries, seconds, waiting):
                    return "adopted"
                postmaster.stop(self.data)
            postmaster.clear_stale(self.data)
            self._launch(binaries, account)
            self._wait(seconds, waiting)
            return "created" if created else "started"

    def begin(self) -> None:
        """Begin to start a server that has ended, without waiting for it; never make a new database.

        What the former one has left behind is ended. Whoever keeps the server up looks at its phase.
        """
        with self._locked(wait=False):
            if not data_directory.exists(self.data):
                raise ClusterError(f"There is no database in {self.data} any more.")
            account = self._prepare()
            binaries = copy_for(account, self._binaries or find(), self.directory)
            data_directory.refuse_other_version(self.data, binaries)
            if self.pid is None:
                postmaster.clear_stale(self.data, seconds=0)
                self._launch(binaries, account)

    def quit_leftovers(self) -> None:
        """Ask sessions of a server that has ended to end as well, without waiting."""
        postmaster.quit_leftovers(self.data)

    def stop(self) -> None:
        """Stop the server, politely first; does nothing when it does not run."""
        if self.directory.exists():
            with self._locked():
                if self._start is not None:
                    # Until a server that was just begun has a pid file nobody could end it.
                    self._start.give_up_waiting(lambda: self.pid is not None)
                postmaster.stop(self.data)
                if not self.socket_directory.is_relative_to(self.directory):
                    with suppress(OSError):
                        self.socket_directory.rmdir()

    def place(self, fill: Callable[[Path], None]) -> None:
        """Let `fill` write a data directory where there is none, and give it to the server's account."""
        with self._locked():
            account = self._prepare()
            if self.data.exists():
                raise ClusterError(f"There is a database in {self.data} already.")
            fill(self.data)
            if account.is_other:
                for path in (self.data, *self.data.rglob("*")):
                    os.chown(path, account.uid, account.gid, follow_symlinks=False)

    def create_database(self, name: str = "mms", *, template: str | None = None) -> bool:
        """Create the database, as a copy of another, unless it exists; say whether it was created.

        Its roles are made with it, and one that an earlier release has made gets its owner.
        """
        return prepare.create_own(self.url("postgres"), name, template=template)

    def drop_database(self, name: str) -> None:
        """Remove a database, whoever is connected to it."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(DROP.format(psycopg.sql.Identifier(name)))

    @contextmanager
    def _locked(self, *, wait: bool = True) -> Iterator[None]:
        make_directory(self.home, 0o711)
        with open(self.home / ".postgres.lock", "w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise ClusterError("Another process starts or stops the database at this moment.") from None
            yield

    def _prepare(self) -> Account:
        """Make the directories, elsewhere where the server's account could not enter them here."""
        place = self.home / "postgres"
        preferred = self.data.stat().st_uid if self.data.exists() else None
        account = Account.unprivileged(preferred)
        if not account.can_reach(place):
            if self.data.exists() and not place.is_symlink():
                raise ClusterError(
                    f"The account {account.name} has to run PostgreSQL but cannot enter {self.data}. "
                    "Let it pass every directory on the way (chmod o+x), or move the installation."
                )
            if not place.is_symlink():
                make_directory(SHARED_STATE, 0o711)
                place.symlink_to(SHARED_STATE / secrets.token_hex(8))
        make_directory(self.directory, 0o711, account)
        make_directory(self.socket_directory, 0o700, account)
        return account

    def _launch(self, binaries: Binaries, account: Account) -> None:
        for left_behind in self.socket_directory.glob(".s.PGSQL.*"):
            left_behind.unlink()
        configuration = self.data / "mms.conf"
        if not configuration.exists() or configuration.read_text() != self._configuration():
            # A part of it, as a full disk would leave, means a server with other settings.
            atomic_write.write(configuration, self._configuration().encode())
            configuration.chmod(0o644)
        if self._start is not None:
            self._start.give_up_waiting()
        self._start = server_programs.ServerStart(binaries, account, data=self.data, log=self.log)

    def _wait(self, seconds: float | None, waiting: Callable[[Phase], None]) -> None:
        """Return when the server is ready; raise when it has ended, or does not get ready in time."""
        began = time.monotonic()
        while not (self.pid is not None and postmaster.is_ready(self.data)):
            phase = self.phase
            if phase == "ended":
                raise self._start.failure() if self._start else ClusterError("PostgreSQL ended.")
            if seconds is not None and time.monotonic() - began > seconds:
                raise ClusterError(f"PostgreSQL is not ready after {seconds:.0f} s. Look into {self.log}.")
            waiting(phase)
            time.sleep(_PAUSE)
        if self._start is not None:
            self._start.give_up_waiting()

    def _configuration(self) -> str:
        settings = {**self.settings, "unix_socket_directories": f'"{self.socket_directory}"'}
        lines = [
            f"{name} = '{value.replace(chr(39), chr(39) * 2)}'" for name, value in sorted(settings.items())
        ]
        return "\n".join(["# Written at every start; changes here are lost.", *lines, ""])

    def _is_ours(self, binaries: Binaries, seconds: float | None, waiting: Callable[[Phase], None]) -> bool:
        """Return whether a running server is the one we would start: same release, settings and socket."""
        written = self.data / "mms.conf"
        if not written.exists() or written.read_text() != self._configuration():
            return False
        try:
            self._wait(seconds, waiting)  # it may be recovering
        except ClusterError:
            if self.pid is None:
                return False
            raise
        deadline = time.monotonic() + 30
        while (phase := self.phase) == "recovering" or time.monotonic() < deadline:
            waiting(phase)
            try:
                with psycopg.connect(self.url("postgres"), connect_timeout=5) as connection:
                    return connection.info.parameter_status("server_version") == binaries.version
            except psycopg.OperationalError:
                # Without a socket it never answers.
                if not any(self.socket_directory.glob(".s.PGSQL.*")) or self.pid is None:
                    return False
                time.sleep(_PAUSE)
        return False


__all__ = [
    "SETTINGS",
    "UNSAFE_SETTINGS",
    "Cluster",
    "ClusterError",
    "DatabaseUnreachable",
    "Outcome",
]
