"""Replays of past decisions by the tables of a draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class AskReplay(Command):
    """Ask what a draft's tables would have decided in the cases of the last months.

    `law` says by which parameters: those of `then` or of `today`.
    """

    draft_id: UUID
    months: int
    law: str


@dataclass(frozen=True)
class ReplayAsked:
    """Identifier of the replay that was asked for."""

    replay_id: UUID


@dataclass(frozen=True)
class KeepReplayed(Command):
    """Keep what a batch of a replay came to; `batch` is how many there were before it.

    `cursor` is where to go on, None at the end.
    """

    replay_id: UUID
    batch: int
    tally: Mapping[str, Any]
    cursor: Mapping[str, Any] | None
    is_cut: bool = False


@dataclass(frozen=True)
class StopReplay(Command):
    """A replay can't go on, for this reason."""

    replay_id: UUID
    reason: str
