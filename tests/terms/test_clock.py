"""The clock: UTC inside, Georgian days outside."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.clock import ZONE, SettableClock, SystemClock, end_of_day, local_date, start_of_day

DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))


def test_local_date__late_evening_in_utc__is_the_next_day_in_georgia() -> None:
    instant = datetime(2026, 3, 12, 20, 30, tzinfo=UTC)

    assert local_date(instant) == date(2026, 3, 13)


def test_local_date__naive_instant__is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        local_date(datetime(2026, 3, 12, 20, 30))


def test_end_of_day__winter_of_2026__is_just_before_twenty_hundred_utc() -> None:
    assert end_of_day(date(2026, 1, 15)) == datetime(2026, 1, 15, 19, 59, 59, 999_999, tzinfo=UTC)


@given(DAYS)
@example(date(2000, 10, 28))  # clocks were set back an hour at midnight
@example(date(2004, 10, 31))
def test_day__first_and_last_instant__belong_to_it_and_their_neighbours_do_not(day: date) -> None:
    tick = timedelta(microseconds=1)

    assert local_date(start_of_day(day)) == local_date(end_of_day(day)) == day
    assert local_date(start_of_day(day) - tick) == day - timedelta(days=1)
    assert local_date(end_of_day(day) + tick) == day + timedelta(days=1)


def test_settable_clock__advanced__moves_and_keeps_utc() -> None:
    clock = SettableClock(datetime(2026, 3, 12, 10, 0, tzinfo=ZONE))

    clock.advance(timedelta(hours=15))

    assert clock.now() == datetime(2026, 3, 12, 21, 0, tzinfo=UTC)
    assert clock.now().tzinfo is UTC


def test_settable_clock__advanced_backwards__is_refused() -> None:
    clock = SettableClock(datetime(2026, 3, 12, tzinfo=UTC))

    with pytest.raises(ValueError, match="forwards"):
        clock.advance(timedelta(seconds=-1))


def test_settable_clock__naive_start__is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        SettableClock(datetime(2026, 3, 12))


def test_settable_clock__set_with_another_zone__is_the_same_instant() -> None:
    clock = SettableClock(datetime(2026, 1, 1, tzinfo=UTC))

    clock.set(datetime(2026, 3, 12, 1, 0, tzinfo=timezone(timedelta(hours=2))))

    assert clock.now() == datetime(2026, 3, 11, 23, 0, tzinfo=UTC)


def test_system_clock__asked_twice__does_not_go_back_and_speaks_utc() -> None:
    clock = SystemClock()

    first, second = clock.now(), clock.now()

    assert first <= second
    assert first.tzinfo is UTC
