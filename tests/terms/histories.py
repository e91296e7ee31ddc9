"""Random lives of clocks, counted by `engine.terms` and lived through by the reference model.

`python -m tests.terms.histories --count 100000 --seed 1` simulates that many and says where the two
differ. A life is drawn from its own number, so one that differs can be repeated alone.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from engine.catalogue.holidays import read_holidays
from engine.clock import local_date, start_of_day
from engine.terms import Calendar, ClockState, Extension, History, Pause, Restart, Term, Unit
from engine.terms import clock_state as clock_state_of_engine
from engine.terms import share_to_tell as engine_share_to_tell
from tests.terms.reference_model import DAY, Life

GEORGIA = read_holidays(Path(__file__).parents[2] / "bpmn").calendar()
SHARES = (70, 90)
FIRST_DAYS = (date(2025, 1, 1), date(2030, 12, 31))
MOST_DAYS = 120
UNITS = ((Unit.WORKING_DAYS, 25), (Unit.CALENDAR_DAYS, 40), (Unit.MONTHS, 3))


@dataclass(frozen=True)
class Rules:
    """What is on trial; a test puts a wrong rule in its place and expects to be told."""

    clock_state: Callable[..., ClockState] = clock_state_of_engine
    share_to_tell: Callable[..., int | None] = engine_share_to_tell
    restarted: Callable[[History, Restart], History] = lambda history, restart: replace(
        history, changes=(*history.changes, restart)
    )


@dataclass
class Counted:
    """A clock as the engine keeps it: its history, and what was computed when it last changed."""

    rules: Rules
    history: History
    calendar: Calendar
    reminded: int = 0
    is_expired: bool = False

    def __post_init__(self) -> None:
        self.recount()

    def recount(self) -> None:
        self.now = self.rules.clock_state(self.history, self.calendar, shares=SHARES, reminded=self.reminded)

    def settle(self, today: date) -> list[tuple[str, object]]:
        """Record that the clock ran out before today, if it did."""
        due_at = self.now.due_at
        if self.is_expired or due_at is None or due_at >= start_of_day(today):
            return []
        self.is_expired = True
        return [("expired", self.now.last_day)]

    def wake(self, today: date) -> list[tuple[str, object]]:
        told = self.settle(today)
        reminder = self.now.reminder
        if told or self.is_expired or reminder is None or reminder.due_at >= start_of_day(today):
            return told
        share = self.rules.share_to_tell(
            self.history, self.calendar, shares=SHARES, reminded=self.reminded, now=start_of_day(today)
        )
        if share is None:
            return []
        self.reminded = share
        self.recount()
        return [("reminded", share)]

    def pause(self, today: date) -> None:
        self._change(pauses=(*self.history.pauses, Pause(today)))

    def resume(self, today: date) -> None:
        *before, last = self.history.pauses
        self._change(pauses=(*before, Pause(last.paused_on, today)))

    def extend(self, today: date, term: Term) -> None:
        self.reminded = 0
        self._change(changes=(*self.history.changes, Extension(today, term)))

    def restart(self, today: date) -> None:
        self.reminded, self.is_expired = 0, False
        if self.history.pauses and self.history.pauses[-1].is_open:
            self.resume(today)
        self.history = self.rules.restarted(self.history, Restart(today))
        self.recount()

    def declare_off(self, day: date) -> None:
        self.calendar = self.calendar.plus([day])
        if not self.is_expired:
            self.recount()

    def _change(self, **changed: object) -> None:
        self.history = replace(self.history, **changed)  # type: ignore[arg-type]
        self.recount()


def differences(seed: int, rules: Rules | None = None) -> Iterator[str]:
    """Simulate one life by the rules and by the reference model; yield where they differ."""
    draw = random.Random(seed)
    today = start = FIRST_DAYS[0] + DAY * draw.randrange((FIRST_DAYS[1] - FIRST_DAYS[0]).days)
    term = a_term(draw)
    life = Life((term.number, term.unit), start, holidays=GEORGIA.holidays, shares=SHARES)
    counted = Counted(rules or Rules(), History(term, start), GEORGIA)
    busy, sleepy = draw.choice((0.02, 0.1, 0.3)), draw.choice((0.0, 0.2, 0.6))
    for _ in range(MOST_DAYS):
        if today != start and draw.random() >= sleepy:
            told, expected = counted.wake(today), life.wake(today)
            if told != expected:
                yield f"{seed}: on {today} told {told}, expected {expected}"
                return
        if life.expired_on is not None and life.is_noticed and draw.random() < 0.5:
            return
        while draw.random() < busy:
            what = act(draw, life, counted, today)
            if (wrong := _differs(counted, life)) is not None:
                yield f"{seed}: after {what} on {today} {wrong}"
                return
        life.sleep(today)
        today += DAY


def _differs(counted: Counted, life: Life) -> str | None:
    if counted.now.last_day != life.last_day:
        return f"ends {counted.now.last_day}, expected {life.last_day}"
    reminder, expected = counted.now.reminder, life.next_reminder
    found = reminder and (reminder.share, local_date(reminder.due_at))
    if life.expired_on is None and found != expected:
        return f"reminds {found}, expected {expected}"
    return None


def act(draw: random.Random, life: Life, counted: Counted, today: date) -> str:
    """Do something that people may do to such a clock; a clock that ran out is noticed first."""
    if counted.settle(today):
        life.is_noticed = True
    if life.expired_on is not None:
        what = draw.choice(("restart", "declare_off"))
    elif life.stands:
        what = draw.choice(("resume", "resume", "extend", "restart", "declare_off"))
    else:
        what = draw.choice(("pause", "pause", "extend", "restart", "declare_off", "declare_off"))
    if what == "pause":
        life.is_paused = True
        counted.pause(today)
    elif what == "resume":
        life.is_paused = False
        counted.resume(today)
    elif what == "extend":
        term = a_term(draw)
        life.extend((term.number, term.unit))
        counted.extend(today, term)
    elif what == "restart":
        life.restart(today)
        counted.restart(today)
    else:
        day = today + DAY * draw.randint(-3, 40)
        life.declare_off(day)
        counted.declare_off(day)
    return what


def a_term(draw: random.Random) -> Term:
    unit, most = draw.choice(UNITS)
    return Term("x", draw.randint(1, most), unit)


def simulate(count: int, seed: int, rules: Rules | None = None) -> list[str]:
    """Simulate lives seed, seed + 1, …; return where rules and reference model differ."""
    return [difference for number in range(seed, seed + count) for difference in differences(number, rules)]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    began = time.monotonic()
    found = simulate(options.count, options.seed)
    print(*found[:20], sep="\n", end="\n" if found else "")
    print(f"{options.count} lives, {len(found)} differences, {time.monotonic() - began:.0f} s")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
