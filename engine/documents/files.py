"""A store of immutable files named by the SHA-256 digest of their content.

It promises that what `put` acknowledged survives a power cut, and that `get` never returns
other bytes than were put. It refuses to know names, types, owners and permissions.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from pathlib import Path

from engine.errors import Broken, NotFound, Rejected, Unavailable

_DIGEST = re.compile(r"[0-9a-f]{64}")


def digest_of(content: bytes) -> str:
    """Return the name under which the store keeps this content."""
    return hashlib.sha256(content).hexdigest()


class FileStore:
    """Files under one directory, spread over 65,536 subdirectories by their first four digits."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, content: bytes) -> str:
        """Keep the content and return its digest; putting the same content again changes nothing."""
        digest = digest_of(content)
        path = self._path(digest)
        try:
            if not _holds(path, content):
                self._write(path, content)
        except OSError as failed:
            raise Unavailable("document.store_unavailable", errno=failed.errno) from failed
        return digest

    def get(self, digest: str) -> bytes:
        """Return the content; refuse it if it is no longer what was put."""
        path = self._path(digest)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            raise NotFound("document.not_found", digest=digest) from None
        except OSError as failed:
            raise Unavailable("document.store_unavailable", errno=failed.errno) from failed
        if digest_of(content) != digest:
            raise Broken("document.altered", digest=digest)
        return content

    def has(self, digest: str) -> bool:
        """Tell whether something is kept under this digest, without reading it."""
        return self._path(digest).is_file()

    def _path(self, digest: str) -> Path:
        if not _DIGEST.fullmatch(digest):
            raise Rejected("document.digest_malformed")
        return self._root / digest[:2] / digest[2:4] / digest

    def _write(self, path: Path, content: bytes) -> None:
        """Write aside, flush, rename, flush the directory: a reader sees all of it or nothing."""
        _make_directory(path.parent, self._root)
        unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        try:
            descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o440)
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
        _flush_directory(path.parent)


def _holds(path: Path, content: bytes) -> bool:
    """Tell whether the file already holds the content; a damaged one is written anew."""
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except FileNotFoundError:
        return False


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
        _flush_directory(path.parent)


def _flush_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
