"""A real PostgreSQL for the tests that need one.

One throw-away cluster per test process, begun with the template databases of `tests/databases.py`, and a
copy of one of them for each test (or module) that asks: a copy takes a tenth of the time a migration takes
and no test sees what another one wrote. Its data lie in memory where there is room: many small files
are made and removed there many times faster than on a disk.
"""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import hypothesis
import psycopg
import pytest
from psycopg import sql

from engine.db import binaries, postmaster
from engine.db.cluster import Cluster
from engine.memory import raise_gc_thresholds
from engine.settings import CACHE, Settings
from tests import clusters, costs
from tests.flaky import FlakyReport

# How long an example takes says more about the machine than about the code. The same examples each time:
# what a change has to pass must not turn red by chance on somebody else's change.
# New examples: `make simulate`; more of them: pytest --hypothesis-profile=explore
hypothesis.settings.register_profile("mms", deadline=None, derandomize=True)
hypothesis.settings.register_profile("fresh", deadline=None, derandomize=False, print_blob=True)
hypothesis.settings.register_profile("explore", deadline=None, max_examples=2000)
hypothesis.settings.load_profile("mms")

# Of an end-to-end test that is run again only the message of its first failure is left: it has to say all.
pytest.register_assert_rewrite("tests.e2e")

# Verdicts and compiled templates are the same for all processes and runs of this checkout.
CACHED = Path(os.environ.setdefault(CACHE, str(Path(__file__).parents[1] / "var" / "cache")))
MEMORY, ROOM = Path("/dev/shm"), 2 << 30  # bytes that a session may need at the most
# A process number means nothing to a machine within the machine: its own namespace goes with it.
PREFIX = f"mms-tests-{Path('/proc/self/ns/pid').stat().st_ino}-"
_numbers = count(1)
LONGEST_END_TO_END = (
    *("pages_behind_it", "pages_around_a_case", "pages_narrow", "studio_tree", "services", "first_steps"),
    *("assets", "construction", "studio"),
    *("studio_plays", "listening", "center", "day", "status_of_residents", "saved_drafts", "slow_line"),
    *("aid", "publishing", "studio_tables", "studio_forms", "center_cash", "administration"),
)
# The office of the engine's tests, and the application over a loaded database: features are tested by both.
pytest_plugins = ("tests.engine.fixtures", "tests.web.fixtures", "tests.web.openid_fixtures")

# What takes longest, by folder or file, comes first: at the end one process would work on it alone.
LONGEST = (
    "setup/test_serve.py",
    "catalogue/test_check.py",
    "feel/test_feelin.py",
    *("simulation/month", "simulation/fault_injection", "simulation/test_clock_histories.py"),
    *("setup", "backup", "chaos", "cohorts", "hostile", "studio", "web", "engine", "centers", "catalogue"),
    *("property", "registers", "payments", "cash", "budgets", "announcements"),
    *("sign_in", "signing", "cards", "documents", "simulation", "golden", "demo"),
    *(f"e2e/test_{name}.py" for name in LONGEST_END_TO_END),
)


def pytest_configure(config: pytest.Config) -> None:
    """List the flaky tests where the reports of all processes arrive; measure what is dear if asked to.

    What is made until the tests are collected stays to the end: no loops of objects are looked for in it.
    """
    gc.disable()
    config.pluginmanager.register(FlakyReport(), "flaky-report")
    if report := os.environ.get(costs.VARIABLE):
        config.pluginmanager.register(costs.Costs(Path(report)), "costs")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order the tests for `--dist loadfile --no-loadscope-reorder`, which hands files out as they come."""
    here = Path(__file__).parent

    def rank(item: pytest.Item) -> int:
        file = os.path.relpath(item.path, here)
        return next((n for n, name in enumerate(LONGEST) if file == name or file.startswith(f"{name}/")), 99)

    items.sort(key=rank)


def pytest_collection_finish() -> None:
    """Leave the tests themselves out when loops of objects are looked for: they stay to the end."""
    raise_gc_thresholds()
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session")
def passable() -> Iterator[Path]:
    """A directory of this session that every account may pass, with programs it can run.

    Not one of pytest's own: they are closed to the account that runs PostgreSQL for root. So is a
    checkout below root's home; then one copy of the programs serves all clusters of the session.
    """
    on_disk, prefix = Path(tempfile.gettempdir()), f"{PREFIX}{os.getpid()}-"
    for place in {on_disk, MEMORY}:
        remove_orphans(place)
    directory, programs = (
        Path(tempfile.mkdtemp(prefix=prefix, dir=place)) for place in (fastest(on_disk), on_disk)
    )
    for path in (directory, programs):
        path.chmod(0o711)
    found = binaries.find()
    # Programs can't be run from memory on every machine.
    usable = binaries.copy_for(binaries.Account.unprivileged(), found, programs)
    if usable != found:
        os.environ["MMS_POSTGRES_BIN"] = str(usable.directory)
    yield directory
    shutil.rmtree(directory)
    shutil.rmtree(programs)


def fastest(on_disk: Path) -> Path:
    """Return the memory's directory, if it has room for what a session may need."""
    if not os.access(MEMORY, os.W_OK):
        return on_disk
    free = os.statvfs(MEMORY)
    return MEMORY if free.f_bavail * free.f_frsize > ROOM else on_disk


@pytest.fixture(scope="session")
def cluster(passable: Path) -> Iterator[Cluster]:
    """A running cluster with the template databases."""
    # Imported here: a test that needs no database is to begin at once.
    from tests import databases

    cluster = clusters.new_cluster(passable)
    databases.place(cluster, CACHED, passable)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture(scope="session")
def template(cluster: Cluster) -> str:
    """The name of a database with every migration and no data."""
    from tests import databases

    return databases.MIGRATED


@pytest.fixture
def database_url(cluster: Cluster, template: str) -> Iterator[str]:
    """The administrator's address of a fresh, migrated database; the engine's lies in `settings`."""
    with _copy(cluster, template) as url:
        yield url


@pytest.fixture(scope="module")
def module_database_url(cluster: Cluster, template: str) -> Iterator[str]:
    """The administrator's address of a fresh, migrated database which the tests of one module share."""
    with _copy(cluster, template) as url:
        yield url


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Demo settings over a fresh database, with no other system to talk to."""
    return demo_settings(database_url, tmp_path)


def demo_settings(database_url: str, home: Path) -> Settings:
    """Return demo settings whose files go below `home`."""
    from tests import databases

    return databases.demo_settings(database_url, home, CACHED)


@contextmanager
def _copy(cluster: Cluster, template: str) -> Iterator[str]:
    name = f"test_{next(_numbers)}"
    drop = sql.SQL("drop database {} with (force)").format(sql.Identifier(name))
    cluster.create_database(name, template=template)
    yield cluster.url(name)
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        connection.execute(drop)


def remove_orphans(directory: Path) -> None:
    """End the clusters of test runs that were killed before they could do so themselves."""
    for home in directory.glob(f"{PREFIX}*-*"):
        pid = home.name.removeprefix(PREFIX).split("-")[0]
        if home.is_dir() and not Path(f"/proc/{pid}").exists():
            for data in home.rglob("postgres/data"):
                postmaster.stop(data.resolve(), polite_seconds=2)
            shutil.rmtree(home, ignore_errors=True)
