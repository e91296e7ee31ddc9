"""Values of time: types, their written form and their arithmetic. Refuses to know the present."""

from feel.temporal.text import (
    READERS,
    format_temporal,
    parse_date,
    parse_date_time,
    parse_duration,
    parse_temporal,
    parse_time,
)
from feel.temporal.types import (
    Date,
    DateTime,
    DaysDuration,
    Duration,
    MonthsDuration,
    Temporal,
    Time,
    from_python,
)

__all__ = [
    "READERS",
    "Date",
    "DateTime",
    "DaysDuration",
    "Duration",
    "MonthsDuration",
    "Temporal",
    "Time",
    "format_temporal",
    "from_python",
    "parse_date",
    "parse_date_time",
    "parse_duration",
    "parse_temporal",
    "parse_time",
]
