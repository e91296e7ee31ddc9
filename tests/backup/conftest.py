"""Installations whose databases may be killed, copied from one that was filled once."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from engine.backup.directory import BackupDirectory
from engine.db import migrate
from engine.db.cluster import UNSAFE_SETTINGS, Cluster
from engine.documents.keys import keyring_of
from tests.backup.kit import Installation
from tests.conftest import PREFIX, demo_settings, remove_orphans
from tests.engine.kit import an_office, furnish
from tests.engine.services import REVIEW


@pytest.fixture(scope="session")
def ground(passable: Path) -> Path:
    """Where directories of tests lie: in memory if possible, because each copies some thousand files."""
    assert passable.exists()
    memory = Path("/dev/shm")
    ground = memory if os.access(memory, os.W_OK) else Path(tempfile.gettempdir())
    remove_orphans(ground)
    return ground


@pytest.fixture
def place(ground: Path) -> Iterator[Path]:
    """A directory every account may pass, with a space in its name; its databases are stopped at the end."""
    path = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=ground))
    inner = path / "a place"
    inner.mkdir()
    for directory in (path, inner):
        directory.chmod(0o711)
    try:
        yield inner
    finally:
        for home in {entry.parent for entry in path.rglob("postgres")}:
            Cluster(home).stop()
        shutil.rmtree(path)


@pytest.fixture(scope="session")
def filled(ground: Path) -> Iterator[Path]:
    """The stopped home of an installation with a service, five cases and two documents."""
    home = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=ground))
    home.chmod(0o711)
    cluster = Cluster(home, settings=UNSAFE_SETTINGS)
    cluster.start()
    try:
        cluster.create_database()
        migrate.upgrade(cluster.owner_url())
        settings = demo_settings(cluster.url(), home)
        furnish(settings, REVIEW)
        with an_office(settings) as office:
            filed = [office.file(note=f"note {number}") for number in range(5)]
            office.complete(filed[0].case_id, good=True)
            office.run_jobs(filed[0].case_id)
        with psycopg.connect(cluster.url()) as connection:
            connection.execute("create table kept (number int primary key)")
            connection.execute("grant select, insert on kept to mms_app")
    finally:
        cluster.stop()
    yield home
    shutil.rmtree(home)


OpenInstallation = Callable[..., Installation]


@pytest.fixture
def open_installation(place: Path, filled: Path) -> OpenInstallation:
    """Return what starts a copy of the filled installation."""

    def opened(**settings: str) -> Installation:
        home = place / "home"
        # With its owners: as root the data belong to the account that runs the server.
        subprocess.run(["cp", "-a", str(filled), str(home)], check=True)
        found = Installation(home, BackupDirectory(place / "backups"), settings)
        assert keyring_of(found.settings).current  # the first key makes itself
        found.cluster.start()
        return found

    return opened


@pytest.fixture
def installation(open_installation: OpenInstallation) -> Installation:
    return open_installation()
