"""Mutants of forms: names and constants in their rules, a rule left out, an option called otherwise."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from mutation.expressions import constants_misspelt, constants_replaced, members_misspelt, misspelt
from mutation.rewritten import GONE, Path, Rewrites, at, replaced


def changed(content: bytes) -> Rewrites:
    """Yield the form with each change in turn."""
    form = json.loads(content)
    choices = choices_of(content)
    for path in _rules(form, ()):
        text = at(form, path).removeprefix("=")
        for operator, news in (
            ("name in a rule of a form misspelt", members_misspelt(text)),
            ("constant in a rule of a form misspelt", constants_misspelt(text)),
            (
                "constant in a rule of a form replaced",
                constants_replaced(text, lambda name: choices.get(name, ())),
            ),
        ):
            yield from (replaced(operator, form, path, f"={new}") for new in news)
        yield replaced("rule of a form left out", form, path[:-1] if path[-1] == "hide" else path, GONE)
    for path in _options(form, ()):
        yield replaced("option of a form misspelt", form, path, misspelt(at(form, path)))


def choices_of(content: bytes) -> Mapping[str, tuple[str, ...]]:
    """Return the values of each question that lets choose, by its key."""
    found: dict[str, tuple[str, ...]] = {}
    for component in _components(json.loads(content)):
        values = [option.get("value") for option in component.get("values", ())]
        if component.get("key") and values:
            found[component["key"]] = tuple(value for value in values if isinstance(value, str))
    return found


def _components(around: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for component in around.get("components", ()):
        yield component
        yield from _components(component)


def _rules(value: Any, path: Path) -> Iterator[Path]:
    """Yield the places of the expressions that say when something is shown, taken or asked."""
    for key, inner in _inner(value):
        if isinstance(inner, str) and inner.startswith("=") and (key == "hide" or "properties" in path):
            yield (*path, key)
        yield from _rules(inner, (*path, key))


def _options(value: Any, path: Path) -> Iterator[Path]:
    for key, inner in _inner(value):
        if key == "value" and "values" in path and isinstance(inner, str) and inner:
            yield (*path, key)
        yield from _options(inner, (*path, key))


def _inner(value: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)
