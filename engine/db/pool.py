"""The transaction every command and every page runs in.

Statements are SQL text with named parameters (`:name`); this module refuses to know what they mean. Only
`Database.transaction` commits. A transaction begins at its first statement, so that what turns out to need
none costs none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

import psycopg
from psycopg.errors import UniqueViolation

from engine import canonical
from engine.db import dsn, limits, roles
from engine.db.connection import Connection
from engine.db.connections import Connections
from engine.db.trouble import translated
from engine.errors import Broken, DatabaseReadOnly
from engine.tenancy import Actor, principal_settings

SWITCH_PRINCIPAL = """
select set_config('mms.municipalities', :municipalities, true) as municipalities,
       set_config('mms.person', :person, true) as person, set_config('mms.system', :system, true) as system
"""
# It shows one moment to all statements of a transaction, and may take its time.
SNAPSHOT = {**limits.PATIENT, "default_transaction_isolation": "repeatable read"}
Collided = UniqueViolation  # what was to be entered once stands there already
_T = TypeVar("_T")
_PARAMETER = re.compile(r"%|(?<![:\w]):(\w+)")


@dataclass(frozen=True)
class LoggedEvent:
    """An event of a stream that is not a case: sign-ins, reads, configuration."""

    stream: str
    kind: str
    body: Mapping[str, Any]


@dataclass
class Transaction:
    """One transaction under one principal. Handlers and queries use it and never end it."""

    database: str  # whose versions and reference data a process may keep
    actor: Actor
    now: datetime
    logged: list[LoggedEvent] = field(default_factory=list)
    ahead: Any = None  # what was read for the handler before it was asked; its step is then written last
    reference: Any = None  # the state of the reference data, once it has been read
    kept: Any = None  # what the command's key brought, for the statement that is written last
    _last: Callable[[], None] | None = None
    _connections: Connections | None = None
    _connection: Connection | None = None
    _is_begun: bool = False

    def all(self, sql: str, /, **params: Any) -> list[Any]:
        """Return every row of the statement, each with its columns as attributes."""
        return self._execute(sql, params).fetchall()

    def one(self, sql: str, /, **params: Any) -> Any | None:
        """Return the first row, or None."""
        return self._execute(sql, params).fetchone()

    def scalar(self, sql: str, /, **params: Any) -> Any:
        """Return the first column of the first row, or None."""
        row = self._execute(sql, params).fetchone()
        return None if row is None else row[0]

    def some_at_a_time(self, sql: str, /, *, size: int, **params: Any) -> Iterator[list[Any]]:
        """Yield the rows of a query, `size` at a time, all as of the moment at which it began.

        A cursor of the server, one in a transaction: memory holds `size` rows, and each part has the time of
        a statement.
        """
        self.run(f"declare some_at_a_time no scroll cursor for {sql}", **params)
        while rows := self.all(f"fetch {size} from some_at_a_time"):
            yield rows
        self.run("close some_at_a_time")

    def run(self, sql: str, /, **params: Any) -> int:
        """Execute a statement and return the number of rows it touched."""
        return self._execute(sql, params).rowcount

    def alone(self, sql: str, /, **params: Any) -> tuple[Any, ...]:
        """Return the one row of a statement that brings its own principal, see `principal_settings`.

        It begins no transaction: where none has begun, it is one of its own and committed at once. So
        only the last statement that a transaction takes may write this way.
        """
        if self._last is not None:
            self.begin()
            self.write_last()
        text = in_driver_style(sql)

        def ask(connection: Connection) -> tuple[Any, ...] | None:
            return connection.tuples(text).execute(text, params).fetchone()

        row = self._opened(ask) if self._connection is None else ask(self._connection)
        assert row is not None
        return row

    def end_with(self, write: Callable[[], None]) -> None:
        """Let this be written last, or before any other statement that is still to come."""
        self._last = write

    @property
    def ends_with_a_write(self) -> bool:
        return self._last is not None

    def write_last(self) -> None:
        if self._last is not None:
            write, self._last = self._last, None
            write()

    def undo(self) -> None:
        """Forget what was done so far, and look again at what is there now."""
        self.logged.clear()
        self.ahead = self.reference = self.kept = self._last = None
        if self._is_begun and self._connection is not None:
            self._connection.execute("rollback")
            self._is_begun = False

    def log(self, stream: str, kind: str, **body: Any) -> None:
        """Note an event for the stream; the audit interceptor chains and stores it."""
        self.logged.append(LoggedEvent(stream, kind, body))

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Take back what an error leaves undone in the block, and nothing before it. Not to be nested."""
        noted = len(self.logged)
        with translated():
            self.run("savepoint kept")
            try:
                yield
                self.run("release savepoint kept")
            except BaseException:
                del self.logged[noted:]
                self._last = None
                self.run("rollback to savepoint kept")
                raise

    def switch_principal(self, actor: Actor) -> None:
        """Change the principal, as a sign-in does when it learns who the person is."""
        self.actor = actor
        if self._is_begun:
            self.run(SWITCH_PRINCIPAL, **principal_settings(actor))

    def _execute(self, sql: str, params: Mapping[str, Any]) -> psycopg.Cursor[Any]:
        # What was to be written last has something behind it now: both are committed, or neither.
        self.begin()
        self.write_last()
        assert self._connection is not None
        return self._connection.execute(in_driver_style(sql), params)

    def begin(self) -> None:
        """Begin now: from here on nothing is committed alone."""
        if self._is_begun:
            return
        text = BEGIN.format(**principal_settings(self.actor))
        if self._connection is None:
            self._opened(lambda connection: connection.execute(text))
        else:
            self._connection.execute(text)
        self._is_begun = True

    def _opened(self, ask: Callable[[Connection], _T]) -> _T:
        """Execute the first statement. A kept connection that has died is replaced by a new one."""
        assert self._connections is not None
        while True:
            connection, was_kept = self._connections.take()
            self._connection = connection
            try:
                return ask(connection)
            except psycopg.OperationalError:
                if not was_kept or not connection.closed:
                    raise
                # On a cut link each of the others would take as long to be found dead.
                self._connections.close()
                self._let_go()

    def _commit(self) -> None:
        self.write_last()
        if self._is_begun and self._connection is not None:
            self._connection.execute("commit")

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()

    def _let_go(self) -> None:
        connection, self._connection, self._is_begun = self._connection, None, False
        if connection is not None and self._connections is not None:
            self._connections.give_back(connection)


# One round trip. The settings are ours: digits, commas, braces and one word.
BEGIN = (
    "begin; select set_config('mms.municipalities', '{municipalities}', true), "
    "set_config('mms.person', '{person}', true), set_config('mms.system', '{system}', true)"
)


@lru_cache(maxsize=2048)
def in_driver_style(sql: str) -> str:
    """Return the statement with its `:name` parameters as the driver writes them."""
    return _PARAMETER.sub(lambda found: f"%({found[1]})s" if found[1] else "%%", sql)


def as_json(value: Any) -> str:
    """Return canonical JSON text for a `jsonb` parameter (cast it in the statement).

    PostgreSQL can't hold the NUL character in a text; forms refuse it, so only another system's
    answer could bring one this far.
    """
    text = canonical.dumps(value).decode()
    if "\\u0000" in text and without_nul(value) != value:
        raise Broken("data.nul_character")
    return text


def without_nul(value: Any) -> Any:
    """Return a JSON value without the one character that PostgreSQL can't hold."""
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, Mapping):
        return {without_nul(key): without_nul(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [without_nul(item) for item in value]
    return value


class Database:
    """One PostgreSQL database, and the transactions in it."""

    def __init__(
        self, url: str, *, size: int = 8, runtime_role: str | None = roles.RUNTIME, is_snapshot: bool = False
    ) -> None:
        self.conninfo = dsn.conninfo(url)
        settings = {} if runtime_role is None else {"role": runtime_role}
        self._name = dsn.without_password(url)
        settings |= SNAPSHOT if is_snapshot else limits.SERVER
        self._connections = Connections(self.conninfo, size=size, settings=settings, is_snapshot=is_snapshot)

    @contextmanager
    def transaction(self, actor: Actor, *, now: datetime) -> Iterator[Transaction]:
        """Give a transaction under the actor's principal; commit it unless an error leaves the block.

        Raises `DatabaseTrouble` when the database can't be reached, went away or came to a time limit:
        nothing was acknowledged, so the caller may try again with the same key.
        """
        tx = Transaction(self._name, actor, now, _connections=self._connections)
        try:
            with translated():
                yield tx
                tx._commit()
        except DatabaseReadOnly:
            # The next connection leads to the server that took over.
            tx._drop()
            self._connections.close()
            raise
        finally:
            tx._let_go()

    def close(self) -> None:
        self._connections.close()
