"""Schema migration: a database comes to the schema of this release.

Responsible for running the migrations, one program at a time; refuses to know what they contain.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa
from alembic import command, op
from alembic.config import Config
from alembic.script import ScriptDirectory

from engine.db import dsn, functions, limits, revisions, roles
from engine.db.cluster import DatabaseUnreachable
from engine.db.trouble import trouble_of
from engine.errors import DatabaseReadOnly, TimeLimit

SCRIPTS = Path(__file__).parent / "migrations"
SCHEMA = Path(__file__).parent / "schema"
FUNCTIONS = "functions"  # as a step that was applied
LOCK_TIMEOUT = "5s"
# The login reads the version of the schema as the application; an administrator makes what the owner owns.
BECOMES = """
select r.rolname from pg_roles r left join pg_namespace n on n.nspname = 'public' and n.nspowner = r.oid
where pg_has_role(current_user, r.oid, 'member') and r.rolname not in (current_user, 'pg_database_owner')
    and (n.oid is not null or r.rolname = :runtime and not has_schema_privilege('public', 'usage'))
order by n.oid is null limit 1
"""
FOUND = """
select current_user::text as account, to_regrole(:runtime) is not null as has_runtime,
    exists (select from pg_extension where extname = 'btree_gist')
        or has_database_privilege(current_database(), 'create') as has_extension,
    has_schema_privilege('public', 'create') as may_create,
    (select nspowner::regrole::text from pg_namespace where nspname = 'public') as owner
"""


def upgrade(database_url: str, revision: str = "head") -> tuple[str, ...]:
    """Apply what is missing and return it: the identifiers of migrations, oldest first, then `functions`.

    All of it is one transaction. Needs the address of the schema's owner, or of somebody who may become the
    owner, as an administrator may.
    """
    configuration = _configuration(database_url)
    with _in_words():
        _refuse_unprepared(database_url)
        before = set(applied(database_url))
        command.upgrade(configuration, revision)
    script = ScriptDirectory.from_config(configuration)
    steps = [step.revision for step in script.walk_revisions(base="base", head=revision)]
    new = [step for step in reversed(steps) if step not in before]
    return (*new, *([FUNCTIONS] if configuration.attributes["has_new_functions"] else []))


def apply_functions(connection: sa.Connection) -> bool:
    """Apply the functions of this release if others are in force, in the transaction of the migrations."""
    return functions.apply(_driver(connection))


def applied(database_url: str) -> tuple[str, ...]:
    """Return the identifiers of the migrations the database has, oldest first."""
    script = ScriptDirectory.from_config(_configuration(database_url))
    steps = [
        step.revision
        for head in heads(database_url)
        for step in script.walk_revisions(base="base", head=head)
    ]
    return tuple(reversed(steps))


def heads(database_url: str) -> tuple[str, ...]:
    """Return what the database says of its schema, whether this release knows it or not."""
    revision = schema(database_url).revision
    return (revision,) if revision else ()


def schema(database_url: str) -> revisions.Schema:
    """Return what the database says of its schema and functions."""
    with connected(database_url) as connection:
        become_owner(connection)
        return revisions.read(_driver(connection))


def is_current(database_url: str) -> bool:
    """Return whether the database has every migration and function of this release and no other."""
    return schema(database_url).is_current


def become_owner(connection: sa.Connection) -> None:
    """Let what is made belong to the owner of the schema, where another connects who may become the owner.

    Who may not, and connects as the login, reads as the application.
    """
    role = connection.scalar(sa.text(BECOMES), {"runtime": roles.RUNTIME})
    if role is not None:
        connection.execute(sa.text("select set_config('role', :role, false)"), {"role": role})
    connection.commit()


def _refuse_unprepared(database_url: str) -> None:
    """Refuse in words what migrations would meet as errors of PostgreSQL."""
    with connected(database_url) as connection:
        become_owner(connection)
        found = connection.execute(sa.text(FOUND), {"runtime": roles.RUNTIME}).one()
        there = revisions.read(_driver(connection))
    missing = [
        *([] if found.has_runtime else [f"there is no role {roles.RUNTIME}"]),
        *([] if found.has_extension else ["there is no extension btree_gist"]),
    ]
    if missing:
        raise DatabaseUnreachable(
            f"This database is not prepared for MMS: {' and '.join(missing)}. Whoever administers the server "
            "runs `mms database prepare` once, or the script that `mms database prepare --print` writes."
        )
    if there.is_unreleased:
        raise DatabaseUnreachable(there.why_unreleased)
    if there.revision not in {"", *revisions.known()}:
        raise DatabaseUnreachable(
            f"The schema of the database ({there.revision}) is newer than this release "
            f"({revisions.newest()}). Use the release of MMS that has changed it, or a later one."
        )
    if not found.may_create:
        raise DatabaseUnreachable(
            f"The role {found.account} may not change the schema, which belongs to {found.owner}. Give the "
            "address of the owner in DATABASE_OWNER_URL; who the owner is, `mms database prepare` decides."
        )


def _open(conninfo: str) -> psycopg.Connection[Any]:
    connection = psycopg.connect(conninfo)
    limits.lift_transaction_timeout(connection)
    connection.commit()
    return connection


@contextmanager
def _in_words() -> Iterator[None]:
    """Say of what passes by itself what it is and what to do."""
    try:
        yield
    except (sa.exc.DBAPIError, psycopg.Error) as error:
        said = getattr(error, "orig", error)
        match trouble_of(error):
            case None if isinstance(said, psycopg.errors.InsufficientPrivilege):
                why = f"This account of the database may not do what a migration needs: {said}"
                again = "Nothing of it was kept."
            case None:
                raise
            case TimeLimit():
                why = f"Others hold what a migration changes, or it took too long: {said}"
                again = "Nothing of it was kept. Run `mms migrate` again, best when few people work."
            case DatabaseReadOnly():
                why, again = f"The server takes no changes: {said}", "Give the address of the one that does."
            case _:
                why, again = f"The database does not answer: {said}", ""
        raise DatabaseUnreachable(f"{why} {again}".strip()) from error


@contextmanager
def connected(database_url: str) -> Iterator[sa.Connection]:
    """Give a connection that may take its time, and gives up a table that others hold after some seconds.

    Such a migration would otherwise queue every clerk behind it.
    """
    arguments = limits.connect_arguments({**limits.PATIENT, "lock_timeout": LOCK_TIMEOUT})
    conninfo = dsn.conninfo(database_url, arguments)
    # SQLAlchemy reads no address: it knows neither several hosts nor service files.
    engine = sa.create_engine("postgresql+psycopg://", poolclass=sa.NullPool, creator=lambda: _open(conninfo))
    with engine.connect() as connection:
        yield connection


def run(statements: str) -> None:
    """Run SQL text in the migration that is being applied."""
    _driver(op.get_bind()).execute(statements.encode())


def run_files(revision: str) -> None:
    """Run the SQL files of a revision in the order of their names."""
    for path in sorted((SCRIPTS / "sql" / revision).glob("*.sql")):
        run(path.read_text())


def _driver(connection: sa.Connection) -> psycopg.Connection[Any]:
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    return driver


def _configuration(database_url: str) -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    # Not the option sqlalchemy.url: the parser of options would read the percent signs of a socket's path.
    configuration.attributes["database_url"] = database_url
    return configuration
