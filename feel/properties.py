"""Properties after a dot: entries of contexts, parts of values of time, ends of ranges."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from feel.run import Run
from feel.temporal import Date, DateTime, DaysDuration, MonthsDuration, Time, calendar
from feel.temporal.types import DAY, NANOS
from feel.values import CONTEXT, Range, Value

_Getter = Callable[[Any], Value]


def _truncated(size: int, unit: int, modulus: int | None = None) -> Decimal:
    """Count whole units; a negative duration has negative parts."""
    count = abs(size) // unit
    if modulus is not None:
        count %= modulus
    return Decimal(-count if size < 0 else count)


def _seconds(nanos: int) -> Decimal:
    part = abs(nanos) % (60 * NANOS)
    return CONTEXT.normalize(CONTEXT.divide(Decimal(-part if nanos < 0 else part), Decimal(NANOS)))


def _offset(value: Time | DateTime) -> Value:
    moment = value if isinstance(value, DateTime) else DateTime(Date(1970, 1, 1), value)
    offset = moment.offset
    return None if offset is None else DaysDuration(offset * NANOS)


def _zone_name(time: Time) -> Value:
    return time.zone if isinstance(time.zone, str) else None


_DATE: Final[dict[str, _Getter]] = {
    "year": lambda d: Decimal(d.year),
    "month": lambda d: Decimal(d.month),
    "day": lambda d: Decimal(d.day),
    "weekday": lambda d: Decimal(calendar.weekday(d.ordinal)),
}
_TIME: Final[dict[str, _Getter]] = {
    "hour": lambda t: Decimal(t.hour),
    "minute": lambda t: Decimal(t.minute),
    "second": lambda t: _seconds(t.second * NANOS + t.nano),
    "timezone": _zone_name,
}


def _of_date(get: _Getter) -> _Getter:
    return lambda value: get(value.date)


def _of_time(get: _Getter) -> _Getter:
    return lambda value: get(value.time)


_PROPERTIES: Final[dict[type, dict[str, _Getter]]] = {
    Date: _DATE,
    Time: {**_TIME, "time offset": _offset},
    DateTime: {
        **{name: _of_date(get) for name, get in _DATE.items()},
        **{name: _of_time(get) for name, get in _TIME.items()},
        "time offset": _offset,
    },
    DaysDuration: {
        "days": lambda d: _truncated(d.nanos, DAY),
        "hours": lambda d: _truncated(d.nanos, 3600 * NANOS, 24),
        "minutes": lambda d: _truncated(d.nanos, 60 * NANOS, 60),
        "seconds": lambda d: _seconds(d.nanos),
    },
    MonthsDuration: {
        "years": lambda d: _truncated(d.months, 12),
        "months": lambda d: _truncated(d.months, 1, 12),
    },
    Range: {
        "start": lambda r: r.start,
        "end": lambda r: r.end,
        "start included": lambda r: r.start_included,
        "end included": lambda r: r.end_included,
    },
}


def property_of(run: Run, value: Value, *, name: str) -> Value:
    """Return a property; null if there is none. A list answers with each element's."""
    kind = type(value)
    if kind is dict:
        return value.get(name)
    if kind is list:
        run.charge(len(value))
        return [property_of(run, item, name=name) for item in value]
    known = _PROPERTIES.get(kind)
    if known is None:
        return None
    get = known.get(name)
    return None if get is None else get(value)
