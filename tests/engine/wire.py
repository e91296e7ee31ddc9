"""What goes over the wire between an engine and PostgreSQL, as the protocol counts it.

libpq itself writes the trace, so no statement can go round the counter.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from psycopg import pq

from engine.bootstrap import Engine

# A message to the server: direction, length, kind, content.
_SENT = re.compile(r"^F\s+\d+\s+(?P<kind>\w+)(?P<content>.*)$", re.MULTILINE)


@dataclass
class Wire:
    """What was sent while it was listened to."""

    statements: list[str] = field(default_factory=list)
    executed: int = 0
    round_trips: int = 0


@contextmanager
def listening(engine: Engine) -> Iterator[Wire]:
    """Listen to the one connection that the engine keeps."""
    wire = Wire()
    (connection,) = engine.connections.database._connections._idle
    with tempfile.TemporaryFile("w+") as file:
        connection.pgconn.trace(file.fileno())
        connection.pgconn.set_trace_flags(pq.Trace.SUPPRESS_TIMESTAMPS)
        try:
            yield wire
        finally:
            connection.pgconn.untrace()
        file.seek(0)
        for sent in _SENT.finditer(file.read()):
            _note(wire, sent["kind"], sent["content"])


def _note(wire: Wire, kind: str, content: str) -> None:
    if kind in ("Parse", "Query"):
        wire.statements.append(content)
    wire.executed += kind in ("Execute", "Query")
    wire.round_trips += kind in ("Sync", "Query")
