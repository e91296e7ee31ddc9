"""The rights of the database login of web, workers and timers: to become the application, and nothing else.

Says in words what is too much or missing. Refuses to decide what follows from that.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import psycopg
from psycopg.rows import namedtuple_row

from engine.db import dsn, limits, roles

# Of the session's role, whatever the transaction has become. Whoever may become a role may do what it may.
ASKED = f"""
select r.rolname as name, r.rolsuper as is_superuser,
    (select array_agg(o.rolname::text order by 1) from pg_roles o where pg_has_role(r.oid, o.oid, 'member')
        and (o.rolsuper or o.rolbypassrls or o.rolcreaterole or o.rolreplication
             or o.rolname like 'pg\\_%' and o.rolname <> 'pg_database_owner')) as powers,
    exists (select from pg_namespace n left join pg_class c on c.relnamespace = n.oid
        where n.nspname = 'public' and (pg_has_role(r.oid, n.nspowner, 'member')
                                        or pg_has_role(r.oid, c.relowner, 'member'))) as owns,
    (select pg_has_role(r.oid, o.oid, 'member') from pg_roles o
        where o.rolname = '{roles.RUNTIME}') as may_serve
from pg_roles r where r.rolname = session_user
"""
TO_DO = (
    "`mms database prepare` makes a login that may do nothing else: give its address in DATABASE_URL, and "
    "that of the schema's owner in DATABASE_OWNER_URL."
)


def examine(address: str) -> Any:
    """Return what may be said of the login of an address; None while the database does not answer."""
    arguments = limits.connect_arguments()
    with (
        suppress(psycopg.OperationalError),
        psycopg.connect(dsn.conninfo(address, arguments), row_factory=namedtuple_row) as connection,
    ):
        return connection.execute(ASKED.encode()).fetchone()
    return None


def too_much(found: Any) -> Iterator[str]:
    """Yield what a login may do that it need not, a sentence each."""
    if found.is_superuser:
        yield f"The login {found.name} is a superuser: row-level security hides nothing from it."
        return
    if found.powers:
        others = [name for name in found.powers if name != found.name]
        if found.name in found.powers:
            yield (
                f"The login {found.name} bypasses row-level security, makes roles or copies the whole server "
                "(bypassrls, createrole, replication)."
            )
        if others:
            yield f"The login {found.name} may become {', '.join(others)}, and so more than the application."
    if found.owns:
        yield f"The login {found.name} owns tables or the schema: nothing is hidden from an owner."


def missing(found: Any) -> str | None:
    """Return why the application can't work with a login; None where it can."""
    if found.may_serve is None:
        return f"There is no role {roles.RUNTIME} in the database: it is not prepared for MMS."
    if not found.may_serve:
        return f"The login {found.name} may not become {roles.RUNTIME}, as which the application works."
    return None
