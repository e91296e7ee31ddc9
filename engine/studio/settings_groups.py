"""Settings of a service that are more than a value: the page before the application, numbers, lists.

Each changes what a form says and leaves the rest as it is; what is said as it stood changes nothing.
Whether it fits is validation's business.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from engine.texts import LANGUAGES

Settings = dict[str, Any]

START_LINES: Final = ("who", "needed", "after")
TERM: Final = "term"
BODIES: Final = ("mayor", "court")
FOR_OTHERS: Final = ("child", "ward", "company", "principal")
MOST_COLUMNS: Final = 3
# Without these lines there is no start page.
_DEMANDED: Final = "needed"


def part_of(settings: Settings, name: str) -> dict[str, Any]:
    """Return a group of settings, empty where there is none."""
    found = settings.get(name)
    return found if isinstance(found, dict) else {}


def start_page(settings: Settings, language: str) -> dict[str, str]:
    """Return what stands before the application, each list as lines."""
    page = part_of(part_of(settings, "start_page"), language)
    lines = {start_line: "\n".join(map(str, page.get(start_line) or ())) for start_line in START_LINES}
    return {**lines, TERM: str(page.get(TERM) or "")}


def set_start_page(settings: Settings, language: str, said: Mapping[str, str]) -> None:
    page = dict(part_of(part_of(settings, "start_page"), language))
    before = start_page(settings, language)
    for part in START_LINES:
        lines = [line.strip() for line in said[part].splitlines() if line.strip()]
        if lines != before[part].splitlines():
            page[part] = lines
        if not lines and part != _DEMANDED:
            page.pop(part, None)
    term = said[TERM].strip()
    if term != before[TERM]:
        page[TERM] = term
    if not term:
        page.pop(TERM, None)
    settings["start_page"] = {**part_of(settings, "start_page"), language: page}


def set_number(settings: Settings, case: str, order: str) -> None:
    """Say the patterns of numbers; without one for orders the service issues none."""
    settings["number"] = {**part_of(settings, "number"), "case": case.strip(), "order": order.strip() or None}


def set_appeal(settings: Settings, body: str, term: str) -> None:
    """Say where a decision is contested; without a body nothing is said of it."""
    if body in BODIES:
        settings["appeal"] = {**part_of(settings, "appeal"), "body": body, "term": term}
    else:
        settings.pop("appeal", None)


def set_list_in(
    settings: Settings, name: str, part: str, *, chosen: Sequence[str], known: Sequence[str]
) -> None:
    """Say the one list of a group, in the order in which it stood; without any the group is left out."""
    before = part_of(settings, name).get(part) or []
    kept = [value for value in before if value in chosen or value not in known]
    said = [*kept, *(value for value in known if value in chosen and value not in kept)]
    if said:
        settings[name] = {**part_of(settings, name), part: said}
    else:
        settings.pop(name, None)


def set_columns(settings: Settings, rows: Sequence[tuple[str, Mapping[str, str]]]) -> None:
    """Say which answers the lists of clerks show, each with its words."""
    columns = [
        {"answer": answer.strip(), "names": {language: names[language].strip() for language in LANGUAGES}}
        for answer, names in rows
        if answer.strip()
    ]
    if columns:
        settings["list_columns"] = columns
    else:
        settings.pop("list_columns", None)
