"""Runs: cases opened for many entries of a register, planned first and carried out by workers."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class PlanRun(Command):
    """Plan a run of a service: for which entries of its register, on what ground. Nothing is opened by it.

    `condition` is FEEL over the entry and what is known of the person; empty means every entry that the
    service's own condition admits. `unit` leaves the entries of one administrative unit.
    """

    service: str
    municipality: str
    ground: str
    condition: str = ""
    unit: str | None = None


@dataclass(frozen=True)
class RunPlanned:
    """The run whose entries are now being chosen."""

    run_id: UUID


@dataclass(frozen=True)
class PlanLostPlaces(Command):
    """Plan runs for settlements of the acting municipality that are on the list no more; tells how many."""


@dataclass(frozen=True)
class ChooseRunEntries(Command):
    """Hold the next entries of the register against the condition; tells whether more are left."""

    run_id: UUID


@dataclass(frozen=True)
class StartRun(Command):
    """Let workers open the cases of a run that is planned, or was paused."""

    run_id: UUID
    seen: str | None = None  # the state in which it was


@dataclass(frozen=True)
class PauseRun(Command):
    """Open no more cases until the run is started again."""

    run_id: UUID
    seen: str | None = None  # the state in which it was


@dataclass(frozen=True)
class StopRun(Command):
    """End the run for good: what waits is passed over."""

    run_id: UUID
    seen: str | None = None  # the state in which it was


@dataclass(frozen=True)
class SettleRunEntry(Command):
    """Open the case of one entry, or note why none is opened; tells whether the run goes on."""

    run_id: UUID
    entry_id: UUID


@dataclass(frozen=True)
class PassRunEntry(Command):
    """Note that the case of one entry could not be opened, and why."""

    run_id: UUID
    entry_id: UUID
    code: str


@dataclass(frozen=True)
class TurnRun(Command):
    """Queue the next entries of a run, or end it where none is left."""

    run_id: UUID
