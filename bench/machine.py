"""What the operating system and PostgreSQL say that something cost: processor time, memory, WAL, disk."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg

from bench.installation import Installation

_TICKS: Final = os.sysconf("SC_CLK_TCK")
WRITTEN: Final = "select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')"
KEPT: Final = """
select sum(pg_total_relation_size(c.oid)) from pg_class c
where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
"""


@dataclass(frozen=True)
class Reading:
    """Totals so far; the difference of two readings is what lay between them."""

    server_seconds: float
    wal_bytes: int
    table_bytes: int


def read(installation: Installation, connection: psycopg.Connection[tuple[object, ...]]) -> Reading:
    """Read the meters."""
    return Reading(
        server_seconds(installation),
        _number(connection, WRITTEN),
        _number(connection, KEPT),
    )


def server_seconds(installation: Installation) -> float:
    """Return the processor seconds that PostgreSQL's processes have used, those that ended included."""
    postmaster = installation.cluster.pid
    assert postmaster is not None
    total = 0
    for pid in (postmaster, *_children(postmaster)):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended; its parent has counted it
        # user and system time, and for the postmaster those of its children that have ended
        total += sum(map(int, fields[11:15] if pid == postmaster else fields[11:13]))
    return total / _TICKS


def anonymous_kilobytes(pid: int) -> int:
    """Return the memory that a process has for itself."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1])
    return 0


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _number(connection: psycopg.Connection[tuple[object, ...]], sql: str) -> int:
    row = connection.execute(sql).fetchone()
    assert row is not None
    return int(str(row[0]))
