"""Replication: what the server knows of its WAL, how far it goes, who copies it, how a recovery ended.

Responsible for the replication slot that keeps the WAL until it has been copied. Refuses to
know where copies go.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import psycopg

from engine.db import dsn

_CONNECT_SECONDS = 10

IDENTITY = """
select s.system_identifier::text, c.timeline_id from pg_control_system() s, pg_control_checkpoint() c
"""
SLOT = """
select active, wal_status = 'lost', pg_wal_lsn_diff(pg_current_wal_insert_lsn(), restart_lsn)::bigint,
       restart_lsn::text
from pg_replication_slots where slot_name = %s
"""
RECOVERY = """
select not pg_is_in_recovery(), pg_last_wal_replay_lsn()::text
"""
TABLES = """
select c.relname, has_table_privilege('mms_app', c.oid, 'delete')
from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v') order by c.relname
"""
COUNT = psycopg.sql.SQL("select count(*) from {}")


class DatabaseAway(Exception):
    """The server does not answer, or went away meanwhile."""


@dataclass(frozen=True)
class Slot:
    """The server's promise to keep the WAL for whoever copies it."""

    is_active: bool
    is_lost: bool
    kept_bytes: int
    lsn: str


@dataclass(frozen=True)
class Recovery:
    """Progress of a server in replaying its WAL."""

    is_over: bool
    lsn: str | None


class Server:
    """One connection to a running server, as its administrator."""

    def __init__(self, url: str) -> None:
        try:
            conninfo = dsn.conninfo(url, {"connect_timeout": _CONNECT_SECONDS})
            self._connection = psycopg.connect(conninfo, autocommit=True)
        except psycopg.OperationalError as error:
            raise DatabaseAway(str(error)) from error

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    @property
    def version(self) -> str:
        return self._connection.info.parameter_status("server_version") or ""

    def identity(self) -> tuple[str, int]:
        """Return what tells this database from every other, and which of its histories it writes."""
        identifier, timeline = self._row(IDENTITY)
        return identifier, timeline

    def position(self) -> str:
        """Return a place behind everything that has been acknowledged; it may lie within a record."""
        position: str = self._row("select pg_current_wal_flush_lsn()::text")[0]
        return position

    def slot(self, name: str) -> Slot | None:
        """Return the state of a slot; None where there is none."""
        found = self._ask(SLOT, [name])
        return Slot(found[0], bool(found[1]), found[2] or 0, found[3] or "0/0") if found else None

    def create_slot(self, name: str) -> None:
        """Keep the WAL from here on."""
        # A slot begins at the last checkpoint: everything since an old one would be copied in vain.
        self._ask("checkpoint")
        self._ask("select pg_create_physical_replication_slot(%s, true)", [name])

    def drop_slot(self, name: str) -> None:
        self._ask("select pg_drop_replication_slot(%s)", [name])

    def recovery(self) -> Recovery:
        return Recovery(*self._row(RECOVERY))

    def counts(self) -> dict[str, int]:
        """Return the number of rows of each table and view, all at one moment."""
        self._ask("begin isolation level repeatable read read only")
        try:
            return {name: self._row(COUNT.format(psycopg.sql.Identifier(name)))[0] for name in self.tables()}
        finally:
            self._ask("commit")

    def tables(self) -> dict[str, bool]:
        """Return the tables and views, and whether the application may delete rows from each."""
        try:
            return dict(self._connection.execute(TABLES).fetchall())
        except psycopg.OperationalError as error:
            raise DatabaseAway(str(error)) from error

    def _row(self, statement: Any) -> tuple[Any, ...]:
        found = self._ask(statement)
        assert found is not None
        return found

    def _ask(self, statement: Any, parameters: list[Any] | None = None) -> tuple[Any, ...] | None:
        try:
            cursor = self._connection.execute(statement, parameters)
            return cursor.fetchone() if cursor.description else None
        except psycopg.OperationalError as error:
            raise DatabaseAway(str(error)) from error


def bytes_at(lsn: str) -> int:
    """Return a place in the WAL as a number of bytes from its beginning."""
    high, low = lsn.split("/")
    return (int(high, 16) << 32) + int(low, 16)
