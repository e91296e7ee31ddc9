"""Case by case: is the hash chain whole, and do the tables say what the stored tokens say?

Tasks, timers, jobs and awaited messages are copies of the token state made for searching. Here
the state is restored and compared with them. Refuses to move a case.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn
from uuid import UUID

from engine.catalogue.published import published
from engine.db.pool import Transaction
from engine.errors import EngineError
from engine.process import Run
from engine.queries import hash_chains as stored
from engine.queries import reconciling
from engine.reconcile import hash_chains
from engine.reconcile.report import Checked

Token = tuple[str, str]  # kind and token


class _Spectator:
    """A host that does nothing: restoring a case asks nothing of it."""

    def evaluate(self, expression: str, scope: Mapping[str, Any]) -> NoReturn:
        raise AssertionError("restoring a case moved it")

    def decide(self, decision_id: str, scope: Mapping[str, Any]) -> NoReturn:
        raise AssertionError("restoring a case moved it")

    def is_job(self, operation: str) -> bool:
        raise AssertionError("restoring a case moved it")

    def perform(self, operation: str, inputs: dict[str, Any]) -> NoReturn:
        raise AssertionError("restoring a case moved it")


def checks(tx: Transaction) -> tuple[Checked, Checked]:
    """Return the check of the hash chains and that of the waiting tokens."""
    total = events = open_cases = tokens = 0
    broken: list[str] = []
    strayed: list[str] = []
    for batch in reconciling.case_batches(tx):
        ids = [row.id for row in batch]
        tables = _tables(tx, ids)
        for row, chain in zip(batch, hash_chains.of_cases(tx, batch), strict=True):
            total += 1
            events += chain.events
            open_cases += row.closed_at is None
            tokens += len(tables[row.id])
            broken.extend(chain.differences)
            strayed.extend(f"case {row.number}: {stray}" for stray in _strays(tx, row, tables[row.id]))
    broken.extend(stored.stray_events(tx))
    strayed.extend(reconciling.stray_tasks(tx))
    return (
        Checked("hash chains of cases", f"{total} cases, {events} events", tuple(broken)),
        Checked("waiting", f"{open_cases} open cases wait for {tokens} things", tuple(strayed)),
    )


def _tables(tx: Transaction, ids: list[UUID]) -> dict[UUID, set[Token]]:
    found: dict[UUID, set[Token]] = defaultdict(set)
    for row in reconciling.waiting_of(tx, ids):
        found[row.case_id].add((row.kind, row.token))
    return found


def _strays(tx: Transaction, row: Any, tables: set[Token]) -> Iterator[str]:
    try:
        version = published(tx, row.version_id)
        run = Run.restore(version.definition, _Spectator(), row.document, bytes(row.state))
    except Exception as error:  # whatever a damaged record or version does to the code that reads it
        why = error.error_code if isinstance(error, EngineError) else str(error)
        yield f"its state can't be restored ({why or type(error).__name__})"
        return
    tokens = {(waiting.kind, waiting.token) for waiting in run.waiting}
    if row.closed_at is None and not tokens:
        yield "it is open and waits for nothing"
    if row.closed_at is not None and not run.is_finished:
        yield "it is closed and has tokens left"
    for kind, token in sorted(tokens - tables):
        yield f"a token waits at {token} and no {kind} says so"
    for kind, token in sorted(tables - tokens):
        yield f"the {kind} at {token} has no token"
