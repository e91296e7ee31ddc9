"""Numbers of cases and orders, by the pattern a service declares.

A pattern holds `{municipality}`, `{year}` and `{n:06}` and nothing else: it is an analyst's text,
so `str.format` with its attribute access is out of the question.

To change the numbers of cases and acts, such as the prefix of a module: no code: `number` of the
`service.json` of each of its services (`case`, and `order` for acts; fields: `_FIELD` here); a
new service begins with that of `engine/studio/beginning.py`. Acts of services with the same pattern share one
series; a new pattern begins its own. Scenarios and tests that expect a number turn red: `mms scenario`,
`tests/engine/test_signings.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

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


@dataclass(frozen=True)
class NumberRead:
    """Ordinal and year read from a number; a pattern without a year gives none."""

    n: int
    year: int | None


def parse_number(pattern: str, number: str, *, municipality: str) -> NumberRead | None:
    """Return what `format_number` was given, or None where it can't have given this number."""
    parts, last = [], 0
    for match in _FIELD.finditer(pattern):
        parts.append(re.escape(pattern[last : match.start()]))
        parts.append(_read(match[1], municipality))
        last = match.end()
    parts.append(re.escape(pattern[last:]))
    found = re.fullmatch("".join(parts), number)
    if found is None:
        return None
    groups = found.groupdict()
    year = groups.get("year")
    return NumberRead(int(groups["n"]), None if year is None else int(year))


def _read(field: str, municipality: str) -> str:
    match field:
        case "municipality":
            return re.escape(municipality.upper())
        case "year":
            return r"(?P<year>\d{4})"
    return r"(?P<n>\d+)"
