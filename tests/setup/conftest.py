"""Homes in which tests start clusters of their own."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from engine.db.cluster import UNSAFE_SETTINGS, Cluster
from engine.db.roles import LOGIN, OWNER
from tests import clusters
from tests.conftest import PREFIX
from tests.databases import as_role
from tests.setup.commands import Run, mms


@contextmanager
def a_home() -> Iterator[Path]:
    """A directory every account may pass; whatever cluster was started in it is stopped."""
    # Beside the session's directory and not below it, because paths of sockets are short.
    path = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    path.chmod(0o711)
    try:
        yield path
    finally:
        for place in {path, *(entry.parent for entry in path.rglob("postgres") if entry.is_dir())}:
            Cluster(place).stop()
        shutil.rmtree(path)


@pytest.fixture
def home(passable: Path) -> Iterator[Path]:
    """A home of this test's own."""
    assert passable.exists()
    with a_home() as path:
        yield path


@pytest.fixture
def own_cluster(home: Path) -> Iterator[Cluster]:
    """A cluster of this test's own, not yet started."""
    cluster = Cluster(home, settings=UNSAFE_SETTINGS)
    yield cluster
    cluster.stop()


@pytest.fixture
def safe_cluster(home: Path) -> Iterator[Cluster]:
    """A running cluster of this test's own, which writes to the disk as an installation's does."""
    cluster = Cluster(home)
    cluster.start()
    yield cluster
    cluster.stop()


@pytest.fixture
def run(database_url: str, tmp_path: Path) -> Run:
    """Run a command over a fresh database, as an operator who has both addresses."""
    login, owner = as_role(database_url, LOGIN), as_role(database_url, OWNER)
    home = str(tmp_path / "home")
    return lambda *words: mms(*words, DATABASE_URL=login, DATABASE_OWNER_URL=owner, MMS_HOME=home)


@pytest.fixture
def bare(home: Path) -> Iterator[Cluster]:
    """A running server of which MMS knows nothing, as its administrator has it."""
    cluster = clusters.new_cluster(home)
    cluster.start()
    yield cluster
    cluster.stop()
