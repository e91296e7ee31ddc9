"""Going through what was decided: some hundred cases, then the next worker's turn.

A turn is evaluated outside of any command, and kept by one: a worker that dies leaves the replay where it
was. Refuses to know what tables say and how it is counted.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import procrastinate

from engine.cases.incidents import cause_of
from engine.cases.replaying import VERSION, Drafted, KeptDecision, Outcome, Replay
from engine.catalogue.cache import Cache
from engine.catalogue.published import published
from engine.clock import start_of_day
from engine.db.pool import Transaction
from engine.errors import Broken, Unavailable
from engine.stores import reference
from engine.studio import tally
from engine.studio.commands.replays import KeepReplayed, StopReplay
from engine.studio.store import replays
from engine.tenancy import system
from engine.texts import LANGUAGES

if TYPE_CHECKING:
    from engine.bootstrap import Engine

log = logging.getLogger(__name__)

BATCH: Final = 200  # cases read at once
TURN: Final = 2.0  # seconds, after which whatever else waits comes first
MOST: Final = 1_000_000  # decisions
NOBODY: Final = str(UUID(int=0))
_drafted: Final[Cache[UUID, Drafted]] = Cache(8)


def register(
    app: procrastinate.App, engine: Engine, *, queue: str, retry: procrastinate.BaseRetryStrategy
) -> None:
    """Add the task of this module to the application."""

    @app.task(name=replays.GOING_ON, queue=queue, retry=retry)
    def go_on_replaying(replay_id: str) -> None:
        go_on(engine, UUID(replay_id))


def go_on(engine: Engine, replay_id: UUID) -> None:
    """Answer what was decided in the next cases anew, as many as there is time for."""
    with engine.read(system()) as tx:
        row = replays.find(tx, replay_id)
        if row is None or row.state != "running":
            return
        places = reference.municipalities_by_id(tx)
    try:
        turn = _Turn(engine, row, places)
        turn.take()
    except Unavailable:
        raise
    except Exception as error:  # a table may fail in ways nobody foresaw; who asked is told
        code = cause_of(error).code
        log.error("replay %s: %s", replay_id, code)
        engine.send(StopReplay(replay_id, code), actor=system())
        return
    engine.send(
        KeepReplayed(replay_id, row.batches, turn.tally, turn.cursor, is_cut=turn.is_cut), actor=system()
    )


@dataclass
class _Turn:
    """Turn of a worker, and what it comes to; the cursor is None when all has been looked at."""

    engine: Engine
    row: Any
    places: Mapping[int, str]
    tally: dict[str, Any] = field(init=False)
    cursor: dict[str, Any] | None = field(init=False)
    is_cut: bool = False

    def __post_init__(self) -> None:
        self.tally, self.cursor = dict(self.row.tally), dict(self.row.cursor)

    def take(self) -> None:
        """Go on until the turn is over; at least one batch."""
        until = time.monotonic() + TURN
        while self.cursor is not None:
            self._batch(self.cursor, until)
            if self.tally["looked_at"] >= MOST and self.cursor is not None:
                self.is_cut, self.cursor = True, None
            if time.monotonic() >= until:
                return

    def _batch(self, cursor: dict[str, Any], until: float) -> None:
        place = next((place for place in self.places if place >= cursor["place"]), None)
        if place is None:
            self.cursor = None
            return
        if place != cursor["place"]:
            cursor = self._beginning(place)
        with self.engine.read(system(place)) as tx:
            filed_at, after = datetime.fromisoformat(cursor["filed_at"]), UUID(cursor["after"])
            found = replays.cases(tx, place, self.row.code, filed_at=filed_at, after=after, limit=BATCH)
            last = self._counted(tx, place, found, until)
        if last is None:
            self.cursor = self._beginning(place + 1)
        else:
            self.cursor = {"place": place, "filed_at": last.filed_at.isoformat(), "after": str(last.id)}

    def _beginning(self, place: int) -> dict[str, Any]:
        return {"place": place, "filed_at": start_of_day(self.row.since).isoformat(), "after": NOBODY}

    def _counted(self, tx: Transaction, place: int, found: list[Any], until: float) -> Any:
        """Count what was decided in these cases; return the last of them that was looked at, or None."""
        replay = Replay(tx, place, _read(self.row), self.row.law)
        kept, last = replays.decisions(tx, found), None
        for last in found:
            for event in kept[last.id]:
                if "/" not in event.body["decision"]:  # those of a block are no draft's to change
                    tally.add(self.tally, _outcome(replay, event), self.places[place])
            if time.monotonic() >= until:
                break
        return last


def _outcome(replay: Replay, kept: KeptDecision) -> Outcome:
    try:
        version = published(replay.tx, kept.version_id)
    except Broken:  # a release that does not run it can't say what it said
        of = str(kept.body["decision"])
        return Outcome(of, replay.drafted.names_of(of) or dict.fromkeys(LANGUAGES, of), why_not=VERSION)
    return replay.outcome(kept, version)


def _read(row: Any) -> Drafted:
    files = {path: text.encode() for path, text in row.files.items()}
    return _drafted.get(row.id, lambda: Drafted.read(row.code, files))
