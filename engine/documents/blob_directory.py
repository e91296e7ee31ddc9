"""A blob store in a directory of this machine, or in one that several machines share.

A name's directories are made when they are needed; every name and every directory is flushed. Refuses to know
what the bytes are.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from engine import atomic_write
from engine.clock import SystemClock
from engine.documents.blobs import Blob

LOCK = ".lock"
# A directory that changed this recently may change again within one tick of the clock of its disk.
_SETTLED_SECONDS = 2.0


class BlobDirectory:
    """Blobs two directories below a root. A root that is named is not made: it may not be mounted."""

    listing_seconds = 0.0

    def __init__(self, root: Path, *, is_named: bool = False) -> None:
        self._root = root
        self._is_named = is_named

    def __str__(self) -> str:
        return str(self._root)

    def refusal(self) -> str | None:
        if not self._is_named or os.access(self._root, os.R_OK | os.W_OK | os.X_OK):
            return None
        if not self._root.is_dir():
            return (
                f"The directory {self._root} of MMS_FILES is not there. Is its disk mounted? Else create it."
            )
        return (
            f"The directory {self._root} of MMS_FILES is closed to this account: let it read and write there."
        )

    def read(self, name: str, first: int | None = None) -> bytes:
        if first is None:
            return self._path(name).read_bytes()
        with open(self._path(name), "rb") as file:
            return file.read(first)

    def write(self, name: str, content: bytes) -> None:
        """Write aside, flush, rename, flush the directory: a reader sees all of it or nothing."""
        path = self._path(name)
        self._make_directory(path.parent)
        atomic_write.write(path, content, mode=0o440)
        atomic_write.flush_directory(path.parent)

    def replace(self, name: str, change: Callable[[bytes], bytes | None]) -> None:
        with self._alone():
            changed = change(self.read(name))
            if changed is not None:
                self.write(name, changed)

    def remove(self, name: str) -> None:
        path = self._path(name)
        if path.exists():
            with self._alone():
                path.unlink(missing_ok=True)
                atomic_write.flush_directory(path.parent)

    def exists(self, name: str) -> bool:
        return self._path(name).is_file()

    def written_at(self, name: str) -> float:
        return self._path(name).stat().st_mtime

    def blobs(self) -> Iterator[Blob]:
        for directory in self._directories():
            yield from self._blobs_in(directory)

    def changes(self) -> Callable[[], Iterator[Blob]]:
        """Remember when each directory last changed: that costs a look at each, not at each file."""
        seen: dict[Path, float] = {}

        def changed() -> Iterator[Blob]:
            now = SystemClock().now().timestamp()
            for directory in self._directories():
                at = directory.stat().st_mtime
                if seen.get(directory) == at:
                    continue
                yield from self._blobs_in(directory)
                if now - at > _SETTLED_SECONDS:
                    seen[directory] = at

        return changed

    def close(self) -> None:
        """End nothing: a directory is opened anew each time."""

    def _path(self, name: str) -> Path:
        return self._root / name

    def _directories(self) -> Iterator[Path]:
        for first in sorted(self._root.glob("[0-9a-f][0-9a-f]")):
            yield from sorted(first.glob("[0-9a-f][0-9a-f]"))

    def _blobs_in(self, directory: Path) -> Iterator[Blob]:
        with os.scandir(directory) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                try:
                    at = entry.stat().st_mtime
                except FileNotFoundError:  # removed since it was listed
                    continue
                yield Blob(str(Path(entry.path).relative_to(self._root)), at)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep the block apart from another that replaces or removes, also on another machine.

        A file and not the directory is locked: NFS carries only the lock of a file that is open for writing
        to its server.
        """
        descriptor = os.open(self._root / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _make_directory(self, directory: Path) -> None:
        """Create the directory, and flush each parent that got a new entry.

        Flushing only the file's own directory would lose the file with its directory.
        """
        missing = []
        while not directory.is_dir():
            missing.append(directory)
            if directory == self._root:
                break
            directory = directory.parent
        if self._is_named and self._root in missing:
            raise NotADirectoryError(f"{self._root} is not there")
        for path in reversed(missing):
            path.mkdir(mode=0o750, parents=path == self._root, exist_ok=True)
            atomic_write.flush_directory(path.parent)
