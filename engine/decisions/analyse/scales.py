"""Values of a kind in their order: the constants of a column and something in each gap between them.

Between two neighbours every comparison with a constant has one answer, so one value stands for the whole gap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final

from engine.decisions.analyse.cells import BeyondAnalysis
from feel import Date, DateTime, DaysDuration, MonthsDuration, Time
from feel.temporal.types import DAY, Zone, at_local, date_of_ordinal, time_of_nanos
from feel.values import CONTEXT, Value

SAMPLES: Final[dict[str, Value]] = {
    "number": Decimal(1),
    "date": Date(2024, 1, 1),
    "time": Time(12, 0, 0, 0, None),
    "date and time": DateTime(Date(2024, 1, 1), Time(12, 0, 0, 0, None)),
    "days and time duration": DaysDuration(DAY),
    "years and months duration": MonthsDuration(1),
}


@dataclass(frozen=True, slots=True)
class _Line:
    """A kind as numbers: its values in order, and back."""

    number: Callable[[Value], Decimal]
    value: Callable[[Decimal], Value | None]
    is_dense: bool = False
    unit: Decimal = Decimal(1)


def spread(kind: str, constants: Iterable[Value], *, count: int = 1, ordered: bool = True) -> list[Value]:
    """Return the constants of a kind in order, with ``count`` values before, between and after them."""
    found = list(constants)
    if kind == "boolean":
        return [True, False]
    if kind == "string":
        return _texts_in_order(sorted(set(found)), count) if ordered else _texts(sorted(set(found)), count)
    line = _line(kind, found)
    numbers = sorted({line.number(value) for value in found or [SAMPLES[kind]]})
    placed: list[Decimal] = [numbers[0] - line.unit * n for n in range(count, 0, -1)]
    for low, high in zip(numbers, [*numbers[1:], None], strict=True):
        placed.append(low)
        placed.extend(_between(low, high, count, line=line))
    values = [line.value(number) for number in placed]
    return [value for value in values if value is not None]


def _between(low: Decimal, high: Decimal | None, count: int, *, line: _Line) -> list[Decimal]:
    if high is None:
        return [low + line.unit * n for n in range(1, count + 1)]
    first = low.to_integral_value(ROUND_FLOOR) + 1
    last = high.to_integral_value(ROUND_CEILING) - 1
    whole = int(last - first) + 1
    if whole >= count or not line.is_dense:
        return [first + n * max(1, whole // (count + 1)) for n in range(min(count, max(0, whole)))]
    step = CONTEXT.divide(high - low, Decimal(count + 1))
    return [
        number for n in range(1, count + 1) if low < (number := CONTEXT.fma(step, Decimal(n), low)) < high
    ]


def _texts(constants: Sequence[str], count: int) -> list[Value]:
    fresh: list[str] = []
    number = 0
    while len(fresh) < count:
        number += 1
        text = "other" if number == 1 else f"other {number}"
        if text not in constants:
            fresh.append(text)
    return [*constants, *fresh]


def _texts_in_order(constants: Sequence[str], count: int) -> list[Value]:
    if not constants:
        return list(_texts(constants, count))
    placed: list[Value] = [""] if constants[0] > "" else []
    for low, high in zip(constants, [*constants[1:], None], strict=True):
        placed.append(low)
        after = [low + tail * n for n in range(1, count + 1) for tail in ("\x00", " ", "0", "z")]
        inside = sorted(text for text in after if high is None or text < high)
        # What people can read comes first.
        readable = [text for text in inside if text.isprintable()] or inside
        placed.extend(readable[:count] if len(readable) >= count else inside[:count])
    return placed


def _line(kind: str, values: Sequence[Value]) -> _Line:
    match kind:
        case "number":
            return _Line(lambda value: value, CONTEXT.plus, is_dense=True)
        case "date":
            return _Line(lambda value: Decimal(value.ordinal), lambda number: date_of_ordinal(int(number)))
        case "years and months duration":
            return _Line(lambda value: Decimal(value.months), lambda number: MonthsDuration(int(number)))
        case "days and time duration":
            return _Line(
                lambda value: Decimal(value.nanos),
                lambda number: DaysDuration(int(number)),
                unit=Decimal(DAY),
            )
        case "time":
            zone = _zone([value.zone for value in values])
            return _Line(
                lambda value: Decimal(value.nanos),
                lambda number: time_of_nanos(int(number), zone) if 0 <= number < DAY else None,
                unit=Decimal(DAY // 24),
            )
    zone = _zone([value.time.zone for value in values])
    return _Line(
        lambda value: Decimal(value.local_nanos),
        lambda number: at_local(int(number), zone),
        unit=Decimal(DAY),
    )


def _zone(zones: Sequence[Zone]) -> Zone:
    """Only readings of one clock have one order: a region's clock is even put back in autumn."""
    if len(set(zones)) > 1 or any(isinstance(zone, str) for zone in zones):
        raise BeyondAnalysis("time zones")
    return zones[0] if zones else None
