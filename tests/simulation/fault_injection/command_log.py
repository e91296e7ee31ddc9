"""The log of a run: each acknowledged command, in the order of the commits, and the clients' ledger.

Ids that the engine draws by chance come from the command's key here, so that a replay of the log has the
same ones; all other ids derive from these.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import pytest

from engine.bootstrap import Engine
from engine.cases import filing
from engine.clock import SettableClock
from engine.commands.base import Command
from engine.handlers import correspondence, messages, signals
from engine.payments.handlers import payments
from engine.tenancy import Actor

_key: ContextVar[UUID] = ContextVar("the key of the command that is carried out")


@dataclass(frozen=True)
class Entry:
    """A command that was acknowledged, and when."""

    command: Command
    actor: Actor
    key: UUID | None
    at: datetime
    result: Any


class CommandLog:
    """What was acknowledged, and a ledger in the form that `mms reconcile --ledger` reads."""

    def __init__(self, ledger: Path) -> None:
        self.entries: list[Entry] = []
        self.ledger = ledger
        self._lock = threading.Lock()
        ledger.touch()

    def add(self, entry: Entry) -> None:
        with self._lock:
            self.entries.append(entry)

    def in_order_of_versions(self, since: int) -> None:
        """Put what was sent at once to one case into the order of its steps; what did nothing goes last."""
        self.entries[since:] = sorted(
            self.entries[since:], key=lambda entry: getattr(entry.result, "version", 10**9)
        )

    def note(self, key: UUID, **fields: Any) -> None:
        """Add a line about a command to the ledger."""
        with self._lock, self.ledger.open("a") as file:
            file.write(json.dumps({"key": str(key), **fields}) + "\n")


@dataclass(frozen=True)
class RecordingEngine(Engine):
    """An engine whose acknowledged commands are logged."""

    log: CommandLog

    @classmethod
    def of(cls, engine: Engine, log: CommandLog) -> RecordingEngine:
        return cls(engine.settings, engine.connections, engine.clock, engine.bus, log)

    def send(self, command: Command, *, actor: Actor, key: UUID | None = None) -> Any:
        with ids_from(key):
            result = super().send(command, actor=actor, key=key)
        self.log.add(Entry(command, actor, key, self.clock.now(), result))
        return result


@contextmanager
def ids_from(key: UUID | None) -> Iterator[None]:
    """Let what is drawn by chance come from the key."""
    if key is None:
        yield
        return
    token = _key.set(key)
    try:
        yield
    finally:
        _key.reset(token)


@contextmanager
def deterministic_ids() -> Iterator[None]:
    """Let handlers that draw an id take it from the command's key."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (correspondence, filing, messages, payments, signals):
            patch.setattr(module, "uuid4", lambda name=module.__name__: uuid5(_key.get(), name))
        yield


def replayed(engine: Engine, clock: SettableClock, entries: list[Entry]) -> None:
    """Send the commands of a log once each, undisturbed, at the instants at which they were sent."""
    for entry in entries:
        clock.set(entry.at)
        with ids_from(entry.key):
            engine.send(entry.command, actor=entry.actor, key=entry.key)
