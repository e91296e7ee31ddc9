"""The connection pool and the transaction every command and every page runs in.

Connections become the runtime role when they open: it owns nothing and sees only what
row-level security shows the principal. Statements are SQL text with named parameters; this
module refuses to know what they mean. Only `Database.transaction` commits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from psycopg.types.json import set_json_dumps, set_json_loads

from engine import canonical
from engine.errors import Broken, Unavailable
from engine.tenancy import Actor, principal_settings

RUNTIME_ROLE = "mms_app"
BECOME = """
select set_config('mms.municipalities', :municipalities, true), set_config('mms.person', :person, true),
       set_config('mms.system', :system, true)
"""


@dataclass(frozen=True)
class LoggedEvent:
    """An event of a stream that is not a case: sign-ins, reads, configuration."""

    stream: str
    kind: str
    body: Mapping[str, Any]


@dataclass
class Transaction:
    """One transaction under one principal. Handlers and queries use it and never end it."""

    connection: sa.Connection
    actor: Actor
    now: datetime
    logged: list[LoggedEvent] = field(default_factory=list)

    def all(self, sql: str, /, **params: Any) -> list[Any]:
        """Return every row of the statement, each with its columns as attributes."""
        return list(self.connection.execute(sa.text(sql), params))

    def one(self, sql: str, /, **params: Any) -> Any | None:
        """Return the first row, or None."""
        return self.connection.execute(sa.text(sql), params).first()

    def scalar(self, sql: str, /, **params: Any) -> Any:
        """Return the first column of the first row, or None."""
        return self.connection.execute(sa.text(sql), params).scalar()

    def run(self, sql: str, /, **params: Any) -> int:
        """Execute a statement and return the number of rows it touched."""
        return self.connection.execute(sa.text(sql), params).rowcount

    def log(self, stream: str, kind: str, **body: Any) -> None:
        """Note an event for the stream; the audit interceptor chains and stores it."""
        self.logged.append(LoggedEvent(stream, kind, body))

    def become(self, actor: Actor) -> None:
        """Change the principal, as a sign-in does when it learns who the person is."""
        self.actor = actor
        self.run(BECOME, **principal_settings(actor))


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
    """A pool of connections to one PostgreSQL database."""

    def __init__(
        self, url: str, *, size: int = 8, runtime_role: str | None = RUNTIME_ROLE, is_snapshot: bool = False
    ) -> None:
        self.url = sa.make_url(url)
        # A snapshot shows one moment to all statements of a transaction, and can't write.
        more: dict[str, Any] = {"isolation_level": "REPEATABLE READ"} if is_snapshot else {}
        read_only = " -c default_transaction_read_only=on" if is_snapshot else ""
        self._engine = sa.create_engine(
            self.url,
            **more,
            pool_size=size,
            max_overflow=0,
            pool_timeout=10,
            pool_pre_ping=True,
            connect_args={"options": f"-c timezone=UTC{read_only}", "connect_timeout": 10},
        )
        sa.event.listen(self._engine, "connect", _prepare(runtime_role))

    @contextmanager
    def transaction(self, actor: Actor, *, now: datetime) -> Iterator[Transaction]:
        """Begin a transaction under the actor's principal; commit it unless an error leaves the block.

        Raises `Unavailable` when the database can't be reached or went away: nothing was
        acknowledged, so the caller may try again with the same key.
        """
        try:
            with self._engine.begin() as connection:
                tx = Transaction(connection, actor, now)
                tx.become(actor)
                yield tx
        except (sa.exc.OperationalError, sa.exc.TimeoutError, sa.exc.InterfaceError) as error:
            raise Unavailable("database.unavailable") from error

    @property
    def conninfo(self) -> str:
        """The address as libpq reads it, for those who keep connections of their own."""
        return self.url.set(drivername="postgresql").render_as_string(hide_password=False)

    def close(self) -> None:
        self._engine.dispose()


def _prepare(role: str | None) -> Any:
    def on_connect(connection: Any, _record: Any) -> None:
        set_json_loads(canonical.loads, connection)
        set_json_dumps(canonical.dumps, connection)
        if role is not None:
            autocommit, connection.autocommit = connection.autocommit, True
            connection.execute(f'set role "{role}"')
            connection.autocommit = autocommit

    return on_connect
