"""Whole lives of clocks against the reference model, and that the comparison finds a wrong rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from engine.terms import ClockState, History, Pause, Restart, clock_state, share_to_tell
from tests.terms.histories import SHARES, Rules, main, simulate
from tests.terms.reference_model import DAY

pytestmark = pytest.mark.extended


def test_histories__two_thousand__agree_with_the_reference_model() -> None:
    assert simulate(2_000, seed=1_000_000) == []


def _with(change: Callable[[History], History]) -> Rules:
    """Return rules that count another history than the one that happened."""

    def wrong(history: History, calendar: Any, **rest: Any) -> ClockState:
        return clock_state(change(history), calendar, **rest)

    return Rules(clock_state=wrong)


def _resumed_a_day_late(history: History) -> History:
    pauses = (
        pause
        if pause.resumed_on in (None, pause.paused_on)
        else Pause(pause.paused_on, pause.resumed_on + DAY)
        for pause in history.pauses
    )
    return replace(history, pauses=tuple(pauses))


def _extended_from_the_day_it_was_granted(history: History) -> History:
    if not history.extensions:
        return history
    return replace(history, started_on=history.extensions[-1].extended_on)


def _extended_by_the_last_one_only(history: History) -> History:
    extensions = history.extensions
    return replace(history, term=extensions[-1].term, changes=()) if extensions else history


WRONG = {
    "the day of resumption does not count": _with(_resumed_a_day_late),
    "a pause is forgotten": _with(lambda history: replace(history, pauses=history.pauses[:-1])),
    "an extension is counted from its own day": _with(_extended_from_the_day_it_was_granted),
    "a shorter extension shortens": _with(_extended_by_the_last_one_only),
    "a restart keeps what was granted": Rules(
        restarted=lambda history, restart: replace(
            history, changes=(*history.changes, restart, *history.extensions)
        )
    ),
    "a restart begins a day later": Rules(
        restarted=lambda history, restart: replace(
            history, changes=(*history.changes, Restart(restart.restarted_on + DAY))
        )
    ),
    "reminders come at another share": Rules(
        clock_state=lambda history, calendar, *, shares, reminded: clock_state(
            history, calendar, shares=[share + 5 for share in SHARES], reminded=reminded
        )
    ),
    "both reminders that were slept past are sent": Rules(
        share_to_tell=lambda history, calendar, *, shares, reminded, now: next(
            (
                share
                for share in shares
                if share_to_tell(history, calendar, shares=(share,), reminded=reminded, now=now)
            ),
            None,
        )
    ),
}


@pytest.mark.parametrize("rule", WRONG)
def test_histories__a_wrong_rule__is_found(rule: str) -> None:
    assert simulate(300, seed=1, rules=WRONG[rule]) != []


def test_histories__no_difference__ends_with_zero(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--count", "20", "--seed", "7"]) == 0
    assert capsys.readouterr().out.startswith("20 lives, 0 differences")
