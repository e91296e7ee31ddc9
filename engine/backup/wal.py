"""Reading a WAL before it is replayed: is it whole, which commits does it hold, where to stop.

PostgreSQL takes a damaged record for the end of its WAL and goes on without what follows, so
a backup has to know by itself how far its WAL must reach. Refuses to replay anything.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from engine.backup.errors import BackupError
from engine.backup.instants import show
from engine.backup.programs import Reading
from engine.db.replication import bytes_at

_SEGMENT = re.compile(r"[0-9A-F]{24}")
_PARTIAL = ".partial"
_SEGMENT_BYTES = 16 * 1024 * 1024
_SEGMENTS_A_LOG = 256
_END = re.compile(
    r"lsn: ([0-9A-F]+/[0-9A-F]+), .*desc: (COMMIT|ABORT) (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+) UTC"
)


@dataclass(frozen=True)
class Commit:
    """A transaction's end in the WAL; one that was undone is not kept."""

    at: datetime
    lsn: str
    is_kept: bool = True


@dataclass(frozen=True)
class WalExtent:
    """Extent of a WAL from a base backup on: the last commit, what is left out, and damage."""

    last: Commit | None = None  # the last commit that is restored
    next: Commit | None = None  # the first one that is left out
    stops: bool = False  # whether replaying meets a transaction that ended after the wanted instant
    left_out: int = 0
    damage: str | None = None
    seen: int = -1  # the place of the last end of a transaction, in bytes


def read(wal: Path, *, timeline: int, start: str, end: str, to: datetime | None) -> WalExtent:
    """Read the WAL from a base backup on; `end` is how far it must be readable, `to` the wanted instant."""
    found, first_missing = WalExtent(), _first_missing(wal, timeline, start)
    # Never beyond the last segment: pg_waldump would wait five seconds for the next one.
    there = _lsn(first_missing)
    is_short = bytes_at(there) < bytes_at(end)
    reading = Reading(wal, timeline=timeline, start=start, end=there if is_short else end)
    for commit in _ends(reading):
        found = _after(found, commit, to)
    if is_short or reading.trouble is not None:
        return replace(found, damage=reading.trouble or f"the segment {first_missing} is missing")
    # What came after the last look at the WAL's end, which may lie within a record; so the segment is
    # read once more. Where its records stop is the end.
    again = max(start, _lsn(_name(timeline, bytes_at(end) // _SEGMENT_BYTES)), key=bytes_at)
    if bytes_at(again) < bytes_at(there):
        seen = found.seen
        for commit in _ends(Reading(wal, timeline=timeline, start=again, end=there)):
            found = _after(found, commit, to) if bytes_at(commit.lsn) > seen else found
    return found


def stage(wal: Path, first: str, into: Path) -> None:
    """Copy the segments of a WAL from `first` on, up to the first that is missing."""
    wanted = first
    while (found := _find(wal, wanted)) is not None:
        shutil.copyfile(found, into / wanted)
        wanted = following(wanted)
    for history in wal.glob("*.history"):
        shutil.copyfile(history, into / history.name)


def missing(wal: Path, first: str) -> str | None:
    """Return the first segment that is missing between others, or None."""
    known = {path.name.removesuffix(_PARTIAL) for path in wal.iterdir()}
    later = sorted(
        name for name in known if _SEGMENT.fullmatch(name) and name[:8] == first[:8] and name >= first
    )
    wanted = first
    for name in later:
        if name != wanted:
            return wanted
        wanted = following(name)
    return None


def following(segment: str) -> str:
    """Return the name of the next segment."""
    return _name(int(segment[:8], 16), _number(segment) + 1)


def bytes_from(wal: Path, first: str) -> int:
    """Return how many bytes the segments from `first` on have."""
    names = (path.name.removesuffix(_PARTIAL) for path in wal.iterdir())
    return _SEGMENT_BYTES * sum(1 for name in names if _SEGMENT.fullmatch(name) and name >= first)


def clear_unpadded(wal: Path) -> None:
    """Remove a segment that was cut off while it was created, before anything was written into it.

    PostgreSQL 17's pg_receivewal refuses for ever to go on where such a file lies: it was killed, or
    the disk was full, while it filled a new segment with zeros.
    """
    for path in wal.glob(f"*{_PARTIAL}"):
        if path.stat().st_size != _SEGMENT_BYTES:
            path.unlink()


def refuse_gap(found: WalExtent, wal: Path, *, to: datetime | None) -> None:
    """Refuse a WAL that is damaged before the wanted instant."""
    if found.damage is None or found.stops:
        return
    if to is not None and found.last is not None and to <= found.last.at:
        return
    readable = f"`--to '{show(found.last.at)}'`" if found.last else "no instant of this base backup"
    raise BackupError(
        f"The WAL in {wal} can't be read to its end: {found.damage}. It can be restored up to "
        f"{readable}; what was committed later is not in this base backup's WAL. `mms backup --status` lists "
        "the other base backups."
    )


def _find(wal: Path, segment: str) -> Path | None:
    for path in (wal / segment, wal / (segment + _PARTIAL)):
        if path.exists() and path.stat().st_size == _SEGMENT_BYTES:
            return path
    return None


def _first_missing(wal: Path, timeline: int, start: str) -> str:
    """Return the name of the first segment that is not there, from a place in the WAL on."""
    number = bytes_at(start) // _SEGMENT_BYTES
    while (wal / _name(timeline, number)).exists():
        number += 1
    return _name(timeline, number)


def _name(timeline: int, number: int) -> str:
    return f"{timeline:08X}{number // _SEGMENTS_A_LOG:08X}{number % _SEGMENTS_A_LOG:08X}"


def _number(segment: str) -> int:
    return int(segment[8:16], 16) * _SEGMENTS_A_LOG + int(segment[16:], 16)


def _lsn(segment: str) -> str:
    """Return where a segment begins."""
    at = _number(segment) * _SEGMENT_BYTES
    return f"{at >> 32:X}/{at & 0xFFFFFFFF:X}"


def _ends(reading: Reading) -> Iterator[Commit]:
    """Yield the ends of transactions."""
    for line in reading.lines():
        if match := _END.search(line):
            at = datetime.strptime(match[3], "%Y-%m-%d %H:%M:%S.%f").replace(tzinfo=UTC)
            yield Commit(at, match[1], match[2] == "COMMIT")


def _after(found: WalExtent, commit: Commit, to: datetime | None) -> WalExtent:
    """Count one more end. PostgreSQL stops before the first that is later than the wanted instant."""
    stops = found.stops or (to is not None and commit.at > to)
    found = replace(found, stops=stops, seen=bytes_at(commit.lsn))
    if not commit.is_kept:
        return found
    if stops:
        return replace(found, next=found.next or commit, left_out=found.left_out + 1)
    return replace(found, last=commit)
