"""Values of time: dates, months, zones, durations, against Python's own calendar where it reaches."""

from __future__ import annotations

import datetime as python
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feel import FeelEvaluationError, compile_expression, to_json

dates = st.dates(min_value=python.date(1, 1, 2), max_value=python.date(9990, 1, 1))
TBILISI = ZoneInfo("Asia/Tbilisi")


def value_of(text: str, **context: Any) -> Any:
    return to_json(compile_expression(text).evaluate(context))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('date("2024-02-29") + duration("P1Y")', "2025-02-28"),
        ('date("2024-01-31") + duration("P1M")', "2024-02-29"),
        ('date("2023-01-31") + duration("P1M")', "2023-02-28"),
        ('date("2024-03-31") - duration("P1M")', "2024-02-29"),
        ('date("2024-12-31") + duration("P1D")', "2025-01-01"),
        ('date("2024-02-28") + duration("PT24H")', "2024-02-29"),
        ('date("2024-03-01") - date("2024-02-01")', "P29D"),
        ('date("2023-02-29")', None),
        ('date("1900-02-29")', None),
        ('date("2000-02-29").day', 29),
        ("date(2024, 13, 1)", None),
        ('date("2024-1-1")', None),
        ('@"2024-02-29" < @"2024-03-01"', True),
        ('@"2024-02-29" = @"2024-02-29T00:00:00"', None),
        ('@"10:00:00" + @"PT15H"', "01:00:00"),
        ('@"10:00:00Z" = @"14:00:00+04:00"', True),
        ('@"10:00:00Z" = @"14:00:00"', False),
        ('@"10:00:00+04:00" = @"10:00:00"', True),
        ('@"2024-01-01T10:00:00+04:00" > @"2024-01-01T09:30:00"', True),
        ('is(@"10:00:00Z", @"10:00:00")', False),
        ('@"10:00:00Z" - @"09:00:00"', None),
        ('@"2024-01-01T00:00:00Z" > @"2023-12-31T23:00:00"', True),
        ('@"2024-01-01T00:00:00Z" - @"2023-12-31T23:00:00"', None),
        ('@"2024-07-01T12:00:00@Asia/Tbilisi" = @"2024-07-01T08:00:00Z"', True),
        ('@"2024-03-30T12:00:00@Europe/Paris" + @"P1D"', "2024-03-31T13:00:00@Europe/Paris"),
        ('@"2024-03-30T12:00:00@Europe/Paris" + @"P1M"', "2024-04-30T12:00:00@Europe/Paris"),
        ('@"2024-07-01T12:00:00@Asia/Tbilisi".time offset', "PT4H"),
        ('@"2024-01-01T00:00:00" - @"2023-12-31"', None),
        ('@"2024-01-01T00:00:00Z" - @"2023-12-31"', "P1D"),
        ('@"P1Y" * 1.5', "P1Y6M"),
        ('@"P1D" / 2', "PT12H"),
        ('@"P1D" / @"PT6H"', 4),
        ('@"P13M"', "P1Y1M"),
        ('@"-PT90M"', "-PT1H30M"),
        ('@"P0D"', "PT0S"),
        ('@"P0M"', "P0M"),
        ('duration("P1Y2D")', None),
        ('duration("P")', None),
        ('years and months duration(@"2024-01-31", @"2024-02-29")', "P0M"),
        ('years and months duration(@"2024-02-29", @"2025-02-28")', "P11M"),
        ('day of week(@"2024-02-29")', "Thursday"),
        ('day of year(@"2024-12-31")', 366),
        ('week of year(@"2005-01-01")', 53),
        ('month of year(@"2024-02-29")', "February"),
        ('time("24:00:00")', "00:00:00"),
        ('time("23:59:60")', None),
        ('time("10:00:00@Nowhere/Never")', None),
        ('date("999999999-12-31") + duration("P1D")', None),
        ('date("-0044-03-15").year', -44),
        ('@"10:15:30.123456789".second * 1000000000', 30123456789),
    ],
)
def test_time__around_leap_days_months_and_zones__follows_the_calendar(text: str, expected: Any) -> None:
    assert value_of(text) == expected


@given(dates, st.integers(min_value=-3000, max_value=3000))
def test_date_plus_days__for_any_date__agrees_with_python(date: python.date, count: int) -> None:
    try:
        expected = date + python.timedelta(days=count)
    except OverflowError:
        return

    assert value_of('d + duration("P1D") * n', d=date, n=count) == expected.isoformat()


@given(dates, dates)
def test_difference__of_any_dates__agrees_with_python(a: python.date, b: python.date) -> None:
    assert value_of('(a - b) / @"P1D"', a=a, b=b) == (a - b).days


@given(dates)
def test_calendar_functions__for_any_date__agree_with_python(date: python.date) -> None:
    text = "[d.weekday, day of year(d), week of year(d)]"

    assert value_of(text, d=date) == [date.isoweekday(), date.timetuple().tm_yday, date.isocalendar().week]


@pytest.mark.parametrize(
    ("day", "week", "of_year"),
    [
        ("2003-12-29", 1, 363),
        ("2004-01-04", 1, 4),
        ("2005-01-01", 53, 1),
        ("2005-01-03", 1, 3),
        ("2020-12-31", 53, 366),
        ("2021-01-03", 53, 3),
        ("-0001-12-31", 52, 365),
    ],
)
def test_calendar_functions__at_the_edge_of_a_year__follow_iso_8601(
    day: str, week: int, of_year: int
) -> None:
    assert value_of(f'[week of year(@"{day}"), day of year(@"{day}T23:59:59@Asia/Tbilisi")]') == [
        week,
        of_year,
    ]


@pytest.mark.parametrize("name", ["day of year", "day of week", "month of year", "week of year"])
def test_calendar_functions__of_nothing__are_null(name: str) -> None:
    assert value_of(f"[{name}(null), {name}([]), {name}(1)]") == [None, None, None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PT0.S", "PT0S"),
        ("PT1.S", "PT1S"),
        ("PT.5S", "PT0.5S"),
        ("-P1DT.25S", "-P1DT0.25S"),
        ("PT.S", None),
        ("PTS", None),
        ("PT1.H", None),
        ("PT", None),
    ],
)
def test_duration__with_a_decimal_of_seconds__is_read_as_xml_schema_writes_it(
    text: str, expected: str | None
) -> None:
    assert value_of(f'string(duration("{text}"))') == expected


@given(dates, st.integers(min_value=-2400, max_value=2400))
def test_date_plus_months__for_any_date__keeps_the_day_or_takes_the_last(date: python.date, n: int) -> None:
    moved = compile_expression('d + duration("P1M") * n').evaluate({"d": date, "n": n})

    assert moved.year * 12 + moved.month == date.year * 12 + date.month + n
    next_day = compile_expression('d + @"P1D"').evaluate({"d": moved})
    assert moved.day == date.day or (moved.day < date.day and next_day.day == 1)


@given(st.datetimes(min_value=python.datetime(1900, 1, 1), max_value=python.datetime(2100, 1, 1)))
def test_instant__in_tbilisi__agrees_with_python(moment: python.datetime) -> None:
    here = moment.replace(tzinfo=TBILISI)
    text = 't - date and time("1970-01-01T00:00:00Z")'

    elapsed = compile_expression(text).evaluate({"t": here})

    assert elapsed.to_python() == here - python.datetime(1970, 1, 1, tzinfo=python.UTC)


@given(st.integers(min_value=-(10**20), max_value=10**20), st.sampled_from(["months", "nanos"]))
def test_duration__written_and_read__is_the_same(size: int, kind: str) -> None:
    from feel import DaysDuration, MonthsDuration

    value = MonthsDuration(size % 10**9) if kind == "months" else DaysDuration(size)

    assert compile_expression("duration(string(d))").evaluate({"d": value}) == value


def test_present__given_by_the_caller__is_what_now_and_today_say() -> None:
    now = python.datetime(2024, 12, 31, 23, 30, tzinfo=TBILISI)

    value = to_json(compile_expression("[now(), today()]").evaluate({}, now=now))

    assert value == ["2024-12-31T23:30:00@Asia/Tbilisi", "2024-12-31"]


def test_present__not_given__is_an_error_and_not_null() -> None:
    with pytest.raises(FeelEvaluationError) as caught:
        compile_expression("today()").evaluate({})

    assert caught.value.code == "feel.present_unknown"
