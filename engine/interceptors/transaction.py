"""One transaction per command, under the principal of who asks. The only place that commits."""

from __future__ import annotations

from typing import Any

from engine.bus import Envelope, Interceptor, Next
from engine.clock import Clock
from engine.db.pool import Database


def in_transaction(database: Database, clock: Clock) -> Interceptor:
    """Return the interceptor that opens the transaction."""

    def intercept(envelope: Envelope, following: Next) -> Any:
        with database.transaction(envelope.actor, now=clock.now()) as tx:
            envelope.tx = tx
            return following(envelope)

    return intercept
