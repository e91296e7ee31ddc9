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


def test_upgrade__events_kept_one_by_one__are_kept_by_step_and_read_as_before(cluster: Cluster) -> None:
    cluster.create_database("events_before")
    url = cluster.url("events_before")
    migrate.upgrade(url, "0014")
    with psycopg.connect(url) as connection:
        connection.execute("set session_replication_role = replica")  # events of a case that is not here
        for seq, minute in enumerate((0, 0, 1, 0, 1), start=1):
            at = f"2026-03-17 10:0{minute}Z"
            case = (
                "00000000-0000-0000-0000-000000000001",
                seq,
                1,
                at,
                7,
                f"kind.{seq}",
                b"d%d" % seq,
                b"h%d" % seq,
            )
            connection.execute("insert into events values (%s, %s, %s, %s, %s, %s, %s, %s)", case)
            if seq != 2:  # its body was erased
                body = (case[0], seq, b"s%d" % seq, b"b%d" % seq)
                connection.execute("insert into event_bodies values (%s, %s, %s, %s)", body)
        before = connection.execute(
            "select e.*, b.salt, b.body from events e"
            " left join event_bodies b using (case_id, seq) order by seq"
        ).fetchall()

    migrate.upgrade(url)

    with psycopg.connect(url) as connection:
        assert connection.execute("select * from events order by seq").fetchall() == before
        steps = connection.execute(
            "select first_seq, cardinality(kinds) from step_events order by 1"
        ).fetchall()
    assert steps == [(1, 2), (3, 1), (4, 1), (5, 1)]
