"""Preview of what finishing a step does to the clocks of its case; nothing is recorded.

The diagram says which operations on clocks lie on the ways from the step to the next rest; conditions are not
asked, so it tells what may be. The days are those that the operations themselves would count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from engine.cases.due import instant_of
from engine.catalogue.published import Published
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import Broken, Rejected
from engine.operations import ALL, clocks, clockwork
from engine.operations.traits import OnClock
from engine.process import Element, Place, on_the_way, standing, stops_after
from engine.process.elements import expression_of, is_expression
from engine.process.timers import timer_expression
from engine.scope import World
from engine.stores import clocks as store
from engine.stores.cases import CaseRow
from engine.terms import ClockEnd, ClockState, Extension, History, Pause
from engine.terms import clock_state as counted
from feel import FeelError

Names = Mapping[str, str]


@dataclass(frozen=True)
class Forecast:
    """A clock as it runs, and as it would run then."""

    name: Names | None  # of a stage; None for the case itself
    due_now: date
    due_then: date | None
    derivation: tuple[tuple[str, Mapping[str, Any]], ...]


@dataclass(frozen=True)
class ClockEffect:
    """Effect on clocks of one operation on the way; `refused` is why it could not be done."""

    what: str  # pauses, extends
    step: Names
    law: Names | None
    on: date
    forecasts: tuple[Forecast, ...] = ()
    awaited: Names | None = None  # what the clock would be paused for, until when
    is_for_applicant: bool = False
    until: date | None = None
    refused: Rejected | None = None


def effects(tx: Transaction, row: CaseRow, version: Published, token: str) -> tuple[ClockEffect, ...]:
    """Return what finishing the step at a token may do, in the order of the ways."""
    stand = next(
        (waiting for waiting in standing(version.definition, row.state) if waiting.token == token), None
    )
    running = [
        clock for clock in store.load(tx, row.id) if clock.state == "running" and clock.due_at >= tx.now
    ]
    if stand is None or not running:
        return ()
    ahead = _Ahead(World(tx, row, version), version, running)
    return tuple(ahead.effects((stand.element, stand.around)))


class _Ahead:
    """One case, looked at from one of its steps."""

    def __init__(self, world: World, version: Published, running: list[Any]) -> None:
        self._world = world
        self._version = version
        self._running = running

    def effects(self, place: Place) -> Iterator[ClockEffect]:
        for passed in on_the_way(self._version.definition, place):
            element = self._version.definition.elements[passed[0]]
            on_clock = ALL.find(element.operation).on_clock if element.operation in ALL.names else None
            if on_clock is OnClock.PAUSES:
                yield from self._pause(element, passed)
            elif on_clock is OnClock.EXTENDS:
                yield from self._extension(element, passed)

    def _pause(self, element: Element, place: Place) -> Iterator[ClockEffect]:
        named, day = self._input(element, "clock"), self._world.pause_day
        held = [row for row in self._running if named in (None, row.name)]
        if not held:
            return
        awaited, until = self._awaited(place)
        pause = Pause(day, until, str(self._input(element, "reason") or ""))
        yield replace(
            self._effect("pauses", element, place),
            forecasts=tuple(self._forecast(row, pauses=(pause,)) for row in held),
            awaited=None if awaited is None else self._version.names_of(awaited.id),
            is_for_applicant=awaited is not None and awaited.assignee is not None,
            until=until,
        )

    def _extension(self, element: Element, place: Place) -> Iterator[ClockEffect]:
        named = self._input(element, "clock") or clockwork.OVERALL
        row = next((clock for clock in self._running if clock.name == named), None)
        if row is None:
            return
        effect = self._effect("extends", element, place)
        try:
            declared = clockwork.declared_in(self._version.settings, row.name)
            by, history = self._input(element, "by"), clockwork.history_of(row)
            term = clockwork.term_of(clocks.granted(self._world, declared, history, by=by))
        except Rejected as refused:
            yield replace(effect, refused=refused)
        except Broken:
            return  # validation has let it pass, the step will say so
        else:
            change = Extension(self._world.today, term)
            yield replace(effect, forecasts=(self._forecast(row, changes=(change,)),))

    def _effect(self, what: str, element: Element, place: Place) -> ClockEffect:
        # People know the part of the proceeding by its name, not the step of the system in it.
        called = [name for name in place[1] if self._version.definition.elements[name].kind == "callActivity"]
        step = called[-1] if called else element.id
        return ClockEffect(
            what, self._version.names_of(step), self._version.law_of(element.id), self._world.today
        )

    def _forecast(
        self, row: Any, *, pauses: tuple[Pause, ...] = (), changes: tuple[Extension, ...] = ()
    ) -> Forecast:
        history: History = clockwork.history_of(row)
        then: ClockState = counted(
            replace(history, pauses=(*history.pauses, *pauses), changes=(*history.changes, *changes)),
            self._world.calendar,
        )
        stage = self._version.settings.get("clocks", {}).get(row.name)
        steps = tuple((step.code, step.params) for step in then.derivation)
        return Forecast(stage and stage["names"], row.last_day, then.last_day, steps)

    def _awaited(self, place: Place) -> tuple[Element | None, date | None]:
        """Return what would be waited for, and until when: the first that has a time of its own."""
        stops = [
            self._version.definition.elements[stop]
            for stop, _ in stops_after(self._version.definition, place)
        ]
        for element in stops:
            due_at = self._due_at(element)
            if due_at is not None:
                # A timer that stands beside a step of the applicant's ends the time that they have for it.
                theirs = (stop for stop in stops if element.timer and stop.assignee is not None)
                return next(theirs, element), local_date(due_at)
        return (stops[0] if stops else None), None

    def _due_at(self, element: Element) -> datetime | None:
        if element.timer is not None:
            value = self._value(f"={timer_expression(element.timer)}")
        else:
            value = self._value(element.due_on) if element.due_on is not None else None
        if value is None or isinstance(value, ClockEnd):
            return None
        return instant_of(self._world, value)[0]

    def _input(self, element: Element, name: str) -> Any:
        return next((self._value(given.source) for given in element.inputs if given.target == name), None)

    def _value(self, text: str) -> Any:
        """Return what an expression gives today; nothing where it needs what is not answered yet."""
        if not is_expression(text):
            return text
        try:
            return self._world.evaluate(expression_of(text), self._world.case.document)
        except FeelError:
            return None
