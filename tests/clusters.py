"""The PostgreSQL that tests run on: the one MMS brings, or a stock one of Debian's package (`make debian`).

A stock cluster has what Debian's programs write into an empty directory, and what an administrator who knows
nothing of MMS may have set besides. Refuses to know databases.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Final

from engine.db.binaries import Binaries
from engine.db.cluster import UNSAFE_SETTINGS, Cluster

VARIABLE: Final = "MMS_TEST_POSTGRES"
STOCK: Final = "debian"
PLACES: Final = Path("/usr/lib/postgresql")


class NoStockPostgres(Exception):
    """Debian's PostgreSQL is not on this machine; the message says what to install."""

    def __init__(self) -> None:
        super().__init__(
            f"{VARIABLE}={STOCK} asks for Debian's PostgreSQL, but {PLACES}/*/bin holds none. "
            "Run `make debian`, which installs the package `postgresql`, or install it yourself."
        )


class StockCluster(Cluster):
    """A cluster as Debian makes one: its settings, its compiler for statements, its locale of the system."""

    initdb = ("--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
    # Where it listens is ours; that the server is somewhere in Georgia is what an administrator says.
    defaults = {"listen_addresses": "", "unix_socket_permissions": "0700", "timezone": "Asia/Tbilisi"}

    def __init__(self, home: Path) -> None:
        super().__init__(home, binaries=stock())


def is_stock() -> bool:
    """Say whether this run is about Debian's PostgreSQL. Raises `ValueError` for anything else."""
    said = os.environ.get(VARIABLE, "")
    if said not in ("", STOCK):
        raise ValueError(f"{VARIABLE} is {said!r}; it is {STOCK} or left out.")
    return said == STOCK


def stock() -> Binaries:
    """Return the newest programs of Debian's package. Raises `NoStockPostgres`."""
    found = sorted(PLACES.glob("*/bin/postgres"), key=lambda program: float(program.parts[-3]))
    if not found:
        raise NoStockPostgres
    said = subprocess.run([found[-1], "--version"], capture_output=True, text=True, check=True).stdout
    version = re.search(r"\b(\d+\.\d+)", said)
    assert version is not None, said
    return Binaries(found[-1].parent, version[1])


def new_cluster(home: Path) -> Cluster:
    """Return a throw-away cluster for this run, not yet started."""
    return StockCluster(home) if is_stock() else Cluster(home, settings=UNSAFE_SETTINGS)


def kind() -> str:
    """Return the end of the names of this kind's data directories; empty for our own."""
    return f"-{STOCK}-{stock().version}" if is_stock() else ""
