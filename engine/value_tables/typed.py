"""Values of parameters as people type them, by the kind of the parameter. Pure.

What was typed and is no value becomes None; `checked` refuses it, from whatever side it came.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any, Final

from engine.errors import Rejected
from engine.terms import Unit

MOST: Final = 10**12
LONGEST_TERM: Final = 3660


class ValueUnusable(Rejected):
    """The value does not fit the parameter."""

    code = "parameter.value_invalid"


def typed_value(kind: str, said: str, *, unit: str = "") -> Any:
    """Return what was typed as the kind has it: money in tetri, a term with its unit."""
    text = "".join(said.split()).replace(",", ".")
    if kind == "flag":
        return {"yes": True, "no": False}.get(text)
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number.adjusted()) > 15:
        return None
    is_whole = number == number.to_integral_value()
    if kind == "term":
        return {"number": int(number) if is_whole else None, "unit": unit}
    if kind == "money":
        tetri = number * 100
        return int(tetri) if tetri == tetri.to_integral_value() else None
    return int(number) if is_whole else number


def written_value(kind: str, value: Any) -> str:
    """Return a value so that it can be typed again; the unit of a term and words of a flag are others'."""
    if kind == "money":
        return f"{Decimal(value) / 100:.2f}"
    if kind == "term":
        return str(value["number"])
    if kind == "flag":
        return "yes" if value else "no"
    return str(value)


def checked(kind: str, value: Any) -> Any:
    """Return the value as its kind has it. What decides by words changes with its services."""
    if kind == "flag" and isinstance(value, bool):
        return value
    if kind == "money" and _is_number(value) and isinstance(value, int):
        return value
    if kind == "number" and _is_number(value):
        return value
    if kind == "term" and isinstance(value, dict) and value.keys() == {"number", "unit"}:
        number, unit = value["number"], value["unit"]
        if type(number) is int and 1 <= number <= LONGEST_TERM and unit in {known.value for known in Unit}:
            return value
    raise ValueUnusable


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool) and 0 <= value <= MOST
