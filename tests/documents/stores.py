"""A store for tests, with a keyring beside it that makes itself."""

from __future__ import annotations

from pathlib import Path

from engine.documents.files import FileStore
from engine.documents.keys import Keyring


def a_ring(path: Path) -> Keyring:
    return Keyring(path, may_create=True)


def a_store(root: Path, keyring: Keyring | None = None) -> FileStore:
    """Return a store below `root`; its keyring lies beside it."""
    return FileStore.in_directory(root, keyring or a_ring(root.with_name(f"{root.name}.keys.json")))
