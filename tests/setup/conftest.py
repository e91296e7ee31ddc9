"""Homes in which tests start clusters of their own."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.db.cluster import UNSAFE_SETTINGS, Cluster


@pytest.fixture
def home(passable: Path) -> Iterator[Path]:
    """A directory every account may pass; whatever cluster was started in it is stopped."""
    # Beside the session's directory and not below it, because paths of sockets are short.
    assert passable.exists()
    path = Path(tempfile.mkdtemp(prefix=f"mms-test-{os.getpid()}-"))
    path.chmod(0o711)
    try:
        yield path
    finally:
        for place in {path, *(entry.parent for entry in path.rglob("postgres") if entry.is_dir())}:
            Cluster(place).stop()
        shutil.rmtree(path)


@pytest.fixture
def own_cluster(home: Path) -> Cluster:
    """A cluster of this test's own, not yet started."""
    return Cluster(home, settings=UNSAFE_SETTINGS)
