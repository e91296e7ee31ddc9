"""A drafted sub-programme: what it has to say, by the schema of sub-programmes in force.

A draft says everything but its act, which the council gives it. Its window may be left open: it is then in
force from the day of the act to the end of the year. `planned_tetri`, what is meant to be spent in the year,
is for finance and the council and does not come into force.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from engine.catalogue.schemas import Place, schemas_of
from engine.errors import Rejected
from engine.texts import LANGUAGES

BPMN: Final = Path(__file__).resolve().parents[3] / "bpmn"
# What an entry in force says and a draft does not.
OF_THE_ACT: Final = ("law", "confidence", "source", "note")
WHOLE: Final = "content"  # what is wrong with an entry as a whole
WINDOW: Final = ("valid_from", "valid_until")
PLANNED: Final = "planned_tetri"
MOST_ENTRIES: Final = 100
LONGEST: Final = 2_000  # characters of a summary
LONGEST_NAME: Final = 200  # of a name, of a programme or a paper
MOST_PLANNED: Final = 100_000_000_000_00
_TAKEN_AS: Final = {
    **dict.fromkeys(("required", "minLength", "minItems"), "missing"),
    **dict.fromkeys(("minimum", "maximum", "type", "anyOf"), "number"),
    **dict.fromkeys(("pattern", "maxLength"), "text"),
    **dict.fromkeys(("enum", "const"), "choice"),
    "maxItems": "unused",
    "contains": "household",
    "format": "date",
}
_IN_FORCE: Final = {
    "law": {"act": dict.fromkeys(LANGUAGES, "-"), "article": None},
    "confidence": "proposal",
    "source": "-",
    "note": None,
}


class SubProgrammeInvalid(Rejected):
    """A sub-programme can't be kept like this; `fields` says of each field what is wrong with it."""

    code = "programme.invalid"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(fields=", ".join(sorted(fields)))
        self.fields = dict(fields)


@cache
def schema() -> Mapping[str, Any]:
    """Return the schema of one sub-programme."""
    text = (BPMN / "schemas" / "programmes.schema.json").read_text(encoding="utf-8")
    found: Mapping[str, Any] = json.loads(text)["$defs"]["programme"]
    return found


@cache
def choices() -> Mapping[str, tuple[str, ...]]:
    """Return the closed lists by the name of their field; where nothing may be chosen, it is left out."""
    properties = schema()["properties"]
    amount, conditions = properties["amount"]["properties"], properties["conditions"]["properties"]
    listed = {
        "parts": properties["parts"]["items"]["enum"],
        "route": properties["route"]["enum"],
        "pay_to": properties["pay_to"]["enum"],
        "order": properties["order"]["enum"],
        "limit": properties["limit"]["enum"],
        "without_money": properties["without_money"]["enum"],
        "limit_of": properties["limit_of"]["enum"],
        "rule": amount["rule"]["enum"],
        "state_cover": amount["state_cover"]["enum"],
        "status": conditions["status"]["enum"],
    }
    return {name: tuple(value for value in values if value is not None) for name, values in listed.items()}


@cache
def figures() -> Mapping[str, tuple[str, ...]]:
    """Return which figures each rule of counting names."""
    found: dict[str, tuple[str, ...]] = dict.fromkeys(choices()["rule"], ())
    for branch in schema()["properties"]["amount"]["allOf"]:
        rule = branch["if"]["properties"].get("rule", {}).get("const")
        named = branch["then"]["properties"].get("figures", {}).get("required")
        if rule and named:
            found[rule] = tuple(named)
    return found


def check(content: Mapping[str, Any], *, year: int, known: frozenset[str]) -> None:
    """Raise `SubProgrammeInvalid` with every field that is wrong; `known` are all codes of the draft."""
    wrong = dict(_by_schema(content)) | dict(_beyond_schema(content, year, known))
    if wrong:
        raise SubProgrammeInvalid(wrong)


def field_of(place: Place) -> str:
    """Return the field at a place of an entry, as forms and words name it: `names.ka`, `figures.first`."""
    parts = [str(part) for part in place]
    if parts[:1] in (["amount"], ["conditions"]) and len(parts) > 1:
        parts = ["score_needed"] if parts == ["conditions", "score_at_most"] else parts[1:]
    return ".".join(parts) or WHOLE


def _by_schema(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    whole = {**{name: value for name, value in content.items() if name != PLANNED}, **_IN_FORCE}
    whole["valid_from"] = content.get("valid_from") or "2000-01-01"
    file = {"municipality": "x", "demo": False, "note": None, "programmes": [whole]}
    for place, keyword in schemas_of(BPMN).violations(file, "programmes"):
        if keyword not in ("if", "then", "allOf", "propertyNames"):
            yield field_of(place[2:]), _wrong(keyword, _at(file, place))


def _wrong(keyword: str, value: Any) -> str:
    """Return what is wrong with a value that the schema doesn't take by the keyword."""
    if keyword == "type" and type(value) is int:
        return "unused"  # nothing is to be said here
    return "missing" if keyword in ("type", "anyOf") and value is None else _TAKEN_AS.get(keyword, "text")


def _at(value: Any, place: Place) -> Any:
    """Return the value at a place, nothing where it is missing."""
    for step in place:
        value = value[int(step)] if isinstance(value, list) else value.get(step)
    return value


def _beyond_schema(content: Mapping[str, Any], year: int, known: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield what a schema can't tell; what is not shaped as it should be, the schema has told."""
    for name, longest in (("names", LONGEST_NAME), ("summary", LONGEST)):
        texts = _mapping(content.get(name)).items()
        yield from ((f"{name}.{part}", "long") for part, text in texts if len(str(text)) > longest)
    beside = _mapping(content.get("conditions")).get("not_beside")
    if isinstance(beside, list) and {str(code) for code in beside} - known:
        yield "not_beside", "beside"
    planned = content.get(PLANNED)
    if planned is not None and (type(planned) is not int or not 0 < planned <= MOST_PLANNED):
        yield PLANNED, "number"
    documents = content.get("documents")
    papers = map(_mapping, documents) if isinstance(documents, list) else ()
    codes = [str(paper["code"]) for paper in papers if "code" in paper]
    if len(codes) != len(set(codes)):
        yield "documents", "twice"
    yield from _window(content, year)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _window(content: Mapping[str, Any], year: int) -> Iterator[tuple[str, str]]:
    days: dict[str, date] = {}
    for name in WINDOW:
        if (written := content.get(name)) is not None:
            try:
                days[name] = date.fromisoformat(str(written))
            except ValueError:
                yield name, "date"
    first, end = date(year, 1, 1), date(year + 1, 1, 1)
    if "valid_from" in days and not first <= days["valid_from"] < end:
        yield "valid_from", "year"
    if "valid_until" in days and not days.get("valid_from", first) < days["valid_until"] <= end:
        yield "valid_until", "order"
