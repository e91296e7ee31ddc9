"""Kinds that operators take and what they make of them."""

from __future__ import annotations

from typing import Final

from feel.analyse.kinds import DATE, DATE_TIME, DAYS, MONTHS, NUMBER, STRING, TIME, UNKNOWN, Kind

_SUMS: Final = {
    (NUMBER, NUMBER): NUMBER,
    (STRING, STRING): STRING,
    (DAYS, DAYS): DAYS,
    (MONTHS, MONTHS): MONTHS,
    (DATE, DAYS): DATE,
    (DATE, MONTHS): DATE,
    (DATE_TIME, DAYS): DATE_TIME,
    (DATE_TIME, MONTHS): DATE_TIME,
    (TIME, DAYS): TIME,
}
_DIFFERENCES: Final = {
    **{pair: kind for pair, kind in _SUMS.items() if pair != (STRING, STRING)},
    (DATE, DATE): DAYS,
    (DATE_TIME, DATE_TIME): DAYS,
    (DATE, DATE_TIME): DAYS,
    (DATE_TIME, DATE): DAYS,
    (TIME, TIME): DAYS,
}
_PRODUCTS: Final = {
    (NUMBER, NUMBER): NUMBER,
    (DAYS, NUMBER): DAYS,
    (NUMBER, DAYS): DAYS,
    (MONTHS, NUMBER): MONTHS,
    (NUMBER, MONTHS): MONTHS,
}
_QUOTIENTS: Final = {
    (NUMBER, NUMBER): NUMBER,
    (DAYS, NUMBER): DAYS,
    (MONTHS, NUMBER): MONTHS,
    (DAYS, DAYS): NUMBER,
    (MONTHS, MONTHS): NUMBER,
}
_TABLES: Final = {
    "+": {**_SUMS, **{(right, left): kind for (left, right), kind in _SUMS.items()}},
    "-": _DIFFERENCES,
    "*": _PRODUCTS,
    "/": _QUOTIENTS,
    "**": {(NUMBER, NUMBER): NUMBER},
}


def arithmetic_kind(operator: str, left: Kind, right: Kind) -> Kind | None:
    """Return the kind of a result; unknown where an operand's is, nothing where there is never one."""
    table = _TABLES[operator]
    left, right = left.bare, right.bare
    if left.is_known and right.is_known:
        return table.get((left, right))
    known = right if right.is_known else left
    if known.is_known and not any(known in pair for pair in table):
        return None
    return UNKNOWN
