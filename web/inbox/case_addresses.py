"""Addresses of the office's list of cases: the address of a filter, and the filter of an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any, Final

from flask import request, url_for

from engine.operations.decisions import STATUS
from engine.queries import office_cases as queries
from engine.queries.case_conditions import CONTESTS, TIMELINESS
from engine.queries.office_cases import CaseFilter
from engine.queries.views import Names
from web.days import day_of
from web.i18n import format_date, has_text, name_of, t
from web.report_periods import LONGEST
from web.words import reason_word

DAYS: Final = ("since", "until", "decided_since", "decided_until")
NAMED: Final = ("service", "village", "unit", "ground", "waits_at", "passed")
KNOWN: Final[Mapping[str, tuple[str, ...]]] = {
    "status": queries.STATES,
    "timeliness": TIMELINESS,
    "outcome": tuple(STATUS),
    "contest": CONTESTS,
}
# What the form above the list has no field for: it is shown as a condition that may be removed.
CONDITIONS: Final = (
    *("decided_since", "decided_until", "timeliness", "outcome", "ground", "contest"),
    *("unit", "waits_at", "passed"),
)


def asked() -> CaseFilter:
    """Return what the address names; an unknown part is left out, as an old bookmark may hold anything."""
    given = request.args
    show = given.get("show", "")
    return CaseFilter(
        show=show if show in queries.SHOWN else "open",
        **{name: day_of(given.get(name, "")) for name in DAYS},  # type: ignore[arg-type]
        **{name: (given.get(name) or "")[:LONGEST].replace("\0", "") or None for name in NAMED},  # type: ignore[arg-type]
        **{name: value if (value := given.get(name)) in known else None for name, known in KNOWN.items()},  # type: ignore[arg-type]
    )


def parts_of(asked: CaseFilter) -> dict[str, Any]:
    """Return the parts of an address that names the filter."""
    found = {field.name: getattr(asked, field.name) for field in fields(asked)}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in found.items()
        if value
    }


def address_of(asked: CaseFilter) -> str:
    """Return the address of the list of a filter."""
    return url_for("inbox.cases", **parts_of(asked))


def tasks_of(person: int | None, role: str | None, *, due: str | None = None) -> str | None:
    """Return the address of the list of somebody's steps, or of those of an office that nobody has taken."""
    if person is None and role is None:
        return None
    return url_for("inbox.tasks", tab="all", person=person, free=role, due=due)


def shown_conditions(asked: CaseFilter, names: Mapping[str, Names]) -> list[tuple[str, str]]:
    """Return the conditions that the form has no field for, by name, each in words."""
    return [
        (name, t(f"report.condition.of.{name}", value=_words(name, value, names)))
        for name in CONDITIONS
        if (value := getattr(asked, name))
    ]


def _words(name: str, value: Any, names: Mapping[str, Names]) -> str:
    if name in names:
        return name_of(names[name])
    if isinstance(value, date):
        return format_date(value)
    if name == "outcome":
        return reason_word(value)
    if name == "ground":
        return ground_words(value)
    return t(f"report.condition.{value}") if name in ("timeliness", "contest") else str(value)


def ground_words(code: str) -> str:
    """Return the words for a ground of refusal that diagrams give; its code where there are none."""
    return t(f"report.ground.{code}") if has_text(f"report.ground.{code}") else code
