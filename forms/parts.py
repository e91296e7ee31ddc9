"""Answers made of parts that we know ourselves: an address, a person.

An analyst draws an empty group with a path and gives it a type; the parts, their words and their behaviour
are here. Responsible for which part is asked when. Refuses to know where places and people are kept: that is
`lookups`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from forms.definition import Field, Option
from forms.errors import FormError, text
from forms.lookups import FOUND, NOT_FOUND, UNAVAILABLE, Lookups, Nobody
from forms.problems import Problem

OTHER = "other"
STATE = "state"


@dataclass(frozen=True, slots=True)
class Part:
    """One part as the form-js component it would be."""

    key: str
    type: str
    properties: Mapping[str, Any] = field(default_factory=dict)
    needed: str = "never"  # "always": wherever it is asked; "group": where the whole is required


def _typed(kind: str) -> dict[str, Any]:
    return {"properties": {"mms:type": kind}}


_SHORT = {"validate": {"maxLength": 20}}
PARTS: Mapping[str, tuple[Part, ...]] = {
    "address": (
        Part("municipality_code", "select", needed="group"),
        Part("unit", "select"),
        Part("settlement", "select", needed="always"),
        Part("settlement_name", "textfield", needed="always"),
        Part("street", "textfield"),
        Part("house", "textfield", _SHORT),
        Part("flat", "textfield", _SHORT),
    ),
    "person": (
        Part("personal_number", "textfield", _typed("personal_number"), needed="group"),
        Part("birth_date", "datetime", {"subtype": "date"}, needed="group"),
        Part("given_name", "textfield", _typed("person_name"), needed="always"),
        Part("family_name", "textfield", _typed("person_name"), needed="always"),
        Part(STATE, "expression", {"expression": "=null"}),
    ),
}
_NOBODY = Nobody()
_NAMES = ("given_name", "family_name")


def components(kind: str, raw: Mapping[str, Any], place: str) -> list[dict[str, Any]]:
    """Return the components that stand for an empty group of this type."""
    if raw.get("components"):
        raise FormError("parts_given", place, kind=kind)
    required = raw.get("properties", {}).get("mms:required", "")
    if required not in ("", "true", "false"):
        raise FormError("property_type", place, property="mms:required")
    return [_component(kind, part, raw, is_required=required == "true") for part in PARTS[kind]]


def _component(kind: str, part: Part, raw: Mapping[str, Any], *, is_required: bool) -> dict[str, Any]:
    needed = part.needed == "always" or (part.needed == "group" and is_required)
    own = dict(part.properties)
    rules = {**own.pop("validate", {}), **({"required": True} if needed else {})}
    item: dict[str, Any] = {
        "type": part.type,
        "id": f"{raw.get('id', raw.get('path'))}.{part.key}",
        "key": part.key,
        "label": label(f"{kind}.{part.key}", "ka"),
        **own,
    }
    item["properties"] = {**own.get("properties", {}), "mms:use": "people"}
    if part.type == "select":
        item["properties"]["mms:options"] = f"{kind}.{part.key}"
    if part.type != "expression":
        item["validate"] = rules
    return item


def label(part: str, language: str) -> str:
    """Return the words for a part."""
    return text(f"parts.{part}", language)


def options(part: str, around: Mapping[str, Any], lookups: Lookups | None, language: str) -> Sequence[Option]:
    """Return what a part can be chosen from, by the other parts."""
    lookups = lookups or _NOBODY
    municipality, unit = _text(around, "municipality_code"), _text(around, "unit")
    if part == "address.municipality_code":
        return lookups.municipalities()
    if part == "address.unit":
        return lookups.units(municipality)
    found = lookups.settlements(municipality, unit)
    return (*found, Option(OTHER, text("ui.other_settlement", language))) if found else ()


def is_hidden(
    part: str, around: Mapping[str, Any], given: Mapping[str, Any], lookups: Lookups | None
) -> bool:
    """Tell whether a part is not asked: there is nothing to choose, or the registry has said it."""
    kind, _, key = part.partition(".")
    if kind == "person":
        return key in _NAMES and given.get(STATE) not in (FOUND, UNAVAILABLE) and not given.get(key)
    lookups = lookups or _NOBODY
    municipality, unit = _text(around, "municipality_code"), _text(around, "unit")
    if key == "municipality_code":
        return not lookups.municipalities()
    if key == "unit":
        return not lookups.units(municipality)
    if key in ("settlement", "settlement_name"):
        may_choose = bool(lookups.settlements(municipality, unit))
        if key == "settlement":
            return not may_choose
        return around.get("settlement") != OTHER if may_choose else _comes_first(around, lookups)
    return False


def _comes_first(around: Mapping[str, Any], lookups: Lookups) -> bool:
    """Where municipalities are known, one is chosen before a settlement is typed."""
    return not around.get("municipality_code") and bool(lookups.municipalities())


def look_up(
    fields: Sequence[Field], given: dict[str, Any], lookups: Lookups, *, prefix: str = ""
) -> Iterator[tuple[str, Problem | None]]:
    """Ask the registry about every person that is named; write down what it says.

    Yields what it refuses, and None for what it has put in the place of an answer.
    """
    for item in fields:
        value = given.get(item.key) if item.key else given
        if item.type == "dynamiclist" and isinstance(value, list):
            for number, row in enumerate(value):
                if isinstance(row, dict):
                    place = f"{prefix}{item.key}.{number}."
                    yield from look_up(item.fields, row, lookups, prefix=place)
        elif item.type == "group" and isinstance(value, dict):
            place = f"{prefix}{item.key}." if item.key else prefix
            if item.kind == "person":
                yield from _person(value, lookups, place)
            else:
                yield from look_up(item.fields, value, lookups, prefix=place)


def _person(given: dict[str, Any], lookups: Lookups, place: str) -> Iterator[tuple[str, Problem | None]]:
    number, born = given.get("personal_number"), given.get("birth_date")
    given.pop(STATE, None)
    if number is None and born is None:
        for name in _NAMES:
            given.pop(name, None)
        return
    for key, value in (("personal_number", number), ("birth_date", born)):
        if value is None:
            yield f"{place}{key}", Problem("required")
    if number is None or born is None:
        return
    found = lookups.person(number, born)
    if found.state == NOT_FOUND:
        yield f"{place}personal_number", Problem("person_unknown")
        return
    given[STATE] = found.state
    if found.state == FOUND:
        given.update(given_name=found.given_name, family_name=found.family_name)
        # What was typed is replaced, and the registry's names are right however they are written.
        yield from ((f"{place}{name}", None) for name in _NAMES)


def _text(around: Mapping[str, Any], key: str) -> str:
    value = around.get(key)
    return value if isinstance(value, str) else ""
