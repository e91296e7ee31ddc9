"""A store of immutable files named by the SHA-256 digest of their content, encrypted on the disk.

It promises that what `put` acknowledged survives a power cut, and that `get` never returns
other bytes than were put. It refuses to know names, types, owners and permissions.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from engine import durable
from engine.documents import sealing
from engine.documents.keys import KeyMissing, KeyRing
from engine.errors import Broken, NotFound, Rejected, Unavailable

_DIGEST = re.compile(r"[0-9a-f]{64}")


def digest_of(content: bytes) -> str:
    """Return the name under which the store keeps this content."""
    return hashlib.sha256(content).hexdigest()


Renewed = Literal["kept", "wrapped", "sealed", "gone"]


class FileStore:
    """Files under one directory, spread over 65,536 subdirectories by their first four digits."""

    def __init__(self, root: Path, ring: KeyRing) -> None:
        self._root = root
        self.ring = ring

    def put(self, content: bytes) -> str:
        """Keep the content and return its digest; putting the same content again changes nothing."""
        digest, key = digest_of(content), self.ring.current
        with _translated():
            if not self._holds(digest, content):
                self._write(self._path(digest), sealing.seal(content, digest, key))
        return digest

    def get(self, digest: str) -> bytes:
        """Return the content; refuse it if it is no longer what was put."""
        return self._opened(digest, self._read(digest))

    def lying(self, digest: str) -> bytes:
        """Return the file as it lies on the disk, after seeing that it can be opened."""
        lying = self._read(digest)
        self._opened(digest, lying)
        return lying

    def lying_unseen(self, digest: str) -> bytes:
        """Return the file as it lies on the disk, whatever it is."""
        return self._read(digest)

    def put_lying(self, digest: str, lying: bytes) -> None:
        """Keep a file as it lay in another store of the same keys."""
        with _translated():
            self._write(self._path(digest), lying)

    def key_of(self, digest: str) -> bytes | None:
        """Return the name of the key a file lies under; None where it lies open."""
        with _translated(digest), open(self._path(digest), "rb") as file:
            return sealing.key_of(file.read(sealing.HEADER_BYTES))

    def renew(self, digest: str) -> Renewed:
        """Put a file under the newest key. Dying in between leaves the file as it was."""
        path = self._path(digest)
        try:
            with _translated(digest), _alone(path.parent):
                lying = self._read(digest)
                content = self._opened(digest, lying)
                if sealing.key_of(lying) == self.ring.current.id:
                    return "kept"
                if sealing.is_sealed(lying):
                    self._write(path, sealing.wrap_anew(lying, digest, self.ring))
                    return "wrapped"
                self._write(path, sealing.seal(content, digest, self.ring.current))
                return "sealed"
        except NotFound:
            return "gone"

    def digests(self) -> Iterator[str]:
        """Yield the name of every file, in order."""
        for first in sorted(self._root.glob("[0-9a-f][0-9a-f]")):
            for path in sorted(first.glob("[0-9a-f][0-9a-f]/*")):
                if _DIGEST.fullmatch(path.name):
                    yield path.name

    def written_at(self, digest: str) -> float:
        """Return when the file was last written, in seconds of the epoch."""
        with _translated(digest):
            return self._path(digest).stat().st_mtime

    def remove(self, digest: str) -> None:
        """Forget a file. Whoever asks has seen to it that nobody cites it or is about to."""
        path = self._path(digest)
        with _translated():
            if path.exists():
                with _alone(path.parent):
                    path.unlink(missing_ok=True)
                    durable.flush_directory(path.parent)

    def has(self, digest: str) -> bool:
        """Tell whether something is kept under this digest, without reading it."""
        return self._path(digest).is_file()

    def _path(self, digest: str) -> Path:
        if not _DIGEST.fullmatch(digest):
            raise Rejected("document.digest_malformed")
        return self._root / digest[:2] / digest[2:4] / digest

    def _read(self, digest: str) -> bytes:
        with _translated(digest):
            return self._path(digest).read_bytes()

    def _opened(self, digest: str, lying: bytes) -> bytes:
        """Return the content of what lies there. What was kept before files were encrypted lies open."""
        try:
            content = sealing.unseal(lying, digest, self.ring) if sealing.is_sealed(lying) else lying
        except sealing.Altered:
            raise Broken("document.altered", digest=digest) from None
        if digest_of(content) != digest:
            raise Broken("document.altered", digest=digest)
        return content

    def _holds(self, digest: str, content: bytes) -> bool:
        """Tell whether the content is there and can be opened; what is damaged or locked is written anew."""
        try:
            return self.get(digest) == content
        except (NotFound, Broken, KeyMissing):
            return False

    def _write(self, path: Path, content: bytes) -> None:
        """Write aside, flush, rename, flush the directory: a reader sees all of it or nothing."""
        _make_directory(path.parent, self._root)
        durable.write(path, content, mode=0o440)
        durable.flush_directory(path.parent)


@contextmanager
def _translated(digest: str = "") -> Iterator[None]:
    """Say what a failing disk means to whoever asked."""
    try:
        yield
    except FileNotFoundError as failed:
        if not digest:
            raise Unavailable("document.store_unavailable", errno=failed.errno) from failed
        raise NotFound("document.not_found", digest=digest) from None
    except OSError as failed:
        raise Unavailable("document.store_unavailable", errno=failed.errno) from failed


@contextmanager
def _alone(directory: Path) -> Iterator[None]:
    """Keep the block apart from another that renews or removes files of the directory."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _make_directory(directory: Path, root: Path) -> None:
    """Create the directory, and flush each parent that got a new entry.

    Flushing only the file's own directory would lose the file with its directory.
    """
    missing = []
    while not directory.is_dir():
        missing.append(directory)
        if directory == root:
            break
        directory = directory.parent
    for path in reversed(missing):
        path.mkdir(mode=0o750, parents=path == root, exist_ok=True)
        durable.flush_directory(path.parent)
