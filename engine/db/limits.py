"""Time limits of the database: how long we wait for it, and how long it waits for us.

A cut cable answers nothing: without limits a page would hang for minutes, and a machine that
stopped in the middle of a transaction would keep its locks until it is switched on again. Each
limit ends in an error that `engine.db.trouble` names. Refuses to know what is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg import errors

from engine.db.connection import Connection
from engine.db.session import SESSION, as_options

CONNECT_SECONDS = 4
# A link is dead when nothing was acknowledged for so long; probes begin after three quiet seconds.
LINK = {
    "keepalives": 1,
    "keepalives_idle": 3,
    "keepalives_interval": 1,
    "keepalives_count": 3,
    "tcp_user_timeout": 6000,
}
# The same from the server's side, so that it ends the session of a client that is gone.
SERVER = {
    "tcp_keepalives_idle": "5s",
    "tcp_keepalives_interval": "2s",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "10s",
    "client_connection_check_interval": "5s",
    # Who waits for a row longer than this waits for somebody who stands still.
    "lock_timeout": "5s",
    "statement_timeout": "10s",
    # A paused process keeps its locks until this ends its session; nothing was acknowledged to anybody.
    "idle_in_transaction_session_timeout": "15s",
}
# For what may take its time: comparing everything, changing the schema.
PATIENT = {
    "lock_timeout": "0",
    "statement_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
}
# Longer than the server lets a statement run: only one that is frozen itself says nothing for so long.
ANSWER_SECONDS = 15.0


def lift_transaction_timeout(connection: psycopg.Connection[Any]) -> None:
    """Let transactions last, whatever somebody has set; servers before 17 have no such limit."""
    if connection.info.server_version >= 170000:
        connection.execute("set transaction_timeout = 0")


class Impatient(Connection):
    """A connection that gives up a server which keeps the link but answers nothing."""

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        try:
            return super().wait(gen, interval, timeout or ANSWER_SECONDS)
        except errors._WaitTimeout:  # the name psycopg 3.3 documents
            # What it may still answer belongs to a question that nobody asks any more.
            self.pgconn.finish()
            raise errors.OperationalError("the server does not answer") from None


def connect_arguments(settings: Mapping[str, str] = SERVER) -> dict[str, Any]:
    """Return the arguments of a connection with these limits, and with what every session of ours has."""
    options = as_options({**SESSION, **settings})
    return {"connect_timeout": CONNECT_SECONDS, "client_encoding": "UTF8", **LINK, "options": options}
