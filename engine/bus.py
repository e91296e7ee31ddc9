"""The command bus: every change is a command sent through here.

The bus wires interceptors around handlers and repeats a command whose version fence was
crossed by somebody faster (optimistic locking). It refuses to know what any command means.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from engine.commands.base import Command
from engine.db.pool import Collided, Transaction
from engine.errors import Broken, CaseChanged, Contended
from engine.routes import Dependencies, Route
from engine.tenancy import Actor

ATTEMPTS = 5


@dataclass
class Envelope:
    """A command on its way, with its route, its principal and, once there is one, its transaction."""

    command: Command
    route: Route
    actor: Actor
    key: UUID | None
    tx: Transaction | None = field(default=None)

    @property
    def transaction(self) -> Transaction:
        if self.tx is None:
            raise Broken("bus.no_transaction")
        return self.tx


Next = Callable[[Envelope], Any]
Interceptor = Callable[[Envelope, Next], Any]


class Bus:
    """Takes commands to their handlers."""

    def __init__(
        self,
        routes: Mapping[type[Command], Route],
        dependencies: Dependencies,
        interceptors: Sequence[Interceptor],
    ) -> None:
        self.routes = routes
        self._handlers = {command: route.handler_with(dependencies) for command, route in routes.items()}
        chain: Next = self._handle
        for interceptor in reversed(interceptors):
            chain = _around(interceptor, chain)
        self._chain = chain

    def send(self, command: Command, *, actor: Actor, key: UUID | None = None) -> Any:
        """Carry out a command and return its result; when this returns, it is durable.

        With a `key`, sending the same command again returns the first result and does
        nothing. Raises `Rejected`, `Unavailable` or `Broken`; then nothing was recorded.
        """
        route = self.routes[type(command)]
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._chain(Envelope(command, route, actor, key))
            except (CaseChanged, Contended):
                # Somebody moved the case between our read and our write. Read again: a person
                # who named the version they saw is then told who was faster.
                if attempt == ATTEMPTS:
                    raise Contended("case.contended") from None
            except Collided:
                # The same step was taken by somebody else at this moment, whose rows came first: read
                # again. What collides with nobody is a fault, and passes as it is.
                if attempt == ATTEMPTS:
                    raise
        raise AssertionError("unreachable")

    def _handle(self, envelope: Envelope) -> Any:
        return self._handlers[type(envelope.command)](envelope.command, envelope.transaction)


def _around(interceptor: Interceptor, following: Next) -> Next:
    return lambda envelope: interceptor(envelope, following)
