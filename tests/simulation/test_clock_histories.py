"""Random lives of a case's clocks as commands against the database, beside the reference model.

After each command the rows, the timers and the case's deadline say what was lived through, and
what the poller tells is what the reference model expects. A life is drawn from its own number.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest

from engine.clock import start_of_day
from engine.commands.reference import DeclareDayOff
from engine.errors import Rejected
from engine.jobs.app import recount
from engine.jobs.timers import poll
from engine.tenancy import system
from tests.engine.bookkeeping import found
from tests.engine.fixtures import OpenOffice
from tests.engine.kit import Office
from tests.engine.services import TIMED
from tests.engine.timed import day_of, do, kept, told
from tests.simulation.seeds import seeds
from tests.terms.histories import GEORGIA, SHARES
from tests.terms.reference_model import DAY, Granted, Life, last_day

CASE, EXPERT, OPINION = "case", "expert", "opinion"
FIRST: dict[str, Granted] = {
    CASE: (1, "months"),
    EXPERT: (10, "working_days"),
    OPINION: (10, "calendar_days"),
}
LIMITS: dict[str, Granted] = {CASE: (3, "months"), EXPERT: (20, "working_days"), OPINION: (1, "months")}
LIVES, BATCHES = seeds(small=40, whole=600), 4


class Lives:
    """One case and the reference models of its clocks."""

    def __init__(self, office: Office, seed: int, off: set[date]) -> None:
        self.draw = random.Random(seed)
        self.office, self.off = office, off
        self.today = date(2026, 1, 1) + DAY * self.draw.randrange(1_500)
        self._set_noon()
        self.case_id = office.file().case_id
        self.lives = {CASE: self._life(CASE)}
        self.stopped: set[str] = set()
        self.is_case_paused = False
        self.seen = len(self.told())

    def _life(self, name: str) -> Life:
        life = Life(FIRST[name], self.today, holidays=self.off, shares=SHARES)
        return life

    def _set_noon(self) -> None:
        self.office.clock.set(start_of_day(self.today) + timedelta(hours=12))

    def told(self) -> list[Any]:
        return told(self.office, self.case_id)

    def live(self, days: int) -> None:
        """Live for some days; on some of them the server sleeps."""
        self._compare("filing")
        for _ in range(days):
            self._evening()
            self.today += DAY
            if self.draw.random() < 0.6:
                self.office.clock.set(start_of_day(self.today) + timedelta(hours=1))
                self._wake()
            self._set_noon()
            while self.draw.random() < 0.2:
                self._compare(self._act())
        do(self.office, self.case_id, "decide")

    def _evening(self) -> None:
        for name, life in self.lives.items():
            if name not in self.stopped:
                life.sleep(self.today)

    def _wake(self) -> None:
        while poll(self.office.engine):
            pass
        expected = {
            (name, *event)
            for name, life in self.lives.items()
            if name not in self.stopped
            for event in life.wake(self.today)
        }
        assert self._news() == expected
        self._compare("waking")

    def _news(self) -> set[tuple[str, str, object]]:
        """Return what the case has told since the last look of clocks that ran out and of reminders."""
        events = self.told()
        new, self.seen = events[self.seen :], len(events)
        found: set[tuple[str, str, object]] = set()
        for event in new:
            name = event.body.get("name", CASE)
            what = event.kind.split(".")[1]
            if what == "expired":
                found.add((name, what, date.fromisoformat(event.body["last_day"])))
            elif what == "reminded":
                found.add((name, what, event.body["share"]))
        return found

    def _act(self) -> str:
        what = self.draw.choice(("start", "pause", "resume", "extend", "restart", "stop", "declare_off"))
        name = self.draw.choice((CASE, EXPERT, OPINION))
        expired = {clock: life.expired_on for clock, life in self.lives.items()}
        getattr(self, f"_{what}")(name)
        # Whatever was asked, what had run out unnoticed before was noticed by it, if it was asked at all;
        # a clock that was started anew runs again.
        for noticed, _, day in {new for new in self._news() if new[1] == "expired"}:
            assert day in (expired.get(noticed), self.lives[noticed].expired_on)
            self.lives[noticed].is_noticed = self.lives[noticed].expired_on is not None
        return f"{what} {name} on {self.today}"

    def _start(self, name: str) -> None:
        if name == CASE:
            return
        do(self.office, self.case_id, "start", name)
        self.stopped.discard(name)
        life = self.lives.get(name)
        if life is None:
            life = self.lives[name] = self._life(name)
        else:
            life.restart(self.today)
        life.is_case_paused = self.is_case_paused

    def _pause(self, name: str) -> None:
        is_all = name == CASE and self.draw.random() < 0.7
        do(self.office, self.case_id, "pause", "" if is_all else name)
        if is_all:
            if any(self._is_open(live) for live in self.lives):
                self.is_case_paused = True
                self._follow_case()
        elif self._is_open(name):
            self.lives[name].is_paused = True

    def _resume(self, name: str) -> None:
        is_all = name == CASE and self.draw.random() < 0.7
        do(self.office, self.case_id, "resume", "" if is_all else name)
        if is_all:
            self.is_case_paused = False
            self._follow_case()
        elif name in self.lives:
            self.lives[name].is_paused = False

    def _follow_case(self) -> None:
        for life in self.lives.values():
            life.is_case_paused = self.is_case_paused

    def _extend(self, name: str) -> None:
        if name not in self.lives or name in self.stopped:
            return
        life, by = self.lives[name], self.draw.choice((None, 1, 2, 5, 12))
        number, unit = life.granted[-1]
        granted = LIMITS[name] if by is None else (number + by, unit)
        more = {} if by is None else {"by": by}
        if self._may_extend(name, granted):
            do(self.office, self.case_id, "extend", name, **more)
            life.extend(granted)
        else:
            with pytest.raises(Rejected):
                do(self.office, self.case_id, "extend", name, **more)

    def _may_extend(self, name: str, granted: Granted) -> bool:
        life = self.lives[name]
        if not self._is_open(name) or name == EXPERT and len(life.granted) > 1:
            return False
        ends = [self._end(life, term) for term in life.granted]
        return max(ends) < self._end(life, granted) <= self._end(life, LIMITS[name])

    def _end(self, life: Life, granted: Granted) -> date:
        return last_day(*granted, life.start, holidays=self.off, still=())

    def _restart(self, name: str) -> None:
        if name not in self.lives or name in self.stopped:
            return
        life = self.lives[name]
        if life.expired_on is not None and name != EXPERT:
            with pytest.raises(Rejected):
                do(self.office, self.case_id, "restart", name)
            return
        do(self.office, self.case_id, "restart", name)
        life.restart(self.today)
        life.is_case_paused = self.is_case_paused

    def _stop(self, name: str) -> None:
        if name == CASE:
            return
        do(self.office, self.case_id, "stop", name)
        if self._is_open(name):
            self.stopped.add(name)
            self.lives[name].is_paused = False

    def _declare_off(self, _name: str) -> None:
        day = self.today + DAY * self.draw.randint(-3, 30)
        names = {"ka": "დღე", "en": "Day"}
        self.office.engine.send(DeclareDayOff(day, names, "keda"), actor=system())
        recount(self.office.engine, day, self.office.place())
        self.off.add(day)
        for life in self.lives.values():
            life.declare_off(day)

    def _is_open(self, name: str) -> bool:
        is_known = name in self.lives and name not in self.stopped
        return is_known and self.lives[name].expired_on is None

    def _compare(self, after: str) -> None:
        rows = kept(self.office, self.case_id)
        assert set(rows) == set(self.lives)
        for name, life in self.lives.items():
            row, said = rows[name], f"{name} after {after}"
            if name in self.stopped:
                assert (row.state, row.ends_at, row.reminder) == ("stopped", None, None), said
            elif life.expired_on is not None and life.is_noticed:
                assert (row.state, row.last_day, row.ends_at) == ("expired", life.expired_on, None), said
            else:
                assert row.last_day == life.last_day, said
                assert row.state == ("paused" if life.last_day is None else "running"), said
                assert day_of(row.due_at) == day_of(row.ends_at) == life.last_day, said
                reminder = row.reminder and (row.reminder[0], day_of(row.reminder[1]))
                if life.expired_on is None:
                    assert reminder == life.next_reminder, said
                assert row.derivation[-1] == ("last_day" if life.last_day else row.derivation[-1]), said


@pytest.mark.small
@pytest.mark.parametrize("batch", range(BATCHES))
def test_clocks__random_lives_as_commands__agree_with_the_reference_model(
    open_office: OpenOffice, batch: int
) -> None:
    off = set(GEORGIA.holidays)
    with open_office(TIMED) as office:
        for seed in LIVES[batch::BATCHES]:
            lives = Lives(office, seed, off)
            try:
                lives.live(40)
            except (AssertionError, Rejected) as error:
                raise AssertionError(f"life {seed} on {lives.today}") from error

        differing = {check.name: check.differences for check in found(office) if not check.is_good}
        assert differing == {}
