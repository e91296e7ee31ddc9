"""The country's public holidays and other days off as a calendar.

Reads `bpmn/holidays.json`. A municipality's own days off come with the municipality. Refuses to
count anything (`engine.terms`).

To add a holiday (a day off): no code: the national administrator declares it
(`web/admin/country_days_off.py`), or a municipality its own (`web/admin/days_off.py`), by an act. What an
installation begins with, and the years to come: `bpmn/holidays.json`. What a new one moves:
`engine/handlers/calendar.py`. How they are counted: `engine/terms/`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from engine.catalogue.files import read_file
from engine.catalogue.names import Names
from engine.catalogue.schemas import schemas_of
from engine.terms import Calendar
from engine.texts import LANGUAGES

FILE = "holidays.json"


@dataclass(frozen=True)
class Holiday:
    """A day off; `kind` says whether it is fixed, movable or decreed."""

    date: date
    names: Names
    kind: str
    confidence: str

    @classmethod
    def of(cls, entry: Mapping[str, Any]) -> Holiday:
        """Build from an entry as the files write it."""
        day = date.fromisoformat(entry["date"])
        return cls(day, Names.of(entry["names"]), entry["kind"], entry["confidence"])


@dataclass(frozen=True)
class Holidays:
    """All holidays that somebody has entered, and until when somebody has."""

    entries: tuple[Holiday, ...]
    known_from: date
    known_until: date

    def calendar(self, extra: Iterable[Holiday] = ()) -> Calendar:
        """Return the calendar of the country, or of a municipality with its own days off."""
        entries = (*self.entries, *extra)
        names: dict[date, dict[str, str]] = {}
        for language in LANGUAGES:
            for entry in entries:
                said = names.setdefault(entry.date, {})
                name = entry.names.get(language)
                # Two holidays may fall on one day (Easter Monday and 9 April 2029).
                said[language] = f"{said[language]}; {name}" if language in said else name
        return Calendar(frozenset(entry.date for entry in entries), self.known_until, names)


def read_holidays(bpmn: Path) -> Holidays:
    """Read the holidays of the country."""
    content = schemas_of(bpmn).read(read_file(bpmn / FILE, FILE), "holidays", FILE)
    return Holidays(
        entries=tuple(Holiday.of(entry) for entry in content["holidays"]),
        known_from=date.fromisoformat(content["known_from"]),
        known_until=date.fromisoformat(content["known_until"]),
    )
