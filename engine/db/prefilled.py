"""Prefilled data directories of PostgreSQL: filled once for the same code and data, and copied from then on.

Creating a cluster, migrating and loading take seconds, copying what they wrote a tenth of that. A directory
is named by the digest of all that went into it; nothing in it is anybody's data. Refuses to know what is
filled in.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from engine.db.cluster import Cluster

Fill = Callable[[Path], Path]
# Of different data, that are asked for in turns; those not used for longest go.
KEPT: Final = 3


def place(cluster: Cluster, directory: Path, *, name: str, workplace: Path, fill: Fill) -> None:
    """Copy the data directory of this name below `directory` into a cluster without data.

    Where there is none, `fill` is given an empty home below `workplace` that every account may pass, fills
    and stops a server in it and returns its data directory. One process fills at a time.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _locked(directory / "lock"):
        kept = directory / name
        if not kept.exists():
            _make_room(directory)
            _fill(kept, workplace, fill)
        os.utime(kept)
        cluster.place(partial(_copy, kept))


def _make_room(directory: Path) -> None:
    """Remove those that were not used for longest, until one more may be kept."""
    filled = [path for path in directory.iterdir() if path.is_dir()]
    filled.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in filled[KEPT - 1 :]:
        shutil.rmtree(path)


def _fill(kept: Path, workplace: Path, fill: Fill) -> None:
    """Fill a directory below `workplace`; it has its name once it is whole."""
    unfinished = kept.with_name("unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=workplace) as home:
        Path(home).chmod(0o711)
        shutil.copytree(fill(Path(home)), unfinished)
    unfinished.rename(kept)


def _copy(kept: Path, data: Path) -> None:
    shutil.copytree(kept, data)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with open(path, "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
