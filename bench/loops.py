"""What a loop-back costs when the case has taken few or many before.

A loop-back is two completions. Cases that have taken few and cases that have taken many take theirs in turns,
so that what slows the machine slows all. At the end each case is completed, and the count of its completions
and its end are checked.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from bench import workload
from bench.installation import Installation
from engine.bootstrap import Engine
from engine.commands.jobs import FireTimer
from engine.tenancy import system

FULL: Final = (1, 10, 100, 300, 1000)
FRESH_UP_TO: Final = 10  # up to here each sample has a case of its own
STARTED: Final = 70_000_000
DUE_REMINDER: Final = """
update timers set due_at = now() - interval '1 second' where case_id = %s and token like 'reminder:%%'
returning id, municipality_id
"""
ENDED: Final = """
select c.closed_at is not null and not exists (select from tasks t where t.case_id = c.id and t.state = 0),
       (select count(*) from tasks t where t.case_id = c.id and t.state = 1),
       (select count(*) from events e where e.case_id = c.id and e.kind = 'case.finished')
from cases c where c.id = %s
"""


@dataclass(frozen=True)
class Loops:
    """Milliseconds of a loop-back (median and processor time of the client) by how many there were before."""

    kind: str
    milliseconds: Mapping[int, float]
    processor: Mapping[int, float]
    completions: int

    @property
    def ratio(self) -> float:
        """The cost at the most loop-backs in that at ten."""
        return self.milliseconds[max(self.milliseconds)] / self.milliseconds[10]


@dataclass
class _Looping:
    case: workload.Case
    loops: int = 0


class _Kind:
    """A way to loop: which elements, and what comes first."""

    def __init__(self, installation: Installation, engine: Engine, elements: tuple[str, str]) -> None:
        self.installation, self.engine = installation, engine
        self.first, self.second = elements
        self.number = STARTED

    def new(self) -> _Looping:
        self.number += 1
        place = self.installation.places[self.number % len(self.installation.places)]
        case = workload.file(self.engine, self.installation.citizen, place, self.number)
        return _Looping(case)

    def loop(self, one: _Looping) -> None:
        complete, second = workload.complete, self.second
        complete(self.engine, one.case, element=self.first)
        complete(self.engine, one.case, element=second, again=lambda name: name == second)
        one.loops += 1

    def finish(self, one: _Looping) -> int:
        while one.case.open:
            workload.complete(self.engine, one.case)
        with self.installation.administrator() as connection:
            row = connection.execute(ENDED, [one.case.id]).fetchone()
        expected = workload.COMPLETIONS + 2 * one.loops
        if row != (True, expected, 1) or one.case.completions != expected:
            raise RuntimeError(f"{one.case.completions} completions of {expected}, in the database {row}")
        return expected


class _InABranch(_Kind):
    def new(self) -> _Looping:
        one = super().new()
        for element in ("register", "check"):
            workload.complete(self.engine, one.case, element=element)
        return one


class _AfterAReminder(_Kind):
    def new(self) -> _Looping:
        one = super().new()
        workload.complete(self.engine, one.case, element="register")
        with self.installation.administrator() as connection:
            row = connection.execute(DUE_REMINDER, [one.case.id]).fetchone()
        if row is None:
            raise RuntimeError("no reminder waits")
        self.engine.send(FireTimer(row[0]), actor=system(row[1]))
        # From here the loop begins at its second half, so that the reminder has fired within it.
        workload.complete(self.engine, one.case, element="check", again=lambda _: True)
        one.loops = 1
        return one


KINDS: Final[Mapping[str, Callable[[Installation, Engine], _Kind]]] = {
    "one after the other": lambda i, e: _Kind(i, e, ("register", "check")),
    "in a parallel branch": lambda i, e: _InABranch(i, e, ("visit", "report")),
    "after a fired reminder": lambda i, e: _AfterAReminder(i, e, ("register", "check")),
}


def measure(installation: Installation, kind: str, *, levels: tuple[int, ...], samples: int) -> Loops:
    """Bring cases to each level, sample their next loop-back in turns, and finish them."""
    engine = installation.open()
    try:
        way = KINDS[kind](installation, engine)
        cases = {level: _cases(way, level, samples) for level in levels}
        took: dict[int, list[tuple[float, float]]] = {level: [] for level in levels}
        for sample in range(samples):
            for level in levels:
                one = cases[level][sample % len(cases[level])]
                began, processor = time.perf_counter(), time.process_time()
                way.loop(one)
                took[level].append((time.perf_counter() - began, time.process_time() - processor))
        completions = sum(way.finish(case) for level in levels for case in cases[level])
    finally:
        engine.close()
    return Loops(
        kind,
        {level: statistics.median(wall for wall, _ in took[level]) * 1e3 for level in levels},
        {level: statistics.mean(used for _, used in took[level]) * 1e3 for level in levels},
        completions,
    )


def _cases(way: _Kind, level: int, samples: int) -> list[_Looping]:
    found = [way.new() for _ in range(samples if level <= FRESH_UP_TO else 1)]
    for looping in found:
        while looping.loops < level:
            way.loop(looping)
    return found
