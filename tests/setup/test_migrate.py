"""Migrations: applied once, by one program at a time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from engine.db import functions, migrate
from engine.db.cluster import Cluster
from engine.installation.programs import free_port
from tests.setup.commands import mms

OWN_FUNCTIONS = """
select distinct proname::text from pg_proc p
where pronamespace = 'public'::regnamespace and proname not like 'procrastinate%'
    and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
"""


def made(cluster: Cluster, name: str) -> str:
    """Give a migrated database and return its owner's address."""
    cluster.create_database(name)
    migrate.upgrade(cluster.owner_url(name))
    return cluster.owner_url(name)


def unreleased(cluster: Cluster, name: str, revision: str) -> str:
    """Give a database as an earlier version has left it, and return its owner's address."""
    cluster.create_database(name)
    with psycopg.connect(cluster.owner_url(name)) as connection:
        connection.execute("create table alembic_version (version_num varchar(32) primary key)")
        connection.execute("insert into alembic_version values (%s)", [revision])
        connection.execute("grant select on alembic_version to mms_app")
    return cluster.owner_url(name)


def test_upgrade__empty_database__applies_every_migration_once(cluster: Cluster) -> None:
    cluster.create_database("migrated")
    url = cluster.url("migrated")

    first, second = migrate.upgrade(url), migrate.upgrade(url)

    assert first == (*migrate.applied(url), "functions")
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


def test_upgrade__functions_of_another_release__are_applied_anew(cluster: Cluster) -> None:
    url = made(cluster, "functions_changed")
    with psycopg.connect(url) as connection:
        connection.execute(
            "create or replace function is_system() returns boolean language sql stable parallel safe"
            " as 'select true'"
        )
        connection.execute("insert into schema_functions (digest) values ('of another release')")

    applied, again = migrate.upgrade(url), migrate.upgrade(url)

    with psycopg.connect(url) as connection:
        is_system = connection.execute("select is_system()").fetchone()
    assert (applied, again) == (("functions",), ())
    assert is_system == (False,)


def test_upgrade__function_that_is_wrong__keeps_nothing(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    cluster.create_database("function_wrong")
    url = cluster.owner_url("function_wrong")
    files = shutil.copytree(functions.FILES, tmp_path / "functions")
    (files / "is_offered.sql").write_text(
        "create or replace function is_offered(p_municipality int, p_service text, p_on date) returns boolean"
        " language sql stable as $$ select is_on from nowhere $$;"
    )
    monkeypatch.setattr(functions, "FILES", files)
    functions.digest.cache_clear()

    with pytest.raises(psycopg.errors.UndefinedTable):
        migrate.upgrade(url)
    monkeypatch.undo()
    functions.digest.cache_clear()

    assert migrate.heads(url) == ()


def test_functions__of_a_migrated_database__are_those_of_the_files(cluster: Cluster) -> None:
    url = made(cluster, "functions_all")

    with psycopg.connect(url) as connection:
        found = {row[0] for row in connection.execute(OWN_FUNCTIONS)}

    assert found == {path.stem for path in functions.FILES.glob("*.sql")}


def test_schema__functions_of_another_release__are_older_or_newer(cluster: Cluster) -> None:
    url = made(cluster, "functions_other")
    with psycopg.connect(url) as connection:
        connection.execute("insert into schema_functions (digest) values ('of the next release')")
    newer = migrate.schema(url)
    with psycopg.connect(url) as connection:
        connection.execute("delete from schema_functions where digest <> 'of the next release'")
    older = migrate.schema(url)

    assert (newer.is_current, newer.is_older, newer.is_newer) == (False, False, True)
    assert (older.is_current, older.is_older, older.is_newer) == (False, True, False)


@pytest.mark.parametrize("revision", ["0001", "0180"])
def test_upgrade__database_of_before_the_beginning__is_refused_in_words(
    cluster: Cluster, tmp_path: Path, revision: str
) -> None:
    name = f"unreleased_{revision}"
    url = unreleased(cluster, name, revision)
    said = {"DATABASE_URL": cluster.login_url(name), "MMS_HOME": str(tmp_path)}

    migrated = mms("migrate", **{**said, "DATABASE_OWNER_URL": url})
    started = mms("web", **said)

    for code, words in (migrated, started):
        assert code == 1
        assert words.startswith(
            f"Error: The database has data of an earlier, unreleased version of MMS (schema {revision})"
        )
        assert "move its folder away" in words
    assert migrate.heads(url) == (revision,)


def test_run__demonstration_of_before_the_beginning__is_refused_in_words(own_cluster: Cluster) -> None:
    own_cluster.start()
    unreleased(own_cluster, "mms", "0180")
    own_cluster.stop()
    surroundings = {**os.environ, "MMS_MODE": "demo", "MMS_HOME": str(own_cluster.directory.parent)}
    surroundings["PORT"] = str(free_port())
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        surroundings.pop(name, None)

    run = subprocess.run(
        [sys.executable, "-m", "engine.cli", "run"],
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert run.returncode == 1
    assert "data of an earlier, unreleased version of MMS (schema 0180)" in run.stderr
    assert "move its folder away" in run.stderr
    assert "Traceback" not in run.stdout + run.stderr


def test_upgrade__schema_of_a_later_release__is_refused_in_words(cluster: Cluster, tmp_path: Path) -> None:
    url = made(cluster, "later")
    with psycopg.connect(url) as connection:
        connection.execute("update alembic_version set version_num = '9999'")

    code, words = mms("migrate", DATABASE_URL=url, MMS_HOME=str(tmp_path))

    assert code == 1
    assert words.startswith("Error: The schema of the database (9999) is newer than this release")
