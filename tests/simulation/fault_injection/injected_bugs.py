"""Bugs to inject into the engine or its database: a run that does not see them proves nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import SimpleNamespace
from uuid import UUID, uuid4

import psycopg
import pytest

from engine import steps
from engine.db.pool import Transaction
from engine.handlers import jobs, messages, signals
from engine.stores import keys

Patch = Callable[[pytest.MonkeyPatch], None]


class _Anything:
    """A state that every row is in."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None


@dataclass(frozen=True)
class InjectedBug:
    """A patch of the engine, or a function of the database with a text in it to replace."""

    patch: Patch = lambda patched: None
    function: str | None = None
    replaced: tuple[str, str] = ("", "")

    def inject_into(self, url: str) -> None:
        """Inject the bug into a database, if it is a bug of the database."""
        if self.function is None:
            return
        with psycopg.connect(url) as connection:
            row = connection.execute("select pg_get_functiondef(%s::regproc)", [self.function]).fetchone()
            assert row is not None and self.replaced[0] in row[0], "there is nothing to spoil any more"
            connection.execute(row[0].replace(*self.replaced))

    @contextmanager
    def injected(self) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patched:
            self.patch(patched)
            yield


def _commits_for_sure(patched: pytest.MonkeyPatch) -> None:
    commit = Transaction._commit

    def hoping(self: Transaction) -> None:
        with suppress(psycopg.OperationalError):
            commit(self)

    patched.setattr(Transaction, "_commit", hoping)


def _forgets_keys(patched: pytest.MonkeyPatch) -> None:
    claim = keys.claim
    patched.setattr(keys, "claim", lambda tx, asked: claim(tx, asked) or True)


def _by_nobody(tx: Transaction, case_id: UUID) -> SimpleNamespace:
    return SimpleNamespace(kind="task.completed", at=tx.now, actor_id=None)


NONE = InjectedBug()
BUGS = {
    "a step is recorded over another one": InjectedBug(
        function="record_step", replaced=("version = p_expected", "version >= 0")
    ),
    "a job is not queued": InjectedBug(
        function="record_step", replaced=("'cases', 'run_job'", "'cases', 'run_jobs'")
    ),
    "an early message is forgotten": InjectedBug(
        function="meet_messages", replaced=("having count(*) > 0", "having count(*) > 1000")
    ),
    "what a command brought is not looked up": InjectedBug(_forgets_keys),
    "a commit that may have failed is acknowledged": InjectedBug(_commits_for_sure),
    "a job comes back twice": InjectedBug(lambda patched: patched.setattr(jobs, "QUEUED", _Anything())),
    "a message is taken twice": InjectedBug(lambda patched: patched.setattr(messages, "KEPT", _Anything())),
    "a signal is taken twice": InjectedBug(lambda patched: patched.setattr(signals, "QUEUED", _Anything())),
    "ids are drawn by chance": InjectedBug(
        lambda patched: patched.setattr(steps.OpenCase, "id_of", lambda case, kind, token: uuid4())
    ),
    "who came too late is not told who was faster": InjectedBug(
        lambda patched: patched.setattr(steps.cases, "last_step", _by_nobody)
    ),
}
