"""Migrations: applied once, by one program at a time."""

from __future__ import annotations

import subprocess
import sys

import psycopg

from engine.catalogue.semantics import Semantics
from engine.catalogue.versions import digest
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


def test_upgrade__versions_published_before_there_were_publications__keep_their_acts(
    cluster: Cluster,
) -> None:
    cluster.create_database("published_before")
    url = cluster.url("published_before")
    migrate.upgrade(url, "0003")
    files = {"roads/module.json": b"{}", "schemas/scenario.schema.json": b"{}"}
    with psycopg.connect(url) as connection:
        connection.execute(
            "insert into service_versions (digest, code, module, settings, semantics, effective_from,"
            " published_at, published_by) values ('old', 'roads.repair', 'roads', '{\"law\": []}', '1',"
            " '2026-01-01', now(), 'somebody')"
        )
        for path, content in files.items():
            connection.execute("insert into service_files values (1, %s, %s)", (path, content))

    migrate.upgrade(url)

    with psycopg.connect(url) as connection:
        version = connection.execute("select digest, semantics from service_versions").fetchone()
        act = connection.execute(
            "select version_id, code, effective_from::text, publisher_id, is_demo, law"
            " from service_publications"
        ).fetchone()
    assert version is not None
    assert bytes(version[0]) == digest(files, Semantics.of(version[1]))
    assert act == (1, "roads.repair", "2026-01-01", None, True, [])
