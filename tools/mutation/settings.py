"""Mutants of a service's settings: what is read, what is given, what is shown, how long and how numbered."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from mutation.expressions import constants_misspelt, kinds_mixed, members_misspelt, misspelt
from mutation.rewritten import GONE, Path, Rewrites, at, replaced, swapped

_ENDINGS = ("escalate", "refusal_by_silence")
_PIECE = re.compile(r"\{[^}]*\}")


def changed(content: bytes) -> Rewrites:
    """Yield the settings with each change in turn."""
    settings = json.loads(content)
    yield from _expressions(settings)
    yield from _eligibility(settings)
    yield from _columns(settings)
    yield from _clocks(settings)
    yield from _numbers(settings)
    for number, _ in enumerate(settings.get("channels", ())):
        yield replaced("channel left out", settings, ("channels", number), GONE)


def _expressions(settings: Mapping[str, Any]) -> Rewrites:
    for path in _places(settings):
        text = at(settings, path)
        for operator, news in (
            ("name in settings misspelt", members_misspelt(text.removeprefix("="))),
            ("constant in settings misspelt", constants_misspelt(text.removeprefix("="), any_place=True)),
            ("kinds mixed in settings", kinds_mixed(text.removeprefix("="))),
        ):
            yield from (replaced(operator, settings, path, f"={new}") for new in news)
        if path[-1] == "condition":
            yield replaced("condition of settings negated", settings, path, f"=not({text.removeprefix('=')})")
            yield replaced("condition of settings left out", settings, path, GONE)


def _places(settings: Mapping[str, Any]) -> Iterator[Path]:
    """Yield where there are expressions: the facts of eligibility, conditions and answers."""
    places: list[Path] = [("eligibility", "facts"), ("cohort", "condition"), ("cohort", "answers")]
    for number, _ in enumerate(settings.get("triggers", ())):
        places += [("triggers", number, "condition"), ("triggers", number, "answers")]
    yield from (path for path in places if isinstance(at(settings, path), str))


def _eligibility(settings: Mapping[str, Any]) -> Rewrites:
    for name in ("decision", "form", "output"):
        if old := at(settings, ("eligibility", name)):
            yield replaced("name in eligibility misspelt", settings, ("eligibility", name), misspelt(old))
    if at(settings, ("eligibility", "output")):
        for new in ("reason", "law"):
            yield replaced("result of eligibility changed", settings, ("eligibility", "output"), new)
    for number, old in enumerate(at(settings, ("eligibility", "fixed")) or ()):
        path = ("eligibility", "fixed", number)
        yield replaced("fixed fact of eligibility changed", settings, path, GONE)
        yield replaced("fixed fact of eligibility changed", settings, path, misspelt(old))


def _columns(settings: Mapping[str, Any]) -> Rewrites:
    columns = settings.get("list_columns", ())
    for number, column in enumerate(columns):
        path: Path = ("list_columns", number)
        yield replaced("column of lists misspelt", settings, (*path, "answer"), misspelt(column["answer"]))
        yield replaced("column of lists left out", settings, path, GONE)
        if number + 1 < len(columns):
            other: Path = ("list_columns", number + 1, "names")
            yield swapped("names of columns swapped", settings, (*path, "names"), other)


def _clocks(settings: Mapping[str, Any]) -> Rewrites:
    places: list[Path] = [("clock",), *(("clocks", name) for name in settings.get("clocks", {}))]
    for path in places:
        declared = at(settings, path)
        if not declared:
            continue
        term = (*path, "term")
        yield replaced("term of a clock misspelt", settings, term, misspelt(declared["term"]))
        other = at(settings, ("appeal", "term"))
        if other and other != declared["term"]:
            yield replaced("term of a clock changed", settings, term, other)
        new = next(ending for ending in _ENDINGS if ending != declared["on_expiry"])
        yield replaced("expiry of a clock changed", settings, (*path, "on_expiry"), new)


def _numbers(settings: Mapping[str, Any]) -> Rewrites:
    for name, pattern in settings.get("number", {}).items():
        for piece in _PIECE.findall(pattern or ""):
            path = ("number", name)
            yield replaced("pattern of numbers changed", settings, path, pattern.replace(piece, "", 1))
            wrong = f"{{{misspelt(piece[1:-1].partition(':')[0])}}}"
            yield replaced("pattern of numbers misspelt", settings, path, pattern.replace(piece, wrong, 1))
