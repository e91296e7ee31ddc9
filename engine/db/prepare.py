"""Preparing a server for an installation: roles, database, extension, who owns what and who may connect.

The same SQL is carried out here and written as a script of psql for whoever may not. It says itself what it
did and why it refuses. Refuses to know the schema: that is what migrations make, as its owner.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql

from engine.db import dsn, roles

FILES: Final = Path(__file__).parent / "sql"
MAINTENANCE: Final = "postgres"  # the database that every server has
_LONGEST_NAME = 63  # bytes that PostgreSQL keeps of a name
_CONNECT_SECONDS, _LOCK_SECONDS = 10, 10

CREATE = sql.SQL("create database {}")
# Files are copied many times faster than pages are written into the WAL one by one.
COPY = sql.SQL("create database {} template {} strategy file_copy")
# On a server of somebody else the template that everybody gets may be encoded otherwise.
CREATE_IN_UTF8 = sql.SQL("create database {} template template0 encoding 'UTF8'")
EXISTS = "select from pg_database where datname = %s"
# As an administrator one may not trust what the owner of a schema has put into it.
SESSION = """\
set search_path = pg_catalog, pg_temp;
set lock_timeout = '{seconds}s';
set mms_prepare.database = {database};
set mms_prepare.owner = {owner};
set mms_prepare.login = {login};
"""
SCRIPT = """\
-- Prepares a PostgreSQL server for MMS; written by `mms database prepare --print`. Run it with psql, as a
-- superuser or as a role that may make roles and databases:  psql -X -f prepare.sql postgres
-- It says what it does, and changes nothing the second time. It sets no password: afterwards, in psql,
-- \\password {owner}
-- \\password {login}
-- or let both in by their account of the system, in pg_hba.conf.
\\set ON_ERROR_STOP on
\\set QUIET on
{session}
{roles}
select format('create database %I template template0 encoding ''UTF8''', name)
from current_setting('mms_prepare.database') as name
where not exists (select from pg_database where datname = name)
\\gexec
{rights}
\\connect -reuse-previous=on {connect}
{session}
{schema}"""


class NotPrepared(Exception):
    """A server could not be prepared; the message says why and what to do."""


@dataclass(frozen=True)
class Names:
    """Names of the database and of the roles of an installation."""

    database: str = "mms"
    owner: str = roles.OWNER
    login: str = roles.LOGIN

    def __post_init__(self) -> None:
        for name in (self.database, self.owner, self.login):
            if not name or len(name.encode()) > _LONGEST_NAME or not name.isprintable():
                raise NotPrepared(f"{name!r} is no name of a role or database: 1 to {_LONGEST_NAME} bytes.")
            if name.startswith("pg_"):
                raise NotPrepared(f"{name} begins with pg_, which PostgreSQL keeps for itself.")
        if len({self.owner, self.login, roles.RUNTIME}) < 3:
            raise NotPrepared(f"Owner, login and {roles.RUNTIME} are three roles: give each its own name.")


def script(names: Names) -> str:
    """Return what psql has to carry out."""
    keyword = names.database.replace("\\", "\\\\").replace("'", "\\'")
    connect = f"dbname='{keyword}'".replace('"', '""')
    return SCRIPT.format(
        owner=_quoted(sql.Identifier(names.owner)),
        login=_quoted(sql.Identifier(names.login)),
        session=_session(names),
        roles=_file("roles"),
        rights=_file("database"),
        connect=f'"{connect}"',
        schema=_file("schema"),
    )


def prepare(administrator: str, names: Names, *, say: Callable[[str], None] = lambda line: None) -> None:
    """Make what is missing and put right who owns it, by the address of an administrator; say each change.

    Raises `NotPrepared` where that is refused, and of what was begun then nothing half done is left.
    """
    with _connected(administrator, None, say) as connection:
        _carry_out(connection, names, "roles")
        if connection.execute(EXISTS, [names.database]).fetchone() is None:
            connection.execute(CREATE_IN_UTF8.format(sql.Identifier(names.database)))
            say(f"Database {names.database}: made.")
        _carry_out(connection, names, "database")
    with _connected(administrator, names.database, say) as connection:
        _carry_out(connection, names, "schema")


def create_own(administrator: str, name: str, *, template: str | None = None) -> bool:
    """Create and prepare a database of the embedded cluster; say whether it was created.

    One that is there already is brought over from the time when everything belonged to the administrator; a
    copy of one that is prepared lacks only who may connect.
    """
    names = Names(name)
    with _connected(administrator, MAINTENANCE) as connection:
        is_new = connection.execute(EXISTS, [name]).fetchone() is None
        if is_new:
            found = map(sql.Identifier, (name,) if template is None else (name, template))
            connection.execute((CREATE if template is None else COPY).format(*found))
        if template is None:
            _carry_out(connection, names, "roles")
        _carry_out(connection, names, "database")
    if template is None:
        with _connected(administrator, name) as connection:
            _carry_out(connection, names, "schema")
    return is_new


@contextmanager
def _connected(
    address: str, database: str | None, say: Callable[[str], None] = lambda line: None
) -> Iterator[psycopg.Connection[Any]]:
    arguments: dict[str, Any] = {
        "connect_timeout": _CONNECT_SECONDS,
        "application_name": "mms database prepare",
    }
    if database or "dbname" not in dsn.parts(address):
        arguments["dbname"] = database or MAINTENANCE
    try:
        with psycopg.connect(dsn.conninfo(address, arguments), autocommit=True) as connection:
            # What PostgreSQL itself remarks has other codes.
            connection.add_notice_handler(
                lambda notice: say(notice.message_primary or "") if notice.sqlstate == "00000" else None
            )
            yield connection
    except psycopg.Error as error:
        raise NotPrepared(_in_words(error)) from error


def _in_words(error: psycopg.Error) -> str:
    said = (error.diag.message_primary or str(error)).strip()
    match error:
        case psycopg.errors.RaiseException():
            return said
        case psycopg.errors.InsufficientPrivilege():
            return (
                f"This account of the server may not do that: {said}. Use one that may make roles and "
                "databases, or give whoever has one the output of `mms database prepare --print`."
            )
        case psycopg.errors.LockNotAvailable():
            return f"Others hold what has to change: {said}. Stop MMS and try again."
        case psycopg.OperationalError() if error.sqlstate is None:
            return f"The database server does not answer: {said}"
        case _:
            return f"The database server refuses: {said}"


def _carry_out(connection: psycopg.Connection[Any], names: Names, name: str) -> None:
    connection.execute(f"{_session(names)}{_file(name)}".encode())


def _session(names: Names) -> str:
    texts = {field: _quoted(sql.Literal(value)) for field, value in vars(names).items()}
    return SESSION.format(seconds=_LOCK_SECONDS, **texts)


def _quoted(part: sql.Composable) -> str:
    return part.as_string(None).strip()


def _file(name: str) -> str:
    return (FILES / f"{name}.sql").read_text()
