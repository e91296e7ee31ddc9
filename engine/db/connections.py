"""Connection pool of one database: connections kept open between transactions.

Whoever finds none free waits for a limited time and is then refused (admission limit, back-pressure).

Each becomes the runtime role when it opens: it owns nothing and sees only what row-level security shows
the principal. This module refuses to know transactions.
"""

from __future__ import annotations

import logging
import os
import time
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from threading import BoundedSemaphore

import psycopg
from psycopg.rows import namedtuple_row
from psycopg.types.json import set_json_dumps, set_json_loads

from engine import canonical
from engine.db import dsn, limits
from engine.db.connection import Connection
from engine.errors import DatabaseAway, NoFreeConnection

log = logging.getLogger(__name__)

IDLE = psycopg.pq.TransactionStatus.IDLE
SECONDS_TO_WAIT = 10
# How long the database counts as away after an attempt to reach it that took long to fail.
AWAY_SECONDS, LONG_SECONDS = 2.0, 1.0
# A statement is prepared at its second execution; a process knows some two hundred.
PREPARE_AFTER, PREPARED_AT_MOST = 1, 400


class Connections:
    """Gives each transaction a connection of its own; the one used last comes first."""

    def __init__(
        self, conninfo: str, *, size: int, settings: Mapping[str, str], is_snapshot: bool = False
    ) -> None:
        self._conninfo = dsn.conninfo(conninfo, limits.connect_arguments(settings))
        self._kind = Connection if is_snapshot else limits.Impatient
        self._is_snapshot = is_snapshot
        self._is_away, self._away_until = False, 0.0
        self._free = BoundedSemaphore(size)
        self._idle: deque[Connection] = deque()
        self._process = os.getpid()

    def take(self) -> tuple[Connection, bool]:
        """Return a connection and whether it was kept; one that was kept may have died meanwhile.

        Raises `NoFreeConnection` when all are in use for too long, `DatabaseAway` when none can be had.
        """
        if not self._free.acquire(timeout=SECONDS_TO_WAIT):
            raise NoFreeConnection
        try:
            self._forget_those_of_another_process()
            return self._idle.pop(), True
        except IndexError:
            pass
        try:
            return self._reach(), False
        except psycopg.OperationalError as error:
            self._free.release()
            raise DatabaseAway from error
        except BaseException:
            self._free.release()
            raise

    def give_back(self, connection: Connection) -> None:
        """Keep the connection for the next transaction, unless it is dead; undo what was not committed."""
        try:
            if connection.info.transaction_status != IDLE:
                connection.execute("rollback")
            self._idle.append(connection)
        except psycopg.Error:
            connection.close()
        finally:
            self._free.release()

    def close(self) -> None:
        """Close what is kept."""
        self._forget_those_of_another_process()
        with suppress(IndexError):
            while True:
                self._idle.pop().close()

    def _reach(self) -> Connection:
        """Open a connection, or fail at once while it is known that the database can't be reached.

        Finding that out takes seconds where a cable is cut. One finds out for all: otherwise every
        thread would wait for itself, and requests would queue behind them.
        """
        began = time.monotonic()
        if began < self._away_until:
            raise DatabaseAway
        if self._is_away:
            self._away_until = began + limits.CONNECT_SECONDS + AWAY_SECONDS
        try:
            connection = self._open()
        except psycopg.OperationalError as error:
            log.warning("no connection to the database: %s", error)
            ended = time.monotonic()
            self._is_away = ended - began > LONG_SECONDS
            self._away_until = ended + AWAY_SECONDS if self._is_away else 0.0
            raise
        self._is_away, self._away_until = False, 0.0
        return connection

    def _open(self) -> Connection:
        connection: Connection = self._kind.connect(
            self._conninfo, autocommit=True, row_factory=namedtuple_row
        )
        if self._is_snapshot:
            # Not when it connects: a server whose sessions can't write counts as one that follows another.
            connection.execute("set default_transaction_read_only = on")
            limits.lift_transaction_timeout(connection)
        connection.prepare_threshold = PREPARE_AFTER
        connection.prepared_max = PREPARED_AT_MOST
        set_json_loads(canonical.loads_stored, connection)
        set_json_dumps(canonical.dumps, connection)
        return connection

    def _forget_those_of_another_process(self) -> None:
        """After a fork the parent's connections are the parent's: closing them would end its sessions."""
        if self._process != os.getpid():
            inherited, self._idle, self._process = self._idle, deque(), os.getpid()
            for connection in inherited:
                _abandoned.append(connection)


# Never closed, and never collected, which would close them.
_abandoned: list[Connection] = []
