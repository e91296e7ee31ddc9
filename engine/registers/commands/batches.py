"""Batches: cases opened for many entries of a register, planned first and carried out by workers."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class PlanBatch(Command):
    """Plan a batch of a service: for which entries of its register, on what ground. Nothing is opened by it.

    `condition` is FEEL over the entry and what is known of the person; empty means every entry that the
    service's own condition admits. `unit` leaves the entries of one administrative unit.
    """

    service: str
    municipality: str
    ground: str
    condition: str = ""
    unit: str | None = None


@dataclass(frozen=True)
class BatchPlanned:
    """The batch whose entries are now being chosen."""

    batch_id: UUID


@dataclass(frozen=True)
class PlanDelistedSettlements(Command):
    """Plan batches for de-listed settlements of the acting municipality; return how many."""


@dataclass(frozen=True)
class ChooseBatchEntries(Command):
    """Hold the next entries of the register against the condition; tells whether more are left."""

    batch_id: UUID


@dataclass(frozen=True)
class StartBatch(Command):
    """Let workers open the cases of a batch that is planned, or was paused."""

    batch_id: UUID
    seen: str | None = None  # the state in which it was


@dataclass(frozen=True)
class PauseBatch(Command):
    """Open no more cases until the batch is started again."""

    batch_id: UUID
    seen: str | None = None  # the state in which it was


@dataclass(frozen=True)
class StopBatch(Command):
    """End the batch for good: what waits is passed over."""

    batch_id: UUID
    seen: str | None = None  # the state in which it was


@dataclass(frozen=True)
class SettleBatchEntry(Command):
    """Open the case of one entry, or note why none is opened; tells whether the batch goes on."""

    batch_id: UUID
    entry_id: UUID


@dataclass(frozen=True)
class PassBatchEntry(Command):
    """Note that the case of one entry could not be opened, and why."""

    batch_id: UUID
    entry_id: UUID
    code: str


@dataclass(frozen=True)
class AdvanceBatch(Command):
    """Queue the next entries of a batch, or end it where none is left."""

    batch_id: UUID
