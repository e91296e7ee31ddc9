"""Submission of a draft to finance, mayor and council: sub-programmes, changes, lines of the budget."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from engine.programmes.rules.entries import PLANNED
from engine.programmes.rules.force import SAME, Period
from engine.texts import in_each_language


def submitted(
    entries: Mapping[str, Mapping[str, Any]],
    before: Mapping[str, Period],
    does: Mapping[str, str],
    lines: Iterable[Any],
) -> dict[str, Any]:
    """Return what a submitted draft shows; `lines` are those of the year's budget."""
    named = {code: period.content for code, period in before.items()} | dict(entries)
    of_lines = _of_lines(entries, {line.code: line for line in lines})
    return {
        "count": len(entries),
        "planned_tetri": sum(content.get(PLANNED) or 0 for content in entries.values()),
        "is_covered": all(line["is_covered"] for line in of_lines),
        "entries": [_entry(code, content) for code, content in entries.items()],
        "changes": [
            {"code": code, "does": does[code], **in_each_language("name", named[code]["names"])}
            for code in sorted(does)
            if does[code] != SAME
        ],
        "lines": of_lines,
    }


def _entry(code: str, content: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "code": code,
        **in_each_language("name", content["names"]),
        **in_each_language("summary", content["summary"]),
        "line": content["budget_line"],
        PLANNED: content.get(PLANNED),
    }


def _of_lines(entries: Mapping[str, Mapping[str, Any]], known: Mapping[str, Any]) -> list[dict[str, Any]]:
    planned: dict[str, int] = defaultdict(int)
    for content in entries.values():
        planned[content["budget_line"]] += content.get(PLANNED) or 0
    found = []
    for code in sorted(planned):
        has = known[code].amount_tetri if code in known else None
        is_covered = has is not None and planned[code] <= has
        of_it = {"line": code, PLANNED: planned[code], "amount_tetri": has, "is_covered": is_covered}
        found.append(of_it)
    return found
