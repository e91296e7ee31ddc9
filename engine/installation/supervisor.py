"""The supervisor of `mms run`: keeps each unit up for ever, with an exponential back-off of its own.

Responsible for when something is started again, and for saying what is away, since when and why. It
never gives up: a crash loop of one unit delays that one alone, and what recovers is waited for as long
as it lives. Nothing here blocks, so the trouble of one never holds up another. Refuses to know what a
unit is, and how it is started.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from engine.clock import SystemClock
from engine.installation import supervisor_words as words
from engine.installation.stop_signals import deferred
from engine.installation.supervisor_state import Phase, ProgramState, Reason

# How long each lasts before it is said. A crash is mostly recovered from at once, a program takes a moment.
SAID_AFTER: Mapping[Phase, float] = {"recovering": 5.0, "starting": 60.0}
_SAID_EVERY = 60.0
_TICK = 0.1
_END_SECONDS = 8.0
# At the first start what is not ready after this time, of which minutes may be a slow machine, never will be.
_READY_SECONDS = 300.0


class ProgramFailed(Exception):
    """A program can't be started at all; the message ends with the last lines of its log."""


@dataclass(frozen=True)
class UnitStatus:
    """Status of a unit at a moment; if it is away, why."""

    phase: Phase
    reason: Reason | None = None


class Unit(Protocol):
    """Something to be kept up. No method waits for anything."""

    @property
    def name(self) -> str: ...

    @property
    def log(self) -> Path: ...

    def start(self) -> None:
        """Begin to start it, if it does not run; an exception means that it could not be."""

    def status(self, age: float) -> UnitStatus:
        """Say what it does, a number of seconds after it was started."""

    def is_ready(self) -> bool:
        """Say whether it does its work; asked at the first start alone, and may take a moment."""

    def last_words(self) -> str:
        """Return the end of its log."""

    def ask_to_end(self) -> None: ...

    def has_ended(self, seconds: float) -> bool:
        """Wait for its end so long, then end it at once; say whether it had ended by itself."""


@dataclass(frozen=True)
class Backoff:
    """Exponential back-off: how long to wait after n failures in a row, and what ends the row."""

    first: float = 0.5
    longest: float = 60.0
    steady: float = 60.0  # whatever was up for so long begins anew with the shortest wait

    def delay(self, failures: int) -> float:
        return min(self.first * 2.0 ** min(failures - 1, 30), self.longest)


@dataclass(frozen=True)
class Time:
    """The supervisor's clocks and its waiting; tests bring their own."""

    monotonic: Callable[[], float] = time.monotonic
    wait: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = SystemClock().now


class Announcement:
    """Schedule for announcing that something lasts: not at once, and then once a minute."""

    def __init__(self, now: float, *, first: float) -> None:
        self._due_at = now + first

    def is_due(self, now: float) -> bool:
        if now < self._due_at:
            return False
        self._due_at = now + _SAID_EVERY
        return True


@dataclass
class _UnitRecord:
    """Record of the supervisor about a unit; the numbers are seconds of its monotonic clock."""

    unit: Unit
    since: datetime
    phase: Phase = "starting"
    reason: Reason | None = None
    restarts: int = 0
    failures: int = 0  # in a row
    started_at: float = 0.0
    up_at: float = 0.0
    away_at: float | None = None
    next_at: float | None = None  # of the next attempt, where one is waited for
    lasting: Announcement | None = None

    @property
    def state(self) -> ProgramState:
        return ProgramState(self.unit.name, self.phase, self.since, self.restarts, self.reason)


class Supervisor:
    """Starts units, starts again what ends by itself, and stops all in the reverse order."""

    def __init__(
        self,
        *,
        say: Callable[[str], None],
        report: Callable[[tuple[ProgramState, ...]], None] = lambda states: None,
        backoff: Backoff | None = None,
        time: Time | None = None,
    ) -> None:
        self._say = say
        self._report = report
        self._backoff = backoff or Backoff()
        self._time = time or Time()
        self._records: list[_UnitRecord] = []
        self._reported: tuple[ProgramState, ...] = ()
        words.texts()

    @property
    def states(self) -> tuple[ProgramState, ...]:
        """What each unit does, in the order in which they were started."""
        return tuple(record.state for record in self._records)

    def start(self, unit: Unit) -> None:
        """Keep a unit up from now on, without waiting for it. What runs already is left as it is."""
        record = _UnitRecord(unit, self._time.now())
        self._records.append(record)
        with deferred():
            self._guarded(record, self._attempt)

    def has(self, name: str) -> bool:
        """Return whether a unit of this name is kept up."""
        return any(record.unit.name == name for record in self._records)

    def wait_until_ready(self, unit: Unit, *, seconds: float = _READY_SECONDS) -> None:
        """Keep everything up until a unit is ready for the first time; raise where it can't be by itself."""
        (record,) = (record for record in self._records if record.unit is unit)
        deadline = self._time.monotonic() + seconds
        while not unit.is_ready():
            with deferred():
                self.tick()
            # What was ended from outside may well succeed the next time.
            if record.phase == "away" and record.reason is not None and record.reason.code != "signal":
                raise _failure(unit, "fails", reason=record.reason)
            if self._time.monotonic() > deadline:
                raise _failure(unit, "late", seconds=round(seconds))
            self._time.wait(_TICK)

    def run(
        self, also: Callable[[], None] = lambda: None, *, until: Callable[[], bool] = lambda: False
    ) -> None:
        """Keep everything up until told otherwise, or a stop signal comes; `also` is called every time."""
        while not until():
            with deferred():
                self.tick()
                with suppress(OSError):
                    also()
            self._time.wait(_TICK)

    def tick(self) -> None:
        """Look at each unit once, and do what is due."""
        for record in self._records:
            self._guarded(record, self._tend)
        if self._reported != (states := self.states):
            # A full disk is no reason to let anything go; it is written when there is room again.
            with suppress(OSError, ValueError):
                self._report(states)
                self._reported = states

    def stop(self) -> None:
        """End every unit: ask each, newest first, then end what is left after some seconds."""
        for record in reversed(self._records):
            record.unit.ask_to_end()
        deadline = self._time.monotonic() + _END_SECONDS
        for record in reversed(self._records):
            if not record.unit.has_ended(max(0.0, deadline - self._time.monotonic())):
                self._say(words.lines("stubborn", program=record.unit.name))
        self._records.clear()

    def _guarded(self, record: _UnitRecord, act: Callable[[_UnitRecord], None]) -> None:
        """Act on one unit; whatever goes wrong is its own trouble, and is tried again."""
        try:
            act(record)
        except Exception as error:
            what = " ".join(str(error).split()) or type(error).__name__
            self._failed(record, Reason("failed", {"error": what}))

    def _tend(self, record: _UnitRecord) -> None:
        now = self._time.monotonic()
        if record.next_at is not None:
            if now >= record.next_at:
                record.restarts += 1
                self._attempt(record)
            return
        status = record.unit.status(now - record.started_at)
        if status.phase == "away":
            self._failed(record, status.reason or Reason("ended"))
        elif status.phase == "up":
            self._up(record, now)
        else:
            self._lasts(record, status.phase, now)

    def _attempt(self, record: _UnitRecord) -> None:
        record.next_at, record.phase, record.lasting = None, "starting", None
        record.started_at = self._time.monotonic()
        record.unit.start()

    def _up(self, record: _UnitRecord, now: float) -> None:
        if record.phase != "up":
            if record.away_at is not None:
                away = words.span(now - record.away_at)
                self._say(words.lines("back", program=record.unit.name, span=away))
            record.phase, record.since = "up", self._time.now()
            record.up_at, record.away_at = now, None
        elif now - record.up_at >= self._backoff.steady:
            record.failures = 0

    def _lasts(self, record: _UnitRecord, phase: Phase, now: float) -> None:
        """Note that a unit is on its way back, which is no failure however long it takes, and say it."""
        if record.phase == "up":
            self._away(record, now)
        if record.phase != phase or record.lasting is None:
            record.phase, record.lasting = phase, Announcement(now, first=SAID_AFTER[phase])
        # Who starts everything for the first time hears of each step anyway.
        if record.away_at is not None and record.lasting.is_due(now):
            since = words.at(record.since)
            self._say(words.lines(phase, program=record.unit.name, since=since, log=record.unit.log))

    def _failed(self, record: _UnitRecord, reason: Reason) -> None:
        now = self._time.monotonic()
        self._away(record, now)
        record.phase, record.reason = "away", reason
        record.failures += 1
        delay = self._backoff.delay(record.failures)
        record.next_at = now + delay
        self._say(
            words.lines(
                "away",
                program=record.unit.name,
                since=words.at(record.since),
                reason=reason,
                seconds=f"{delay:g}",
                number=record.failures,
                log=record.unit.log,
            )
        )

    def _away(self, record: _UnitRecord, now: float) -> None:
        """Note since when a unit is not up, if it was."""
        if record.away_at is None:
            record.away_at, record.since = now, self._time.now()


def _failure(unit: Unit, code: str, **params: Any) -> ProgramFailed:
    said = words.lines(code, program=unit.name, log=unit.log, **params)
    return ProgramFailed(f"{said}\n{unit.last_words()}")
