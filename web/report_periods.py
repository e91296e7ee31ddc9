"""The usual periods of a report, as addresses of the present page."""

from __future__ import annotations

from datetime import date
from typing import Final

from engine.queries.reports.scope import Period, months_before
from web.navigation import address_with

SPANS: Final = {"month": 0, "quarter": 2, "year": 11}  # months before the present one
LONGEST: Final = 200  # of a code in an address


def spans(today: date, period: Period) -> list[tuple[str, str, bool]]:
    """Return the usual periods up to today: their names, addresses, and whether each is shown."""
    found = []
    for name, before in SPANS.items():
        since = months_before(today, before)
        is_shown = (since, today) == (period.since, period.until)
        found.append((name, address_with(since=since.isoformat(), until=today.isoformat()), is_shown))
    return found
