"""Numbers of cases and orders, by the pattern a service declares.

A pattern holds `{municipality}`, `{year}` and `{n:06}` and nothing else: it is an analyst's text,
so `str.format` with its attribute access is out of the question.
"""

from __future__ import annotations

import re

_FIELD = re.compile(r"\{(municipality|year|n(?::0([1-9]))?)\}")


def format_number(pattern: str, *, municipality: str, year: int, n: int) -> str:
    """Return the number, for example `KEDA-HM-2026-000001`."""

    def fill(match: re.Match[str]) -> str:
        if match[1] == "municipality":
            return municipality.upper()
        if match[1] == "year":
            return str(year)
        return str(n).zfill(int(match[2] or 1))

    return _FIELD.sub(fill, pattern)
