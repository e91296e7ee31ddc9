"""Entry into force: what is in force in a year, and what a draft begins with and an adopted one changes.

An entry in force is never changed: to end it earlier it is entered anew with another end, and of entries that
begin on one day the last entered counts (`engine/stores/reference.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from engine.programmes.rules.entries import OF_THE_ACT, PLANNED

NEW: Final = "new"
CHANGED: Final = "changed"
ENDS: Final = "ends"
SAME: Final = "same"


@dataclass(frozen=True)
class Period:
    """A sub-programme as it is in force in a period, its end exclusive."""

    code: str
    content: Mapping[str, Any]
    valid_from: date
    valid_until: date | None

    def reaches(self, first: date, end: date) -> bool:
        """Whether it is in force on some day from `first` on, before `end`."""
        is_ahead = self.valid_until is None or self.valid_until > max(first, self.valid_from)
        return is_ahead and self.valid_from < end


def year_end(year: int) -> date:
    """Return the first day on which nothing of the year is in force."""
    return date(year + 1, 1, 1)


def in_force(periods: Iterable[Period], first: date, end: date) -> dict[str, Period]:
    """Return of each code what is in force on `first`, or what is the next to be before `end`."""
    found: dict[str, Period] = {}
    for period in sorted(periods, key=lambda period: period.valid_from):
        if period.reaches(first, end):
            found.setdefault(period.code, period)
    return found


@dataclass(frozen=True)
class Before:
    """Baseline that a draft begins with and is held against: in force on a day, or the next to be."""

    on: date
    periods: Mapping[str, Period]


def before(periods: Iterable[Period], *, today: date, year: int, amends: bool) -> Before:
    """Return what a draft for `year` is held against.

    An amendment changes what is in force in the year. The programme of a year follows what the year before
    has; where that has nothing, what is in force in the year by files.
    """
    first, known = date(year, 1, 1), tuple(periods)
    days = [max(today, first)] if amends else [min(today, first - timedelta(days=1)), max(today, first)]
    found = [Before(day, in_force(known, day, year_end(day.year))) for day in days]
    return next((held for held in found if held.periods), found[0])


def drafted(period: Period, *, on: date, year: int) -> dict[str, Any]:
    """Return the entry as a draft for `year` begins with it; a window of another year is moved to it."""
    said = {name: value for name, value in period.content.items() if name not in OF_THE_ACT}
    by = year - on.year
    begins, ends = period.valid_from, period.valid_until
    return {
        **said,
        "valid_from": None if begins <= on else _moved(begins, by).isoformat(),
        "valid_until": None if ends is None or ends >= year_end(on.year) else _moved(ends, by).isoformat(),
    }


def _moved(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28) if day.month == 2 else day.day)


def compared(entries: Mapping[str, Mapping[str, Any]], held: Before, *, year: int) -> dict[str, str]:
    """Say of each sub-programme what the draft does to it: `new`, `changed`, `same`, `ends`."""
    found = {code: ENDS for code in held.periods if code not in entries}
    for code, content in entries.items():
        period = held.periods.get(code)
        was = None if period is None else _said(drafted(period, on=held.on, year=year), held.on)
        found[code] = NEW if was is None else SAME if _said(content, held.on) == was else CHANGED
    return found


def differing(content: Mapping[str, Any], was: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the parts of an entry that are said otherwise than before."""
    names, now, then = {*content, *was} - {PLANNED, *OF_THE_ACT}, _in_order(content), _in_order(was)
    return tuple(sorted(name for name in names if now.get(name) != then.get(name)))


def _in_order(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return an entry whose lists that say the same in any order are in one."""
    lists = {name: sorted(content[name]) for name in ("parts", "life_events") if content.get(name)}
    conditions = dict(content.get("conditions") or {})
    if conditions.get("not_beside"):
        conditions["not_beside"] = sorted(conditions["not_beside"])
    return {**content, **lists, **({"conditions": conditions} if conditions else {})}


def _said(content: Mapping[str, Any], on: date) -> dict[str, Any]:
    """Return what people are told; a window that is open by then has no beginning."""
    said = {name: value for name, value in _in_order(content).items() if name != PLANNED}
    if said.get("valid_from") is not None and said["valid_from"] <= on.isoformat():
        said["valid_from"] = None
    return said


def to_enter(
    entries: Mapping[str, Mapping[str, Any]],
    periods: Iterable[Period],
    *,
    on: date,
    year: int,
    act: Mapping[str, Any],
    amends: bool,
) -> list[Period]:
    """Return what is entered in the order of entering, so that from `on` the entries are what is in force.

    `act` is what an entry in force says of it. An amendment leaves alone what it does not change.
    """
    end, known = year_end(year), [period for period in periods if period.reaches(on, year_end(year))]
    does = compared(entries, Before(on, in_force(known, on, end)), year=year) if amends else {}
    kept = {code for code, what in does.items() if what == SAME}
    all_begun = [_begun(code, content, on, end, act) for code, content in entries.items() if code not in kept]
    # One whose window was over before the act begins on no day.
    begun = [period for period in all_begun if period.valid_until != period.valid_from]
    replaced = {(period.code, period.valid_from) for period in begun}
    return [*_ended(known, on, kept, replaced), *begun]


def _begun(code: str, content: Mapping[str, Any], on: date, end: date, act: Mapping[str, Any]) -> Period:
    first = max(on, date.fromisoformat(content["valid_from"])) if content.get("valid_from") else on
    last = min(end, date.fromisoformat(content["valid_until"])) if content.get("valid_until") else end
    said = {name: value for name, value in content.items() if name != PLANNED}
    dated = {"valid_from": first.isoformat(), "valid_until": max(first, last).isoformat()}
    return Period(code, {**said, **dated, **act}, first, max(first, last))


def _ended(
    known: Iterable[Period], on: date, kept: set[str], replaced: set[tuple[str, date]]
) -> Iterator[Period]:
    for period in known:
        if period.code not in kept and (period.code, period.valid_from) not in replaced:
            yield shortened(period, max(on, period.valid_from))


def shortened(period: Period, until: date) -> Period:
    """Return the entry as one that ends before `until`."""
    content = {**period.content, "valid_until": until.isoformat()}
    return Period(period.code, content, period.valid_from, until)
