"""Copying the documents: each once, each compared with its digest.

The content under a name never changes, so only what is not there yet is copied, and what has been put
under another key since. Files are copied as they lie: encrypted. Refuses to delete anything, and to
know which row cites which file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from engine.documents.files import FileStore
from engine.errors import Broken, NotFound

_DIGEST = re.compile(r"[0-9a-f]{64}")
# As far as the clocks of two stores may be apart, what is newer than its copy may have changed since.
_SKEW_SECONDS = 300.0


class Copier:
    """Copies new files from one store to another, again and again; looks only at what may have changed."""

    def __init__(self, source: FileStore, target: FileStore) -> None:
        self._from, self._to = source, target
        self._changes = source.changes()
        self.damaged: set[str] = set()

    def copy_new(self) -> int:
        """Copy what has come since the last time; return how many files. Damaged ones are noted."""
        return sum(self._copy(digest, written_at) for digest, written_at in self._changes())

    def _copy(self, digest: str, written_at: float) -> bool:
        try:
            if self._has_copied(digest, written_at):
                return False
            self._to.put_lying(digest, self._from.lying(digest))
        except NotFound:
            return False
        except Broken:
            self.damaged.add(digest)
            return False
        self.damaged.discard(digest)
        return True

    def _has_copied(self, digest: str, written_at: float) -> bool:
        """Tell whether the copy is there and under the same key; reads no key that can't differ."""
        if not self._to.has(digest):
            return False
        is_older = self._to.written_at(digest) > written_at + _SKEW_SECONDS
        return is_older or self._to.key_of(digest) == self._from.key_of(digest)


def digests(store: Path) -> Iterator[tuple[str, int]]:
    """Yield the name and size of every file of a store."""
    for directory in _directories(store):
        for path in directory.iterdir():
            if is_digest(path.name):
                yield path.name, path.stat().st_size


def is_digest(name: str) -> bool:
    return _DIGEST.fullmatch(name) is not None


def _directories(store: Path) -> Iterator[Path]:
    """Yield the directories that hold files: two levels below the store."""
    if store.is_dir():
        for first in sorted(store.iterdir()):
            if first.is_dir():
                yield from (second for second in sorted(first.iterdir()) if second.is_dir())
