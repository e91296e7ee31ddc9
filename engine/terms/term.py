"""A term: a number and a unit under a name, with its law and how sure we are of it.

Refuses to know when a term starts and which days are off.

To change a unit in which terms are counted: `engine/terms/term.py` (`Unit`); then `counting.py` beside it,
`bpmn/schemas/parameters.schema.json`, words under `terms` in `engine/texts/<language>/terms.json` and under
`term` in `web/texts/<language>/site.json`, the reference model `tests/terms/reference_model.py`. `make
check`, `tests/structure/test_units.py`. A term ends with a day; hours are no unit, but a timer's duration in
the diagram.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

MAX_NUMBER = 3_660


class Unit(StrEnum):
    """Unit in which a term is counted. In Georgian law "day" alone is a calendar day."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"


class InvalidTerm(ValueError):
    """A term needs a whole number from 1 to 3660 and a known unit."""

    code = "term.invalid"


@dataclass(frozen=True)
class Law:
    """The act and article that a term or an amount comes from."""

    act: Mapping[str, str]  # by language
    article: str | None = None

    def as_entry(self) -> dict[str, Any]:
        """Return it as services and parameters name a law."""
        return {"act": dict(self.act), "article": self.article}


@dataclass(frozen=True)
class Term:
    """A statutory term, for example one month for an administrative decision."""

    name: str
    number: int
    unit: Unit
    law: Law | None = None
    confidence: str = "low"

    def __post_init__(self) -> None:
        is_whole = isinstance(self.number, int) and not isinstance(self.number, bool)
        if not is_whole or not 1 <= self.number <= MAX_NUMBER:
            raise InvalidTerm(f"{self.name}: {self.number!r}")
        try:
            object.__setattr__(self, "unit", Unit(self.unit))
        except ValueError:
            raise InvalidTerm(f"{self.name}: {self.unit!r}") from None


def same_day_later(day: date, months: int) -> date:
    """Return the day with the same number that many months later, or that month's last day.

    31 January and one month is 28 (or 29) February, not 3 March.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
