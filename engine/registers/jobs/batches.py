"""Batches carried out by workers: a few entries, then the next job, so that urgent work comes between.

A worker that dies leaves its entry as it was, or settled: whoever takes the batch up again asks what is left.
Refuses to know what a batch is about.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final
from uuid import UUID

import procrastinate

from engine.cases.incidents import cause_of
from engine.errors import Rejected, Unavailable
from engine.registers.commands.batches import (
    AdvanceBatch,
    ChooseBatchEntries,
    PassBatchEntry,
    SettleBatchEntry,
)
from engine.registers.store import batches
from engine.tenancy import system

if TYPE_CHECKING:
    from engine.bootstrap import Engine

log = logging.getLogger(__name__)

ENTRIES_AT_ONCE: Final = 50


def register(
    app: procrastinate.App, engine: Engine, *, queue: str, retry: procrastinate.BaseRetryStrategy
) -> None:
    """Add the tasks of this module to the application."""

    @app.task(name="choose_run_entries", queue=queue, retry=retry)
    def choose(run_id: str, municipality_id: int) -> None:
        choose_entries(engine, UUID(run_id), municipality_id)

    @app.task(name="work_run", queue=queue, retry=retry)
    def work(run_id: str, municipality_id: int) -> None:
        carry_on(engine, UUID(run_id), municipality_id)


def choose_entries(engine: Engine, batch_id: UUID, municipality_id: int) -> None:
    """Look through the whole register, some hundred entries in a transaction."""
    while engine.send(ChooseBatchEntries(batch_id), actor=system(municipality_id)):
        pass


def carry_on(engine: Engine, batch_id: UUID, municipality_id: int) -> None:
    """Settle some entries, each on its own, and see that the batch goes on or ends."""
    actor = system(municipality_id)
    with engine.read(actor) as tx:
        waiting = batches.waiting(tx, batch_id, limit=ENTRIES_AT_ONCE)
    for entry_id in waiting:
        try:
            if not engine.send(SettleBatchEntry(batch_id, entry_id), actor=actor):
                break
        except Unavailable:
            raise
        except Exception as error:  # whatever is wrong with one person's case must not hold up the others
            cause = cause_of(error)
            if not isinstance(error, Rejected):
                log.error("entry %s of batch %s: %s", entry_id, batch_id, cause.code)
            engine.send(PassBatchEntry(batch_id, entry_id, cause.code), actor=actor)
    engine.send(AdvanceBatch(batch_id), actor=actor)
