"""Copying the documents: each once, each compared with its digest.

The content under a name never changes, so only what is not there yet is copied, and what has been put
under another key since. Files are copied as they lie: encrypted. Refuses to delete anything, and to
know which row cites which file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from engine.clock import SystemClock
from engine.documents.files import FileStore
from engine.documents.keys import KeyRing
from engine.errors import Broken, NotFound

_DIGEST = re.compile(r"[0-9a-f]{64}")
# A directory that changed this recently may change again within one tick of the clock of its disk.
_SETTLED_SECONDS = 2.0


class Copier:
    """Copies new files from one store to another, again and again.

    It remembers when each directory last changed, so looking for new files costs one look at each
    directory and not one at each file.
    """

    def __init__(self, source: Path, target: Path, ring: KeyRing) -> None:
        self._source, self._target = source, target
        self._from, self._to = FileStore(source, ring), FileStore(target, ring)
        self._seen: dict[str, float] = {}
        self.damaged: set[str] = set()

    def copy_new(self) -> int:
        """Copy what has come since the last time; return how many files. Damaged ones are noted."""
        now = SystemClock().now().timestamp()
        copied = 0
        for directory in _directories(self._source):
            changed = directory.stat().st_mtime
            if self._seen.get(str(directory)) == changed:
                continue
            copied += sum(self._copy(path.name) for path in directory.iterdir() if is_digest(path.name))
            if now - changed > _SETTLED_SECONDS:
                self._seen[str(directory)] = changed
        return copied

    def _copy(self, digest: str) -> bool:
        try:
            if self._to.has(digest) and self._to.key_of(digest) == self._from.key_of(digest):
                return False
            self._to.put_lying(digest, self._from.lying(digest))
        except NotFound:
            return False
        except Broken:
            self.damaged.add(digest)
            return False
        self.damaged.discard(digest)
        return True


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
