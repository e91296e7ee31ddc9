"""Forms as things: each field with all that is said of it; texts of several languages, key by key."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from engine import canonical
from engine.comparing.changes import Fact, Facts, Thing, Weight

_WORDS: Final = frozenset(
    {"label", "description", "text", "dateLabel", "timeLabel", "placeholder", "title", "alt", "suffixAdorner"}
)
_SAID_APART: Final = frozenset({"id", "components", "values"})


def fields(content: bytes) -> dict[str, Thing]:
    """Return the form itself and its fields by id."""
    form = canonical.loads(content)
    found = dict(_below(form.get("components", ()), ""))
    order = tuple(found)
    own = {key: value for key, value in form.items() if key not in _SAID_APART}
    shown = ", ".join(thing.name for thing in found.values())
    facts = {("order", ""): Fact(" ".join(order), Weight.LAYOUT, shown, order), **dict(_facts(own))}
    return {"": Thing("form", str(form.get("id", "")), facts), **found}


def texts(files: Mapping[str, bytes]) -> dict[str, Thing]:
    """Return the texts of a folder by key, each with its words by language."""
    found: dict[str, dict[tuple[str, str], Fact]] = {}
    for language, content in files.items():
        for key, value in flat(canonical.loads(content)):
            if not key.startswith("_"):
                found.setdefault(key, {})["text", language] = Fact(value, Weight.WORDS)
    return {key: Thing("text", key, facts) for key, facts in found.items()}


def flat(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every leaf of a JSON document with its path; lists of plain values are one leaf."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from flat(part, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        for number, part in enumerate(value, start=1):
            yield from flat(part, f"{path}.{number}")
    elif isinstance(value, list):
        yield path, ", ".join(map(_plain, value))
    else:
        yield path, _plain(value)


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _below(components: Any, group: str) -> Iterator[tuple[str, Thing]]:
    for number, component in enumerate(components, start=1):
        key = str(component.get("id") or component.get("key") or f"{group} {number}")
        facts = dict(_facts(component))
        if group:
            facts["group", ""] = Fact(group)
        yield key, Thing(f"field.{component.get('type', '')}", _name(component, key), facts)
        yield from _below(component.get("components", ()), key)


def _facts(component: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], Fact]]:
    for option in component.get("values") or ():
        value = str(option.get("value"))
        yield ("option", value), Fact(value)
        yield ("option_label", value), Fact(str(option.get("label")), Weight.WORDS)
    for key, said in component.items():
        if key in _SAID_APART:
            continue
        weight = Weight.WORDS if key in _WORDS else Weight.LAYOUT if key == "layout" else Weight.MEANING
        for path, value in flat(said, key):
            yield ("field", path), Fact(value, weight)


def _name(component: Mapping[str, Any], key: str) -> str:
    said = (component.get(name) for name in ("label", "dateLabel", "timeLabel", "key"))
    return next((str(text) for text in said if text), key)


def settings(content: bytes, words: frozenset[str]) -> dict[str, Thing]:
    """Return the parts of a JSON file by their first name; those among `words` are only read by people."""
    found = {}
    for key, value in canonical.loads(content).items():
        if not key.startswith("_"):
            weight = Weight.WORDS if key in words else Weight.MEANING
            facts: Facts = {("setting", path): Fact(said, weight) for path, said in flat(value)}
            found[key] = Thing("setting", key, facts)
    return found
