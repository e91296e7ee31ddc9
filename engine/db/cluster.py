"""A private PostgreSQL for one installation: creates it, starts it, adopts or stops one left behind.

Responsible for the server process, its data directory and its socket. The server listens on a
unix socket only, in a directory nobody else may enter, and never runs as root.
Refuses to know schemas, migrations and what the database is for.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import psycopg

from engine.db import postmaster
from engine.db.binaries import MAJOR, Account, Binaries, ClusterError, copy_for, find

OWNER = "mms_owner"
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
    # How much of the journal waits for a backup that does not come: a full disk stops everybody's work.
    "max_slot_wal_keep_size": "4GB",
}
# For throw-away databases of tests only: a crash of the machine may lose everything.
UNSAFE_SETTINGS: Mapping[str, str] = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

# The builtin provider needs no ICU and sorts Georgian by its alphabet, the same on every machine.
INITDB = (
    "--auth=trust --encoding=UTF8 --locale=C.UTF-8 --locale-provider=builtin --builtin-locale=C.UTF-8 "
    "--data-checksums --no-instructions"
)

Outcome = Literal["created", "started", "adopted"]

CREATE = psycopg.sql.SQL("create database {}")
# Files are copied many times faster than pages are written into the journal one by one.
COPY = psycopg.sql.SQL("create database {} template {} strategy file_copy")
# Whoever still holds a connection is sent away: only databases made for one purpose are removed.
DROP = psycopg.sql.SQL("drop database if exists {} with (force)")


class DatabaseUnreachable(Exception):
    """A database could not be migrated; the message says why."""


class Cluster:
    """The PostgreSQL cluster below one home directory."""

    initdb: Sequence[str] = tuple(INITDB.split())
    defaults: Mapping[str, str] = SETTINGS

    def __init__(
        self, home: Path, *, binaries: Binaries | None = None, settings: Mapping[str, str] | None = None
    ) -> None:
        self.home = home.absolute()
        self.settings = {**self.defaults, **(settings or {})}
        self._binaries = binaries

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

    def url(self, database: str = "mms", *, user: str = OWNER) -> str:
        """Return the address of a database as libpq and SQLAlchemy read it."""
        return (
            f"postgresql://{quote(user)}@/{quote(database)}?host={quote(str(self.socket_directory), safe='')}"
        )

    def start(self, *, seconds: int = 60) -> Outcome:
        """Make sure that the server runs with our programs and settings, and say what that took."""
        with self._locked():
            account = self._prepare()
            binaries = copy_for(account, self._binaries or find(), self.directory)
            created = self._initialise(binaries, account)
            if self.pid is not None:
                if self._is_ours(binaries):
                    return "adopted"
                postmaster.stop(self.data)
            postmaster.clear_stale(self.data)
            for left_behind in self.socket_directory.glob(".s.PGSQL.*"):
                left_behind.unlink()
            self._launch(binaries, account, seconds=seconds)
            return "created" if created else "started"

    def stop(self) -> None:
        """Stop the server, politely first; does nothing when it does not run."""
        if self.directory.exists():
            with self._locked():
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
        """Create the database, as a copy of another, unless it exists; say whether it was created."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            if connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
                return False
            names = map(psycopg.sql.Identifier, (name,) if template is None else (name, template))
            connection.execute((CREATE if template is None else COPY).format(*names))
            return True

    def drop_database(self, name: str) -> None:
        """Remove a database, whoever is connected to it."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(DROP.format(psycopg.sql.Identifier(name)))

    @contextmanager
    def _locked(self) -> Iterator[None]:
        _make_directory(self.home, 0o711)
        with open(self.home / ".postgres.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
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
                _make_directory(SHARED_STATE, 0o711)
                place.symlink_to(SHARED_STATE / secrets.token_hex(8))
        _make_directory(self.directory, 0o711, account)
        _make_directory(self.socket_directory, 0o700, account)
        return account

    def _initialise(self, binaries: Binaries, account: Account) -> bool:
        version = self.data / "PG_VERSION"
        if version.exists():
            have = int(version.read_text())
            if have != binaries.major:
                raise ClusterError(
                    f"The data in {self.data} were written by PostgreSQL {have}; this release brings "
                    f"PostgreSQL {MAJOR}. Nothing was changed. Write them out with pg_dumpall of "
                    f"PostgreSQL {have}, move the directory away and read them into the new one."
                )
            return False
        # An interrupted initdb must not look like a cluster: only a complete one gets the name.
        unfinished = self.directory / "data.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        self._run(binaries, account, "initdb", "-D", str(unfinished), "-U", OWNER, *self.initdb)
        with open(unfinished / "postgresql.conf", "a") as configuration:
            configuration.write("\ninclude 'mms.conf'\n")
        unfinished.rename(self.data)
        return True

    def _launch(self, binaries: Binaries, account: Account, *, seconds: int) -> None:
        (self.data / "mms.conf").write_text(self._configuration())
        (self.data / "mms.conf").chmod(0o644)
        try:
            self._run(
                binaries,
                account,
                "pg_ctl",
                "-D",
                str(self.data),
                "-w",
                "-t",
                str(seconds),
                "-l",
                str(self.log),
                "start",
            )
        except ClusterError as error:
            tail = self.log.read_text(errors="replace").splitlines()[-8:] if self.log.exists() else []
            raise ClusterError("\n".join([str(error), f"The end of {self.log}:", *tail])) from error

    def _configuration(self) -> str:
        settings = {**self.settings, "unix_socket_directories": f'"{self.socket_directory}"'}
        lines = [
            f"{name} = '{value.replace(chr(39), chr(39) * 2)}'" for name, value in sorted(settings.items())
        ]
        return "\n".join(["# Written at every start; changes here are lost.", *lines, ""])

    def _is_ours(self, binaries: Binaries) -> bool:
        """Return whether a running server is the one we would start: same release, settings and socket."""
        written = self.data / "mms.conf"
        if not written.exists() or written.read_text() != self._configuration():
            return False
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                with psycopg.connect(self.url("postgres"), connect_timeout=5) as connection:
                    return connection.info.parameter_status("server_version") == binaries.version
            except psycopg.OperationalError:
                # It may be replaying its journal after a crash. Without a socket it never answers.
                if not any(self.socket_directory.glob(".s.PGSQL.*")) or self.pid is None:
                    return False
                time.sleep(0.1)
        return False

    def _run(self, binaries: Binaries, account: Account, program: str, *arguments: str) -> None:
        environment = {"PATH": f"{binaries.directory}:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        done = subprocess.run(
            [str(binaries.directory / program), *arguments],
            env=environment,
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            user=account.uid if account.is_other else None,
            group=account.gid if account.is_other else None,
            extra_groups=[] if account.is_other else None,
        )
        if done.returncode != 0:
            raise ClusterError(f"PostgreSQL's {program} failed:\n{(done.stderr or done.stdout).strip()}")


def _make_directory(path: Path, mode: int, account: Account | None = None) -> None:
    """Create a directory with exactly this mode; refuse one that somebody else put there."""
    try:
        path.mkdir(parents=True)
    except FileExistsError:
        owner = path.stat().st_uid
        if owner not in (os.geteuid(), account.uid if account else os.geteuid()):
            raise ClusterError(
                f"{path} belongs to another account; remove it or choose another MMS_HOME."
            ) from None
        if account is None:
            return
    path.chmod(mode)
    if account is not None and account.is_other:
        os.chown(path, account.uid, account.gid)


__all__ = [
    "OWNER",
    "SETTINGS",
    "UNSAFE_SETTINGS",
    "Cluster",
    "ClusterError",
    "DatabaseUnreachable",
    "Outcome",
]
