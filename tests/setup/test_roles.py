"""Database roles: the login of web, workers and timers owns nothing, the schema's owner is no superuser."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import errors

from engine.db import login, migrate
from engine.db.cluster import Cluster, DatabaseUnreachable
from engine.db.roles import LOGIN, OWNER, RUNTIME
from engine.environment import SettingsError
from engine.installation import schema
from engine.settings import Settings
from tests.databases import as_role
from tests.setup.commands import mms
from tests.setup.prepared import PRODUCTION, owners, production

OF_THE_ROLE = """
select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, rolinherit,
    exists (select from pg_shdepend
            where refclassid = 'pg_authid'::regclass and refobjid = r.oid and deptype = 'o')
from pg_roles r where rolname = %s
"""
# What nobody needs who serves people. Without the role of the application there is not even a table.
OF_NOBODY = (
    "create table public.mine ()",
    "create temporary table mine ()",
    "create schema mine",
    "create function public.mine() returns int language sql return 1",
    "create role mine",
    f"set role {OWNER}",
    "set role mms_owner",
    "set session authorization mms_owner",
    "alter table public.cases disable row level security",
    "alter table public.cases owner to current_user",
    "drop table public.cases",
    "truncate public.cases",
    "create policy all_of_it on public.cases using (true)",
    "alter function public.person_names(bigint[]) security invoker",
    "copy public.cases to program 'cat'",
    "select pg_read_file('/etc/passwd')",
    "delete from public.cases",
    "update public.step_events set at = now()",
)
OF_THE_APPLICATION = (
    "select from public.cases",
    "select from public.people",
    "select from public.procrastinate_jobs",
    "insert into public.centers (number, names) values (1, '{}')",
    "select public.person_names('{1}')",
    "select nextval('public.procrastinate_jobs_id_seq')",
)


@pytest.fixture(scope="module")
def as_login(module_database_url: str) -> Iterator[psycopg.Connection[Any]]:
    """A session as the login, which has become nobody yet."""
    with psycopg.connect(as_role(module_database_url, LOGIN), autocommit=True) as connection:
        yield connection


def test_login__of_the_engine__is_no_superuser_and_owns_nothing(settings: Settings) -> None:
    with psycopg.connect(settings.database_url) as connection:
        who = connection.execute("select current_user::text").fetchone()
        found = connection.execute(OF_THE_ROLE, who).fetchone()

    assert who == (LOGIN,)
    assert found == (False,) * 7
    assert list(login.too_much(login.examine(settings.database_url))) == []


@pytest.mark.parametrize("statement", [*OF_NOBODY, *OF_THE_APPLICATION])
def test_login__without_a_role__may_do_nothing(as_login: psycopg.Connection[Any], statement: str) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        as_login.execute(statement.encode())


@pytest.mark.parametrize("statement", OF_NOBODY)
def test_login__as_the_application__may_change_rows_and_nothing_else(
    as_login: psycopg.Connection[Any], statement: str
) -> None:
    as_login.execute(f"set role {RUNTIME}".encode())
    try:
        with pytest.raises(errors.InsufficientPrivilege):
            as_login.execute(statement.encode())
    finally:
        as_login.execute("reset role")


def test_schema__of_this_release__belongs_to_its_owner_with_everything_in_it(database_url: str) -> None:
    found = owners(database_url)

    assert set(found.values()) == {OWNER}
    assert {kind for kind, _ in found} == {"schema", "table", "view", "sequence", "index", "routine", "type"}
    with psycopg.connect(database_url) as connection:
        assert connection.execute(OF_THE_ROLE, [OWNER]).fetchone() == (*(False,) * 5, True, True)
        # Forced upon the owner, it would hide rows from functions that look for everybody.
        forced = connection.execute("select from pg_class where relforcerowsecurity").fetchall()
    assert forced == []


def test_migrate__database_that_nobody_prepared__says_what_to_do(bare: Cluster, tmp_path: Path) -> None:
    with psycopg.connect(bare.url("postgres"), autocommit=True) as connection:
        connection.execute("create role keeper login")
        connection.execute("create database mms owner keeper")

    code, said = mms("migrate", DATABASE_URL=bare.url(user="keeper"), MMS_HOME=str(tmp_path))

    assert (code, said[:7]) == (1, "Error: ")
    assert f"there is no role {RUNTIME}" in said
    assert "`mms database prepare" in said


def test_migrate__by_the_login__names_the_owner(cluster: Cluster, tmp_path: Path) -> None:
    cluster.create_database("by_the_login")

    code, said = mms("migrate", DATABASE_URL=cluster.login_url("by_the_login"), MMS_HOME=str(tmp_path))

    cluster.drop_database("by_the_login")
    assert (code, said[:7]) == (1, "Error: ")
    assert f"belongs to {OWNER}" in said and "DATABASE_OWNER_URL" in said


def test_migrate__by_an_administrator__makes_what_the_owner_owns(cluster: Cluster) -> None:
    cluster.create_database("by_administrator")

    migrate.upgrade(cluster.url("by_administrator"))

    found = owners(cluster.url("by_administrator"))
    cluster.drop_database("by_administrator")
    assert set(found.values()) == {OWNER}


@pytest.mark.parametrize("command", ["web", "worker", "timers", "run"])
def test_start__in_production_as_a_superuser__is_refused_in_words(
    database_url: str, tmp_path: Path, command: str
) -> None:
    code, said = mms(command, **{**PRODUCTION, "DATABASE_URL": database_url, "MMS_HOME": str(tmp_path)})

    assert code == 1, said
    assert "is a superuser" in said
    assert "`mms database prepare`" in said


TOO_MUCH: Mapping[str, tuple[str, str]] = {
    "owner": (f"grant {OWNER} to clerk", "owns tables or the schema"),
    "bypasses": ("alter role clerk bypassrls", "bypasses row-level security"),
    "makes roles": ("alter role clerk createrole", "makes roles"),
    "replicates": ("alter role clerk replication", "copies the whole server"),
    "reads all": ("grant pg_read_all_data to clerk", "may become pg_read_all_data"),
    "becomes a superuser": ("grant mms_owner to clerk", "may become mms_owner"),
}


@contextmanager
def a_role(url: str, more: str = "") -> Iterator[psycopg.Connection[Any]]:
    """Make a role `clerk` that may connect, and remove it; give the administrator's connection."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"create role clerk login noinherit {more}".encode())
        try:
            connection.execute(f"grant connect on database {connection.info.dbname} to clerk".encode())
            yield connection
        finally:
            connection.execute("drop owned by clerk; drop role clerk")


@pytest.mark.parametrize("what", TOO_MUCH)
def test_start__in_production_with_too_many_rights__is_refused(
    database_url: str, tmp_path: Path, what: str
) -> None:
    statement, words = TOO_MUCH[what]
    settings = production(as_role(database_url, "clerk"), tmp_path)
    with a_role(database_url, f"in role {RUNTIME}") as connection:
        schema.refuse_unfit_login(settings)
        connection.execute(statement.encode())

        with pytest.raises(SettingsError, match=words):
            schema.refuse_unfit_login(settings)


def test_start__login_that_may_not_become_the_application__is_refused(
    database_url: str, settings: Settings
) -> None:
    unfit = replace(settings, database_url=as_role(database_url, "clerk"))

    with a_role(database_url), pytest.raises(SettingsError, match=f"clerk may not become {RUNTIME}"):
        schema.refuse_unfit_login(unfit)


@pytest.mark.parametrize("command", ["web", "worker", "timers"])
def test_start__schema_of_an_earlier_release__is_refused_in_words(
    cluster: Cluster, tmp_path: Path, command: str
) -> None:
    cluster.create_database("earlier")
    said = {"DATABASE_URL": cluster.login_url("earlier"), "MMS_HOME": str(tmp_path)}

    empty = mms(command, **said)
    migrate.upgrade(cluster.owner_url("earlier"))
    with psycopg.connect(cluster.owner_url("earlier")) as connection:
        connection.execute("update schema_functions set digest = 'of the release before'")
    old = mms(command, **said)

    cluster.drop_database("earlier")
    assert (empty[0], old[0]) == (1, 1)
    assert "The schema of the database (empty) is older than this release" in empty[1]
    assert "The functions of the database are older than this release" in old[1]
    assert "`mms migrate`" in old[1]


def test_start__in_production_without_the_owners_address__waits_for_nobody(
    cluster: Cluster, tmp_path: Path
) -> None:
    cluster.create_database("unmigrated")
    settings = production(cluster.login_url("unmigrated"), tmp_path)

    with pytest.raises(DatabaseUnreachable, match="mms migrate"):
        schema.bring_up_to_date(settings)
    migrate.upgrade(cluster.owner_url("unmigrated"))
    said = schema.bring_up_to_date(settings)

    cluster.drop_database("unmigrated")
    assert said == "up to date"


@pytest.mark.parametrize(
    "change",
    [
        "insert into schema_functions (digest) values ('of the next release')",
        "update alembic_version set version_num = '9999'",
    ],
)
def test_start__in_production_on_the_schema_of_the_next_release__leaves_it_alone(
    cluster: Cluster, tmp_path: Path, change: str
) -> None:
    cluster.create_database("ahead")
    owner = cluster.owner_url("ahead")
    migrate.upgrade(owner)
    with psycopg.connect(owner) as connection:
        connection.execute(change.encode())
    before = migrate.schema(owner)
    settings = replace(production(cluster.login_url("ahead"), tmp_path), database_owner_url=owner)

    schema.refuse_older(settings)
    said = schema.bring_up_to_date(settings)
    after = migrate.schema(owner)

    cluster.drop_database("ahead")
    assert said == "that of a later release"
    assert after == before


def test_status__login_with_too_many_rights__says_so(database_url: str, tmp_path: Path) -> None:
    said = mms("status", DATABASE_URL=database_url, MMS_HOME=str(tmp_path))[1]
    good = mms("status", DATABASE_URL=as_role(database_url, LOGIN), MMS_HOME=str(tmp_path))[1]

    assert "is a superuser" in said
    assert "the login of the database owns nothing" in good
