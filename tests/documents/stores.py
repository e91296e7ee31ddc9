"""A store for tests, with a key ring beside it that makes itself."""

from __future__ import annotations

from pathlib import Path

from engine.documents.files import FileStore
from engine.documents.keys import KeyRing


def a_ring(path: Path) -> KeyRing:
    return KeyRing(path, may_create=True)


def a_store(root: Path, ring: KeyRing | None = None) -> FileStore:
    """Return a store below `root`; its ring lies beside it."""
    return FileStore.in_directory(root, ring or a_ring(root.with_name(f"{root.name}.keys.json")))
