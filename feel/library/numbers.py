"""Functions on numbers. All rounding is decimal; what has no value is null."""

from __future__ import annotations

import decimal
from decimal import Decimal
from typing import Final

from feel.run import Run
from feel.signature import Registry
from feel.temporal import DaysDuration, MonthsDuration
from feel.values import CONTEXT, Value, finite

builtin = Registry()

_SMALLEST_SCALE, _LARGEST_SCALE = -6111, 6176
_LOG_STEPS, _EXP_STEPS = 30, 15  # 34 digits of them, measured in microseconds
# Wide enough to hold every digit of a number and a carry while it is rounded.
_HUGE: Final = decimal.Context(prec=13_000, Emin=-7000, Emax=7000, traps=[])
_WIDE: Final = decimal.Context(prec=80, Emin=-7000, Emax=7000, traps=[])


def rounded(number: Decimal, scale: Decimal, rounding: str) -> Value:
    """Return a number with n digits after the point."""
    digits = int(scale) if scale.adjusted() < 6 else _LARGEST_SCALE + 1
    if not _SMALLEST_SCALE <= digits <= _LARGEST_SCALE:
        return None
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent >= -digits:
        return number
    unit = Decimal((0, (1,), -digits))
    return finite(CONTEXT.plus(number.quantize(unit, rounding=rounding, context=_WIDE)))


@builtin("decimal", "n: number, scale: number")
def _decimal(run: Run, number: Decimal, scale: Decimal) -> Value:
    return rounded(number, scale, decimal.ROUND_HALF_EVEN)


@builtin("floor", "n: number, [scale: number]")
def _floor(run: Run, number: Decimal, scale: Decimal = Decimal(0)) -> Value:
    return rounded(number, scale, decimal.ROUND_FLOOR)


@builtin("ceiling", "n: number, [scale: number]")
def _ceiling(run: Run, number: Decimal, scale: Decimal = Decimal(0)) -> Value:
    return rounded(number, scale, decimal.ROUND_CEILING)


@builtin("round up", "n: number, scale: number")
def _round_up(run: Run, number: Decimal, scale: Decimal) -> Value:
    return rounded(number, scale, decimal.ROUND_UP)


@builtin("round down", "n: number, scale: number")
def _round_down(run: Run, number: Decimal, scale: Decimal) -> Value:
    return rounded(number, scale, decimal.ROUND_DOWN)


@builtin("round half up", "n: number, scale: number")
def _round_half_up(run: Run, number: Decimal, scale: Decimal) -> Value:
    return rounded(number, scale, decimal.ROUND_HALF_UP)


@builtin("round half down", "n: number, scale: number")
def _round_half_down(run: Run, number: Decimal, scale: Decimal) -> Value:
    return rounded(number, scale, decimal.ROUND_HALF_DOWN)


@builtin("abs", "n: number|days|months")
def _abs(run: Run, value: Decimal | DaysDuration | MonthsDuration) -> Value:
    if isinstance(value, DaysDuration):
        return DaysDuration(abs(value.nanos))
    if isinstance(value, MonthsDuration):
        return MonthsDuration(abs(value.months))
    return CONTEXT.abs(value)


@builtin("modulo", "dividend: number, divisor: number")
def _modulo(run: Run, dividend: Decimal, divisor: Decimal) -> Value:
    """The result has the divisor's sign."""
    if not divisor:
        return None
    remainder = CONTEXT.remainder(dividend, divisor)
    if remainder.is_nan():
        # The quotient has more than 34 digits; only the remainder needs to have fewer.
        run.charge(1000)
        remainder = _HUGE.remainder(dividend, divisor)
    if remainder and (remainder < 0) != (divisor < 0):
        remainder = CONTEXT.add(remainder, divisor)
    return finite(CONTEXT.plus(remainder)) if remainder else Decimal(0)


@builtin("sqrt", "number: number")
def _sqrt(run: Run, number: Decimal) -> Value:
    return finite(CONTEXT.sqrt(number))


@builtin("log", "number: number")
def _log(run: Run, number: Decimal) -> Value:
    run.charge(_LOG_STEPS)
    return finite(CONTEXT.ln(number)) if number > 0 else None


@builtin("exp", "number: number")
def _exp(run: Run, number: Decimal) -> Value:
    run.charge(_EXP_STEPS)
    return finite(CONTEXT.exp(number))


def _parity(number: Decimal) -> int | None:
    if number != number.to_integral_value():
        return None
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent > 0:
        return 0
    return int(number) % 2


@builtin("odd", "number: number")
def _odd(run: Run, number: Decimal) -> Value:
    parity = _parity(number)
    return None if parity is None else parity == 1


@builtin("even", "number: number")
def _even(run: Run, number: Decimal) -> Value:
    parity = _parity(number)
    return None if parity is None else parity == 0
