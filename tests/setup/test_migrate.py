"""Migrations: applied once, by one program at a time."""

from __future__ import annotations

import subprocess
import sys

from engine.db import migrate
from engine.db.cluster import Cluster


def test_upgrade__empty_database__applies_every_migration_once(cluster: Cluster) -> None:
    cluster.create_database("migrated")
    url = cluster.url("migrated")

    first, second = migrate.upgrade(url), migrate.upgrade(url)

    assert first == migrate.applied(url)
    assert len(first) > 0
    assert second == ()
    assert migrate.is_current(url)


def test_upgrade__two_programs_at_once__one_waits_for_the_other(cluster: Cluster) -> None:
    cluster.create_database("raced")
    url = cluster.url("raced")

    command = [
        sys.executable,
        "-c",
        "import sys; from engine.db import migrate; migrate.upgrade(sys.argv[1])",
        url,
    ]
    programs = [subprocess.Popen(command) for _ in range(2)]

    assert [program.wait(timeout=60) for program in programs] == [0, 0]
    assert migrate.is_current(url)


def test_is_current__empty_database__is_not(cluster: Cluster) -> None:
    cluster.create_database("empty")

    assert not migrate.is_current(cluster.url("empty"))
