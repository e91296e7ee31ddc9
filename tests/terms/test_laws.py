"""Laws of a term's whole history that hold for all inputs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.clock import end_of_day, start_of_day
from engine.terms import (
    Calendar,
    Deadline,
    Extension,
    History,
    Pause,
    Restart,
    StandingStill,
    Term,
    Unit,
    clock_state,
    derive,
    share_passed_on,
    share_to_tell,
)
from engine.texts import LANGUAGES, Texts
from tests.terms.test_deadline import CALENDARS, DAY, GEORGIA, STARTS, TERMS

GAPS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 40)), max_size=4)
SHARES = (70, 90)
TEXTS = Texts.load(Path(__file__).parents[2] / "engine" / "texts")


@st.composite
def lives(draw: st.DrawFn, *, may_stand: bool = False) -> History:
    """A history with pauses, extensions and restarts in any order."""
    start, term = draw(STARTS), draw(TERMS)
    pauses = [Pause(start + DAY * first, start + DAY * (first + days)) for first, days in draw(GAPS)]
    if may_stand and draw(st.booleans()):
        pauses.append(Pause(start + DAY * draw(st.integers(0, 60))))
    changes: list[Extension | Restart] = []
    for days in sorted(draw(st.lists(st.integers(0, 60), max_size=3))):
        on = start + DAY * days
        changes.append(Extension(on, draw(TERMS)) if draw(st.booleans()) else Restart(on))
    return History(term, start, tuple(pauses), tuple(changes))


def end(history: History, calendar: Calendar = GEORGIA) -> date:
    found = derive(history, calendar)
    assert isinstance(found, Deadline)
    return found.last_day


@given(lives(), CALENDARS, st.dates(date(2024, 1, 1), date(2032, 12, 31)))
def test_history__one_more_day_off__is_never_earlier(
    history: History, calendar: Calendar, day_off: date
) -> None:
    assert end(history, calendar.plus([day_off])) >= end(history, calendar)


@given(lives(), TERMS, st.integers(0, 90))
def test_extension__any__never_shortens(history: History, term: Term, days: int) -> None:
    extended = replace(history, changes=(*history.changes, Extension(history.started_on + DAY * days, term)))

    assert end(extended) >= end(history)


@given(STARTS, st.sampled_from(Unit), st.integers(1, 40), st.integers(0, 40))
def test_extension__of_one_unit__is_the_longer_term_from_the_same_start(
    start: date, unit: Unit, number: int, more: int
) -> None:
    extended = History(
        Term("x", number, unit), start, changes=(Extension(start, Term("x", number + more, unit)),)
    )

    assert end(extended) == end(History(Term("x", number + more, unit), start))


@given(STARTS, st.sampled_from(Unit), st.integers(1, 40), st.integers(0, 40))
def test_term__longer__never_ends_earlier(start: date, unit: Unit, number: int, more: int) -> None:
    assert end(History(Term("x", number + more, unit), start)) >= end(History(Term("x", number, unit), start))


@given(lives(), st.integers(60, 120))
def test_restart__any__is_a_new_term_from_that_day(history: History, days: int) -> None:
    on = history.started_on + DAY * days
    restarted = replace(history, changes=(*history.changes, Restart(on)))

    assert end(restarted) == end(History(history.term, on, history.pauses))


@given(lives(), st.integers(0, 200))
def test_pause__resumed_on_the_same_day__is_nothing(history: History, days: int) -> None:
    day = history.started_on + DAY * days
    paused = replace(history, pauses=(*history.pauses, Pause(day, day)))

    assert derive(paused, GEORGIA) == derive(history, GEORGIA)


@given(lives(may_stand=True), st.randoms())
def test_pauses__noted_in_another_order__are_the_same(history: History, draw: Random) -> None:
    shuffled = list(history.pauses)
    draw.shuffle(shuffled)

    assert derive(replace(history, pauses=tuple(shuffled)), GEORGIA) == derive(history, GEORGIA)


@given(lives(may_stand=True), CALENDARS)
def test_derivation__any_history__ends_with_the_deadline_or_the_days_left(
    history: History, calendar: Calendar
) -> None:
    found = derive(history, calendar)

    last = found.derivation[-1]
    if isinstance(found, StandingStill):
        assert last.code in ("working_days_left", "calendar_days_left")
        assert last.params == {"days": found.days_left}
    else:
        assert (last.code, last.params) == ("last_day", {"on": found.last_day.isoformat()})


@given(lives(), st.integers(1, 99))
def test_share__any__has_passed_before_the_last_day(history: History, percent: int) -> None:
    passed_on = share_passed_on(history, GEORGIA, percent)

    assert passed_on is not None
    assert history.counted_from <= passed_on < end(history)


@given(lives(), st.integers(1, 98))
def test_share__larger__has_never_passed_earlier(history: History, percent: int) -> None:
    smaller, larger = (share_passed_on(history, GEORGIA, share) for share in (percent, percent + 1))

    assert smaller is not None and larger is not None
    assert smaller <= larger


@given(lives(), CALENDARS, st.dates(date(2024, 1, 1), date(2032, 12, 31)))
def test_share__one_more_day_off__has_never_passed_earlier(
    history: History, calendar: Calendar, day_off: date
) -> None:
    assume(not history.extensions)  # of two terms granted another one may hold afterwards
    before = share_passed_on(history, calendar, 70)
    after = share_passed_on(history, calendar.plus([day_off]), 70)

    assert before is not None and after is not None
    assert after >= before


@given(lives(may_stand=True))
def test_standing__any_history__has_a_reminder_exactly_while_it_runs(history: History) -> None:
    found = clock_state(history, GEORGIA, shares=SHARES)

    assert found.is_running == (found.reminder is not None)
    assert clock_state(history, GEORGIA, shares=SHARES, reminded=90).reminder is None


@given(lives())
def test_share_to_tell__slept_past_both__is_only_the_later(history: History) -> None:
    now = end_of_day(end(history))

    assert share_to_tell(history, GEORGIA, shares=SHARES, reminded=0, now=now) == 90
    assert share_to_tell(history, GEORGIA, shares=SHARES, reminded=90, now=now) is None
    before = start_of_day(history.counted_from)
    assert share_to_tell(history, GEORGIA, shares=SHARES, reminded=0, now=before) is None


def test_share__of_each_unit__lies_where_its_days_have_passed() -> None:
    filed = date(2026, 9, 1)  # a Tuesday
    days = {
        unit: [share_passed_on(History(Term("x", number, unit), filed), GEORGIA, share) for share in SHARES]
        for unit, number in ((Unit.WORKING_DAYS, 10), (Unit.CALENDAR_DAYS, 10), (Unit.MONTHS, 1))
    }

    assert days == {
        Unit.WORKING_DAYS: [date(2026, 9, 10), date(2026, 9, 14)],
        Unit.CALENDAR_DAYS: [date(2026, 9, 8), date(2026, 9, 10)],
        Unit.MONTHS: [date(2026, 9, 22), date(2026, 9, 28)],  # 21 and 27 of 30 days
    }


@pytest.mark.parametrize("language", LANGUAGES)
@given(history=lives(may_stand=True), began=st.sampled_from(("filed", "stage_began")), calendar=CALENDARS)
def test_derivation__any_history__has_words_for_every_line(
    language: str, history: History, began: str, calendar: Calendar
) -> None:
    found = derive(replace(history, began=began), calendar)

    for step in found.derivation:
        sentence = TEXTS.get(language, f"terms.derivation.{step.code}", **step.params)
        assert "{" not in sentence


def test_derivation__of_a_life_with_everything__tells_it_in_order() -> None:
    history = History(
        Term("x", 10, Unit.WORKING_DAYS),
        date(2026, 9, 1),
        pauses=(
            Pause(date(2026, 9, 3), date(2026, 9, 4), "documents"),
            Pause(date(2026, 9, 17), date(2026, 9, 21), "documents"),
            Pause(date(2026, 9, 24), date(2026, 9, 25), "documents"),
        ),
        changes=(
            Extension(date(2026, 9, 4), Term("x", 30, Unit.WORKING_DAYS), "forgotten by the restart"),
            Restart(date(2026, 9, 14), "corrected"),
            Extension(date(2026, 9, 22), Term("x", 15, Unit.WORKING_DAYS), "an expert is asked"),
        ),
        began="stage_began",
    )

    found = derive(history, GEORGIA.plus([date(2026, 9, 16)]))

    said = [TEXTS.get("en", f"terms.derivation.{step.code}", **step.params) for step in found.derivation]
    assert said == [
        "The stage began on 2026-09-01.",
        "The term began anew on 2026-09-14: corrected.",
        "The term is counted from the next day, 2026-09-15.",
        "On 2026-09-22 the term was extended to 15 working days in total: an expert is asked.",
        "2026-09-16 was declared a day off and does not count.",
        "The deadline was paused from 2026-09-17 until 2026-09-21 (4 days).",
        "The deadline was paused from 2026-09-24 until 2026-09-25 (1 days).",
        "15 working days end on 2026-10-09.",
        "The last day is 2026-10-09.",
    ]
