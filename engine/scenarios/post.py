"""Messages between a scenario's case and other cases.

Messages and signals go the way they go between real cases. The other cases are only imagined, so what
the scenario's case sends them is looked at and not delivered.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.bootstrap import Engine
from engine.budgets.jobs import offer_budget
from engine.commands.messages import BroadcastSignal, PublishMessage
from engine.jobs.messages import deliver_message, deliver_signal
from engine.queries import observations
from engine.tenancy import Actor, system


@dataclass
class Post:
    """The way between the case and others of its municipality."""

    engine: Engine
    municipality: str
    municipality_id: int
    _brought: set[str] = field(default_factory=set)

    def bring_message(self, name: str, key: str, payload: Any) -> bool:
        """Give a message to the case that waits for it; False if it could not go on with it."""
        command = PublishMessage(self.municipality, name, key, _as_bytes(payload))
        return self.engine.send(command, actor=self._actor).case_id is not None

    def bring_signal(self, name: str, payload: Any) -> None:
        """Throw a signal to all who wait for it."""
        command = BroadcastSignal(self.municipality, name, _as_bytes(payload))
        self.engine.send(command, actor=self._actor)

    def deliver(self) -> None:
        """Deliver, as a worker does, what is on its way to a case, money of the budget too."""
        with self.engine.read(self._actor) as tx:
            offers = observations.queued_offers(tx)
        for args in offers:
            offer_budget(self.engine, **args)
        with self.engine.read(self._actor) as tx:
            queued = observations.queued_deliveries(tx)
        for task, args in queued:
            known = json.dumps([task, args], sort_keys=True)
            if known not in self._brought:
                self._brought.add(known)
                _deliver(self.engine, task, args)

    @property
    def _actor(self) -> Actor:
        return system(self.municipality_id)


def _deliver(engine: Engine, task: str, args: Mapping[str, Any]) -> None:
    if task == "deliver_message":
        deliver_message(engine, **args)
    else:
        deliver_signal(engine, **args)


def _as_bytes(payload: Any) -> bytes:
    return json.dumps(payload).encode()
