"""Deadlines: the published examples, the laws that hold for all inputs, and a reference model."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.catalogue.holidays import read_holidays
from engine.clock import local_date
from engine.terms import (
    Calendar,
    Deadline,
    History,
    InvalidPause,
    InvalidTerm,
    Pause,
    StandingStill,
    Term,
    TermStandsStill,
    Unit,
    deadline,
    derive,
    remaining,
)
from tests.terms import reference_model

BPMN = Path(__file__).parents[2] / "bpmn"
GEORGIA = read_holidays(BPMN).calendar()
DAY = timedelta(days=1)

STARTS = st.dates(date(2024, 1, 1), date(2031, 10, 1))
UNITS = st.sampled_from(Unit)
TERMS = st.builds(Term, st.just("x"), st.integers(1, 40), UNITS)
CALENDARS = st.builds(
    lambda days: GEORGIA.plus(days),
    st.frozensets(st.dates(date(2024, 1, 1), date(2032, 12, 31)), max_size=30),
)


@st.composite
def histories(draw: st.DrawFn) -> tuple[date, list[Pause]]:
    """A start and pauses that begin within a year of it, in any order, overlapping or not."""
    start = draw(STARTS)
    pauses = []
    for first, length in draw(st.lists(st.tuples(st.integers(-10, 120), st.integers(0, 60)), max_size=5)):
        paused_on = start + DAY * first
        pauses.append(Pause(paused_on, paused_on + DAY * length, "defect"))
    return start, pauses


def a_term(number: int, unit: str = "working_days") -> Term:
    return Term("gac.decision", number, Unit(unit))


def days_of(pauses: list[Pause]) -> set[date]:
    days = set()
    for pause in pauses:
        assert pause.resumed_on is not None
        day = pause.paused_on
        while day < pause.resumed_on:
            days.add(day)
            day += DAY
    return days


def codes(found: Deadline | StandingStill) -> list[str]:
    return [step.code for step in found.derivation]


@pytest.mark.parametrize(
    ("start", "number", "unit", "end"),
    [
        ("2026-04-06", 5, "working_days", "2026-04-16"),
        ("2026-04-06", 20, "working_days", "2026-05-07"),
        ("2026-12-28", 10, "working_days", "2027-01-13"),
        ("2026-05-07", 5, "calendar_days", "2026-05-13"),
        ("2026-04-05", 5, "calendar_days", "2026-04-14"),
        ("2026-01-31", 1, "months", "2026-03-02"),
        ("2026-04-26", 1, "months", "2026-05-27"),
        ("2026-03-12", 1, "months", "2026-04-14"),
        ("2027-05-14", 1, "working_days", "2027-05-18"),
    ],
)
def test_deadline__published_example__is_that_day(start: str, number: int, unit: str, end: str) -> None:
    found = deadline(a_term(number, unit), date.fromisoformat(start), GEORGIA)

    assert found.last_day.isoformat() == end


def test_deadline__17_may_2027_is_no_holiday__is_a_day_earlier() -> None:
    without = Calendar(GEORGIA.holidays - {date(2027, 5, 17)})

    found = deadline(a_term(1), date(2027, 5, 14), without)

    assert found.last_day == date(2027, 5, 17)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2024-01-31", 1, "2024-02-29"),
        ("2025-01-28", 1, "2025-02-28"),
        ("2025-01-31", 1, "2025-02-28"),
        ("2024-10-31", 13, "2025-12-01"),
        ("2025-12-15", 2, "2026-02-16"),
        ("2028-02-29", 12, "2029-02-28"),
    ],
)
def test_deadline__months__run_to_the_same_number_or_the_month_end(start: str, months: int, end: str) -> None:
    found = deadline(a_term(months, "months"), date.fromisoformat(start), GEORGIA)

    assert found.last_day.isoformat() == end


def test_due_at__any_deadline__is_the_end_of_the_last_day_in_georgia() -> None:
    found = deadline(a_term(5), date(2026, 4, 6), GEORGIA)

    assert found.due_at == datetime(2026, 4, 16, 19, 59, 59, 999_999, tzinfo=UTC)
    assert local_date(found.due_at) == found.last_day


@given(TERMS, histories(), CALENDARS)
def test_deadline__any_history__is_what_the_reference_model_counts(
    term: Term, history: tuple[date, list[Pause]], calendar: Calendar
) -> None:
    start, pauses = history

    found = deadline(term, start, calendar, pauses)

    assert found.last_day == reference_model.last_day(
        term.number, term.unit, start, holidays=calendar.holidays, still=days_of(pauses)
    )


@given(TERMS, histories(), CALENDARS, st.dates(date(2024, 1, 1), date(2032, 12, 31)))
def test_deadline__one_more_day_off__is_never_earlier(
    term: Term, history: tuple[date, list[Pause]], calendar: Calendar, day_off: date
) -> None:
    start, pauses = history

    before = deadline(term, start, calendar, pauses)
    after = deadline(term, start, calendar.plus([day_off]), pauses)

    assert after.last_day >= before.last_day


@given(TERMS, histories(), STARTS)
def test_deadline__pause_of_nothing__changes_nothing(
    term: Term, history: tuple[date, list[Pause]], day: date
) -> None:
    start, pauses = history

    assert deadline(term, start, GEORGIA, [*pauses, Pause(day, day)]) == deadline(
        term, start, GEORGIA, pauses
    )


@given(TERMS, histories(), st.integers(1, 30))
def test_deadline__longer_pause__is_never_earlier(
    term: Term, history: tuple[date, list[Pause]], days: int
) -> None:
    start, pauses = history
    assume(pauses)
    first, *others = pauses
    assert first.resumed_on is not None
    longer = Pause(first.paused_on, first.resumed_on + DAY * days)

    before = deadline(term, start, GEORGIA, pauses)
    after = deadline(term, start, GEORGIA, [longer, *others])

    assert after.last_day >= before.last_day


@given(TERMS, histories(), st.integers(1, 60))
def test_deadline__later_start__is_never_earlier(
    term: Term, history: tuple[date, list[Pause]], days: int
) -> None:
    start, pauses = history
    # Only what is filed can be paused: a pause from before the later filing is not one of its own.
    later_ones = [pause for pause in pauses if pause.paused_on > start + DAY * days]

    early = deadline(term, start, GEORGIA, later_ones)
    late = deadline(term, start + DAY * days, GEORGIA, later_ones)

    assert late.last_day >= early.last_day


@given(TERMS, histories(), CALENDARS)
def test_deadline__any_history__ends_on_a_working_day_outside_pauses_after_the_start(
    term: Term, history: tuple[date, list[Pause]], calendar: Calendar
) -> None:
    start, pauses = history

    found = deadline(term, start, calendar, pauses)

    assert calendar.is_working(found.last_day)
    assert found.last_day not in days_of(pauses)
    assert found.last_day > start


@given(st.integers(1, 40), STARTS, st.integers(1, 60), st.integers(1, 60))
def test_deadline__calendar_days_paused_midway__is_longer_by_the_pause(
    number: int, start: date, after: int, length: int
) -> None:
    assume(after <= number)
    paused_on = start + DAY * after
    every_day_works = Calendar()
    pause = Pause(paused_on, paused_on + DAY * length)

    found = derive(History(a_term(number, "calendar_days"), start, (pause,)), every_day_works)

    counted = next(step for step in found.derivation if step.code == "extended_by_pause")
    assert counted.params["to"] == (start + DAY * (number + length)).isoformat()


@pytest.mark.parametrize("unit", ["calendar_days", "working_days", "months"])
def test_derivation__pause_that_is_over_before_the_first_day_counts__does_not_tell_of_it(unit: str) -> None:
    start = date(2026, 3, 2)
    pause = Pause(start - DAY, start + DAY, "defect")

    found = derive(History(a_term(2, unit), start, (pause,)), GEORGIA)

    assert found == derive(History(a_term(2, unit), start, ()), GEORGIA)


@given(TERMS, histories())
def test_deadline__pauses_in_another_order_or_split__is_the_same_day(
    term: Term, history: tuple[date, list[Pause]]
) -> None:
    start, pauses = history
    split = []
    for pause in reversed(pauses):
        assert pause.resumed_on is not None
        middle = pause.paused_on + (pause.resumed_on - pause.paused_on) // 2
        split += [Pause(middle, pause.resumed_on), Pause(pause.paused_on, middle)]

    whole = deadline(term, start, GEORGIA, pauses)
    parts = deadline(term, start, GEORGIA, split)

    assert parts.last_day == whole.last_day


@given(TERMS, histories(), st.integers(-10, 400))
def test_deadline__open_pause__holds_the_term_exactly_if_it_begins_by_the_last_day(
    term: Term, history: tuple[date, list[Pause]], days: int
) -> None:
    start, pauses = history
    paused_on = start + DAY * days
    closed = deadline(term, start, GEORGIA, pauses)

    found = derive(History(term, start, (*pauses, Pause(paused_on))), GEORGIA)

    assert isinstance(found, StandingStill) == (paused_on <= closed.last_day)


def days_from(day: date) -> Iterator[date]:
    while True:
        yield day
        day += DAY


@given(TERMS, histories(), st.integers(0, 60), st.integers(0, 60))
def test_standing_still__resumed_on_a_working_day__runs_for_the_days_left(
    term: Term, history: tuple[date, list[Pause]], after: int, length: int
) -> None:
    start, _ = history
    paused_on = start + DAY * after
    held = derive(History(term, start, (Pause(paused_on),)), GEORGIA)
    assume(isinstance(held, StandingStill))
    assert isinstance(held, StandingStill)
    resumed_on = next(day for day in days_from(held.since + DAY * length) if GEORGIA.is_working(day))

    found = deadline(term, start, GEORGIA, [Pause(paused_on, resumed_on)])

    # The day of resumption is the first of the days left, so the day before is the new "start".
    unit = Unit.WORKING_DAYS if term.unit is Unit.WORKING_DAYS else Unit.CALENDAR_DAYS
    left = held.days_left
    if left and length:
        expected = deadline(Term("rest", left, unit), resumed_on - DAY, GEORGIA).last_day
        assert found.last_day == expected


def test_deadline__open_pause__raises_with_the_standing() -> None:
    with pytest.raises(TermStandsStill) as caught:
        deadline(a_term(5), date(2026, 4, 6), GEORGIA, [Pause(date(2026, 4, 8), reason="defect")])

    standing = caught.value.standing
    assert standing.since == date(2026, 4, 8)
    assert standing.days_left == 4
    assert codes(standing) == ["filed", "counted_from", "paused_since", "working_days_left"]


def test_deadline__paused_two_days_and_resumed__counts_the_day_of_resumption() -> None:
    # Monday; 1 day counts (Tuesday 3), still on Wednesday and Thursday, Friday 6 is the second day.
    pause = Pause(date(2026, 2, 4), date(2026, 2, 6), "defect")

    found = deadline(a_term(2), date(2026, 2, 2), GEORGIA, [pause])

    assert found.last_day == date(2026, 2, 6)


def test_derivation__month_ending_on_easter__tells_every_step() -> None:
    found = deadline(a_term(1, "months"), date(2026, 3, 12), GEORGIA)

    assert [(step.code, dict(step.params)) for step in found.derivation] == [
        ("filed", {"on": "2026-03-12"}),
        ("counted_from", {"on": "2026-03-13"}),
        ("months", {"number": 1, "to": "2026-04-12"}),
        ("day_off_weekend", {"on": "2026-04-12"}),
        ("day_off_holiday", {"on": "2026-04-13"}),
        ("moved", {"since": "2026-04-12", "to": "2026-04-14"}),
        ("last_day", {"on": "2026-04-14"}),
    ]


def test_derivation__paused_month__tells_the_pause_and_the_extension() -> None:
    pause = Pause(date(2026, 2, 4), date(2026, 2, 14), "defect")

    found = deadline(a_term(1, "months"), date(2026, 1, 31), GEORGIA, [pause])

    assert [(step.code, dict(step.params)) for step in found.derivation][2:5] == [
        ("months_to_month_end", {"number": 1, "to": "2026-02-28"}),
        ("paused", {"since": "2026-02-04", "resumed": "2026-02-14", "days": 10, "reason": "defect"}),
        ("extended_by_pause", {"days": 10, "to": "2026-03-10"}),
    ]


def test_derivation__holidays_within_working_days__are_named() -> None:
    found = deadline(a_term(5), date(2026, 4, 6), GEORGIA)

    skipped = [step.params["on"] for step in found.derivation if step.code == "holiday_skipped"]
    assert skipped == ["2026-04-09", "2026-04-10", "2026-04-13"]


def test_derivation__pause_before_filing__is_not_mentioned() -> None:
    pause = Pause(date(2026, 1, 1), date(2026, 1, 10))

    found = deadline(a_term(1, "months"), date(2026, 2, 10), GEORGIA, [pause])

    assert "paused" not in codes(found)


def test_derivation__beyond_the_holidays_we_know__says_so() -> None:
    found = deadline(a_term(1, "months"), date(2031, 12, 20), GEORGIA)

    assert codes(found)[-2:] == ["holidays_unknown", "last_day"]
    assert found.derivation[-2].params == {"since": "2032-01-01"}


@pytest.mark.parametrize(
    ("today", "left"),
    [
        ("2026-04-06", 5),
        ("2026-04-08", 3),
        ("2026-04-09", 3),
        ("2026-04-15", 1),
        ("2026-04-16", 0),
        ("2026-04-17", -1),
        ("2026-04-19", -1),
        ("2026-04-20", -2),
    ],
)
def test_remaining__day_by_day__counts_working_days(today: str, left: int) -> None:
    assert remaining(date(2026, 4, 16), date.fromisoformat(today), GEORGIA) == left


@given(st.integers(1, 40), STARTS)
def test_remaining__on_the_day_of_filing__is_the_whole_term(number: int, start: date) -> None:
    found = deadline(a_term(number), start, GEORGIA)

    assert remaining(found.last_day, start, GEORGIA) == number


@pytest.mark.parametrize("number", [0, -1, 3_661, True, 1.5])
def test_term__number_out_of_range__is_refused(number: int) -> None:
    with pytest.raises(InvalidTerm):
        Term("x", number, Unit.MONTHS)


def test_term__unknown_unit__is_refused() -> None:
    with pytest.raises(InvalidTerm):
        Term("x", 1, "years")  # type: ignore[arg-type]


def test_term__unit_as_text__is_understood() -> None:
    assert Term("x", 1, "months").unit is Unit.MONTHS  # type: ignore[arg-type]


def test_pause__ending_before_it_began__is_refused() -> None:
    with pytest.raises(InvalidPause):
        Pause(date(2026, 2, 4), date(2026, 2, 3))


def test_deadline__instant_instead_of_a_day__is_refused() -> None:
    with pytest.raises(TypeError, match="local_date"):
        deadline(a_term(1), datetime(2026, 2, 4, 23, 0, tzinfo=UTC), GEORGIA)


def test_deadline__moved_from_a_weekend_into_a_pause__ends_on_the_day_of_resumption() -> None:
    # Saturday 7 February is the fifth day; Monday 9 would be the last one, but the term is paused.
    pause = Pause(date(2026, 2, 8), date(2026, 2, 11))

    found = deadline(a_term(5, "calendar_days"), date(2026, 2, 2), GEORGIA, [pause])

    assert found.last_day == date(2026, 2, 11)
    assert codes(found)[3:] == ["day_off_weekend", "paused", "moved", "last_day"]


def test_standing_still__moved_from_a_weekend_into_an_open_pause__has_no_days_left() -> None:
    history = History(a_term(5, "calendar_days"), date(2026, 2, 2), (Pause(date(2026, 2, 9)),))

    found = derive(history, GEORGIA)

    assert isinstance(found, StandingStill)
    assert (found.since, found.days_left) == (date(2026, 2, 9), 0)
