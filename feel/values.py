"""Values of FEEL in Python, and how they come in from JSON and go out again.

null is None, boolean bool, string str, number Decimal of 34 digits, list list, context dict; ranges and
functions are defined here, values of time in ``feel.temporal``. Anything else a caller puts in is passed
through as an opaque value that equals itself. Refuses to know operators.
"""

from __future__ import annotations

import datetime as python
import decimal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from feel.errors import FeelEvaluationError, FeelLimitError
from feel.lattice import FUNCTION, Sort
from feel.run import CHARACTERS_A_STEP, Run
from feel.temporal import Date, DateTime, DaysDuration, MonthsDuration, Time, format_temporal, from_python

Value = Any

# IEEE 754 decimal128, as DMN demands. Nothing traps: what is not a number becomes null.
CONTEXT: Final = decimal.Context(
    prec=34, rounding=decimal.ROUND_HALF_EVEN, Emin=-6143, Emax=6144, capitals=1, clamp=0, flags=[], traps=[]
)
_PLUS: Final = CONTEXT.plus
TEMPORAL_TYPES: Final = (Date, Time, DateTime, DaysDuration, MonthsDuration)
_MAX_JSON_NODES: Final = 200_000
_EXACT: Final = 10**34


@dataclass(frozen=True, slots=True)
class Range:
    """An interval. A missing end is unbounded: ``(< 5)`` has no start; ``(= 5)`` keeps its operator."""

    start: Value
    end: Value
    start_included: bool
    end_included: bool
    operator: str = ""


@dataclass(frozen=True, slots=True)
class Inequality:
    """The test ``(!= 5)`` as a value: everything but the one it names."""

    value: Value


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function as a value; ``parameters`` is None where any number is welcome."""

    parameters: tuple[str, ...] | None
    call: Callable[[Run, Sequence[Value]], Value]
    sort: Sort = FUNCTION


# What needs no look when it comes in. A Decimal from outside may have too many digits or be no number.
PLAIN: Final = frozenset({type(None), bool, str, Range, Inequality, Function, *TEMPORAL_TYPES})


def finite(number: Decimal) -> Decimal | None:
    """Return a number, or null for what is none."""
    return number if number.is_finite() else None


def number_literal(text: str) -> Decimal | None:
    """Return the number a literal spells, rounded to 34 digits; nothing if it is beyond the largest."""
    return finite(CONTEXT.create_decimal(text))


def number_of(value: int | float | Decimal) -> Decimal | None:
    """Return a Python number as FEEL's; a float means the shortest decimal that reads back as it."""
    if isinstance(value, int):
        if -_EXACT < value < _EXACT:
            return Decimal(value)
        # Beyond 25,000 bits the conversion itself would take long.
        return finite(CONTEXT.create_decimal(value)) if value.bit_length() <= 25_000 else None
    if isinstance(value, float):
        return finite(CONTEXT.create_decimal(repr(value)))
    rounded = _PLUS(value)
    return rounded if rounded.is_finite() else None


def take(run: Run, value: object) -> Value:
    """Return a value from outside as FEEL's, paid by its size. A container is converted once a run."""
    kind = type(value)
    if kind in PLAIN:
        return value
    if kind is int:
        return Decimal(value) if -_EXACT < value < _EXACT else number_of(value)  # type: ignore
    if kind is float or kind is Decimal:
        return number_of(value)  # type: ignore[arg-type]
    if isinstance(value, int | float | Decimal):
        return number_of(value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Mapping | list | tuple):
        return _take_container(run, value)
    if isinstance(value, python.date | python.time | python.timedelta):
        return from_python(value)
    return value


def _take_container(run: Run, value: Mapping[Any, Any] | Sequence[Any]) -> Value:
    known = run.taken.get(id(value))
    if known is not None:
        return known[1]
    run.charge(len(value) + 1)
    taken: Value
    if isinstance(value, Mapping):
        taken = {str(key): take(run, item) for key, item in value.items()}
    else:
        taken = [take(run, item) for item in value]
    # The original is kept too, so that its id can't be given to another object.
    run.taken[id(value)] = (value, taken)
    return taken


def to_json(value: Value) -> Any:
    """Return a FEEL value as JSON data: whole numbers int, others Decimal, values of time ISO text."""
    try:
        return _Exporter().export(value)
    except RecursionError:
        raise FeelLimitError("feel.too_deep") from None


class _Exporter:
    """Shared parts of a value are written out each time, so their number is limited."""

    def __init__(self) -> None:
        self.nodes = 0

    def export(self, value: Value) -> Any:
        self.nodes += 1
        if self.nodes > _MAX_JSON_NODES:
            raise FeelLimitError("feel.value_too_large")
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, str):
            self.nodes += len(value) // CHARACTERS_A_STEP
            return value
        if isinstance(value, Decimal):
            return _json_number(value)
        if isinstance(value, list):
            return [self.export(item) for item in value]
        if isinstance(value, dict):
            self.nodes += sum(map(len, value)) // CHARACTERS_A_STEP
            return {key: self.export(item) for key, item in value.items()}
        if isinstance(value, TEMPORAL_TYPES):
            return format_temporal(value)
        if isinstance(value, Range):
            return {
                "start": self.export(value.start),
                "end": self.export(value.end),
                "start included": value.start_included,
                "end included": value.end_included,
            }
        raise FeelEvaluationError("feel.not_json", found=type(value).__name__)


def _json_number(value: Decimal) -> int | Decimal:
    if value.adjusted() < 34 and value == value.to_integral_value():
        return int(value)
    return value.normalize(CONTEXT)


def format_number(value: Decimal) -> str:
    """Write a number in digits, without exponent and without zeros that say nothing."""
    if not value:
        return "0"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def whole(number: Value) -> int | None:
    """Return a number as an index if it is whole and of bearable size."""
    if type(number) is not Decimal or number.adjusted() > 18 or number != number.to_integral_value():
        return None
    return int(number)
