"""`mms database prepare`: roles, database and rights on a server that somebody else administers."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import psycopg
import pytest
from psycopg import errors, sql

from engine.bootstrap import build
from engine.db import migrate, prepare
from engine.db.binaries import find
from engine.db.cluster import Cluster
from engine.db.prepare import Names, NotPrepared
from engine.db.roles import LOGIN, OWNER, RUNTIME
from engine.installation import loading
from engine.settings import Settings
from engine.tenancy import system
from tests import clusters
from tests.setup.commands import mms
from tests.setup.prepared import owners

pytestmark = pytest.mark.extended

USUAL = Names()
ODD = Names("our \"town's\\ db", "მესაკუთრე o'w\"ner", "log in %s {x} $mms$")


def prepared(cluster: Cluster, names: Names = USUAL, administrator: str | None = None) -> list[str]:
    """Prepare the server as an operator does; return what was said."""
    said: list[str] = []
    prepare.prepare(administrator or cluster.url("postgres"), names, say=said.append)
    return said


def by_psql(cluster: Cluster, script: str) -> subprocess.CompletedProcess[str]:
    """Let psql carry out a script, as whoever may not be asked to run our programs."""
    psql = (clusters.stock() if clusters.is_stock() else find()).directory / "psql"
    return subprocess.run(
        [psql if psql.exists() else "psql", "-X", "-f", "-", cluster.url("postgres")],
        input=script,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"], "PGCLIENTENCODING": "UTF8"},
    )


def carry_out(cluster: Cluster, *statements: str) -> None:
    """Do as the administrator what somebody has done before us."""
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def ask(url: str, statement: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(statement.encode()).fetchone()
    return row and row[0]


def works(cluster: Cluster, names: Names, home: Path) -> bool:
    """Load places and people as the login of an installation; say whether they are there."""
    address = psycopg.conninfo.make_conninfo(
        dbname=names.database, user=names.login, host=str(cluster.socket_directory)
    )
    engine = build(
        Settings(mode="demo", home=home, database_url=address, secret="s" * 48, has_own_cluster=False)
    )
    try:
        loading.load_data(engine)
        with engine.read(system()) as tx:
            return bool(tx.scalar("select count(*) > 60 from municipalities"))
    finally:
        engine.close()


def migrated(cluster: Cluster, names: Names) -> dict[tuple[str, str], str]:
    """Migrate as the owner of the schema; return who owns what."""
    address = psycopg.conninfo.make_conninfo(
        dbname=names.database, user=names.owner, host=str(cluster.socket_directory)
    )
    migrate.upgrade(address)
    return owners(address)


@pytest.mark.parametrize("names", [USUAL, ODD], ids=["usual names", "odd names"])
def test_script__carried_out_by_psql__is_all_that_an_ordinary_owner_needs(
    bare: Cluster, tmp_path: Path, names: Names
) -> None:
    words = ("--database", names.database, "--owner", names.owner, "--login", names.login)
    code, script = mms("database", "prepare", "--print", *words)

    first, second = by_psql(bare, script), by_psql(bare, script)

    assert (code, first.returncode, second.returncode) == (0, 0, 0), first.stderr + second.stderr
    assert f"Role {names.login}: made." in first.stderr
    assert second.stderr == ""
    assert set(migrated(bare, names).values()) == {names.owner}
    assert works(bare, names, tmp_path)
    assert prepared(bare, names) == []


def test_script__server_that_is_too_old__ends_with_words(bare: Cluster) -> None:
    script = prepare.script(Names()).replace("150000", "990000")

    done = by_psql(bare, script)

    assert done.returncode != 0
    assert "MMS needs 15 or a later one" in done.stderr
    assert ask(bare.url("postgres"), f"select to_regrole('{RUNTIME}') is null")


def test_prepare__twice__changes_nothing_the_second_time(bare: Cluster) -> None:
    asked = ("database", "prepare", "--administrator", bare.url("postgres"))

    first, second = mms(*asked), mms(*asked)

    assert (first[0], second) == (0, (0, "Nothing to do: everything is as it has to be.\n"))
    assert f"Role {LOGIN}: made." in first[1]
    assert "Extension btree_gist: made." in first[1]
    assert f"\\password {LOGIN}" in first[1]


def test_prepare__two_installations_in_one_server__do_not_reach_each_other(
    bare: Cluster, tmp_path: Path
) -> None:
    pair = [Names(f"town_{name}", f"owner_{name}", f"login_{name}") for name in "ab"]

    for names in pair:
        prepared(bare, names)
        assert set(migrated(bare, names).values()) == {names.owner}
        assert works(bare, names, tmp_path / names.database)

    for names, other in (pair, reversed(pair)):
        for role in (names.owner, names.login):
            with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
                psycopg.connect(bare.url(other.database, user=role))
        with psycopg.connect(bare.url(names.database, user=names.login)) as connection:
            for role in (other.owner, other.login, names.owner):
                with pytest.raises(errors.InsufficientPrivilege), connection.transaction():
                    connection.execute(sql.SQL("set role {}").format(sql.Identifier(role)))


def test_prepare__by_who_only_makes_roles_and_databases__is_enough(bare: Cluster, tmp_path: Path) -> None:
    carry_out(bare, "create role keeper login createrole createdb")

    said = prepared(bare, administrator=bare.url("postgres", user="keeper"))

    assert f"Role {OWNER}: made. It owns the schema; with it one migrates." in said
    assert set(migrated(bare, USUAL).values()) == {OWNER}
    assert works(bare, USUAL, tmp_path)
    assert prepared(bare, administrator=bare.url("postgres", user="keeper")) == []


def test_prepare__by_who_may_not__says_who_may(bare: Cluster) -> None:
    carry_out(bare, "create role passer_by login")

    with pytest.raises(NotPrepared, match="permission denied to create role.*--print"):
        prepared(bare, administrator=bare.url("postgres", user="passer_by"))


def test_prepare__nobody_answers__says_so(tmp_path: Path) -> None:
    code, said = mms("database", "prepare", "--administrator", f"host={tmp_path}")

    assert (code, said[:46]) == (1, "Error: The database server does not answer: co")


def test_prepare__tables_of_another_owner__are_left_to_them(bare: Cluster) -> None:
    carry_out(bare, "create role keeper login")
    prepared(bare, Names(owner="keeper"))
    assert set(migrated(bare, Names(owner="keeper")).values()) == {"keeper"}

    with pytest.raises(NotPrepared, match="belongs to keeper.*--owner keeper.*reassign owned by keeper"):
        prepared(bare)

    assert set(owners(bare.url()).values()) == {"keeper"}
    assert prepared(bare, Names(owner="keeper")) == []


UNFIT = {
    "a superuser": ("create role bad superuser", "may too much \\(superuser"),
    "which bypasses": ("create role bad bypassrls", "may too much \\(bypassrls"),
    "which becomes a superuser": ("create role bad in role mms_owner", "may become mms_owner"),
    "which owns something": ("create role bad; create database theirs owner bad", "owns things"),
}


@pytest.mark.parametrize("what", UNFIT)
def test_prepare__login_of_somebody_else__is_refused(bare: Cluster, what: str) -> None:
    statements, words = UNFIT[what]
    carry_out(bare, *statements.split("; "))

    with pytest.raises(NotPrepared, match=words):
        prepared(bare, Names(login="bad"))


def test_prepare__role_that_is_there_already__gets_what_it_lacks_and_loses_what_it_need_not_have(
    bare: Cluster, tmp_path: Path
) -> None:
    carry_out(bare, f"create role {RUNTIME}", f"create role {LOGIN} inherit in role {RUNTIME}")

    prepared(bare)

    migrated(bare, USUAL)
    with psycopg.connect(bare.login_url()) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute("select from public.cases")
    assert works(bare, USUAL, tmp_path)
    assert prepared(bare) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--login", OWNER), "three roles"),
        (("--owner", RUNTIME), "three roles"),
        (("--login", ""), "no name"),
        (("--database", "a\nb"), "no name"),
        (("--owner", "ლ" * 22), "no name"),
        (("--owner", "pg_mine"), "begins with pg_"),
        (("--administrator", "postgresql://me:hush@h/db"), "command line"),
        (("--administrator", "nonsense:hush"), "no address"),
    ],
)
def test_prepare__what_nobody_should_say__is_refused(words: tuple[str, str], said: str) -> None:
    code, answer = mms("database", "prepare", *words)

    assert code == 1
    assert said in answer
    assert "hush" not in answer


def test_own_cluster__from_before__is_brought_over_at_the_next_start(bare: Cluster, tmp_path: Path) -> None:
    as_before(bare)
    before = owners(bare.url())
    assert set(before.values()) == {"mms_owner", "pg_database_owner"}

    assert not bare.create_database()

    assert set(owners(bare.url()).values()) == {OWNER}
    assert owners(bare.url()).keys() == before.keys()
    assert ask(bare.owner_url(), "select names->>'en' from centers where number = 901") == "Kept"
    assert works(bare, USUAL, tmp_path)


def test_own_cluster__interrupted_while_it_is_brought_over__is_brought_over_the_next_time(
    bare: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_before(bare)
    before = owners(bare.url())
    monkeypatch.setattr(prepare, "_LOCK_SECONDS", 1)

    with psycopg.connect(bare.url()) as other:
        other.execute("lock table timers in access share mode")
        with pytest.raises(NotPrepared, match="Stop MMS and try again"):
            bare.create_database()
    half = owners(bare.url())
    bare.create_database()

    assert half == before
    assert set(owners(bare.url()).values()) == {OWNER}


def as_before(cluster: Cluster) -> None:
    """Make what earlier releases made: everything belongs to the administrator, and anybody may connect."""
    carry_out(
        cluster, f"create role {RUNTIME} nologin", f"grant {RUNTIME} to mms_owner", "create database mms"
    )
    migrate.upgrade(cluster.url())
    with psycopg.connect(cluster.url()) as connection:
        connection.execute("""insert into centers (number, names) values (901, '{"en": "Kept"}')""")
