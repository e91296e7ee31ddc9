"""The data directory of a PostgreSQL server: made by initdb, and of one major version.

Refuses to know whether a server runs in it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from engine.db import roles, server_programs
from engine.db.binaries import MAJOR, Account, Binaries, ClusterError

# The builtin provider needs no ICU and sorts Georgian by its alphabet, the same on every machine.
INITDB: Final = (
    *("--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=builtin"),
    *("--builtin-locale=C.UTF-8", "--data-checksums", "--no-instructions"),
)


def exists(data: Path) -> bool:
    """Return whether there is one; refuse one that is not whole, over which nothing may be made anew."""
    if (data / "PG_VERSION").exists():
        return True
    if data.exists():
        raise ClusterError(
            f"The data in {data} are damaged: PG_VERSION is missing. Nothing was changed. "
            "Restore a backup (`mms restore`) into another directory."
        )
    return False


def create(data: Path, binaries: Binaries, account: Account, *, initdb: Sequence[str] = INITDB) -> None:
    """Make the directory. An interrupted initdb must not look like one: only a complete one gets the name."""
    unfinished = data.with_name("data.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    who = ("-U", roles.ADMINISTRATOR)
    server_programs.run(binaries, account, "initdb", "-D", str(unfinished), *who, *initdb)
    with open(unfinished / "postgresql.conf", "a") as configuration:
        configuration.write("\ninclude 'mms.conf'\n")
    unfinished.rename(data)


def refuse_other_version(data: Path, binaries: Binaries) -> None:
    """Refuse data that another major version of PostgreSQL has written."""
    have = (data / "PG_VERSION").read_text().strip()
    if have != str(binaries.major):
        raise ClusterError(
            f"The data in {data} were written by PostgreSQL {have or '?'}; this release brings "
            f"PostgreSQL {MAJOR}. Nothing was changed. Write them out with pg_dumpall of "
            f"PostgreSQL {have}, move the directory away and read them into the new one."
        )


def make_directory(path: Path, mode: int, account: Account | None = None) -> None:
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
