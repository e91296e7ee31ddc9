"""Properties of one component of a form: fields of a page, each with its place in the file.

A field that is left empty is no property at all. Conditions can be put together from a question, a
comparison and an answer; any other stays an expression. Refuses to know the form as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from engine.studio.form_file import Component, Row
from forms.vocabulary import ANEW, KINDS, LAST, WITH_OPTIONS

TEXT, AREA, WHOLE, CHECK, ONE_OF = "text", "area", "whole", "check", "one_of"


@dataclass(frozen=True)
class Property:
    """A field: its name, its place in the component, how it is typed, and what can be chosen."""

    name: str
    place: tuple[str, ...]
    how: str = TEXT
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Simple:
    """A condition put together: the component is shown where an answer is, or is not, a value."""

    key: str
    comparison: str  # "is" or "is_not"
    value: str


HELP: Final = Property("help", ("description",), AREA)
REQUIRED: Final = Property("required", ("validate", "required"), CHECK)
LENGTHS: Final = (
    Property("min_length", ("validate", "minLength"), WHOLE),
    Property("max_length", ("validate", "maxLength"), WHOLE),
)
USE: Final = Property("use", ("properties", "mms:use"), ONE_OF, ("people", "post"))
SPECIAL: Final = Property("special", ("properties", "mms:special"), ONE_OF, ("health",))
BEGINS: Final = Property("begins", ("properties", "mms:begins"), ONE_OF, (ANEW, LAST))
DEFAULT: Final = Property("default", ("defaultValue",))
_MEGABYTES: Final = Property("megabytes", ("properties", "mms:megabytes"))
_MOST: Final = Property("most", ("properties", "mms:max"))
_LEAST: Final = Property("least", ("properties", "mms:min"))


def _kind(of: str) -> Property:
    return Property("kind", ("properties", "mms:type"), ONE_OF, tuple(sorted(KINDS[of])))


OF_TYPE: Final[Mapping[str, tuple[Property, ...]]] = {
    "textfield": (_kind("textfield"), REQUIRED, *LENGTHS, DEFAULT, USE, SPECIAL, BEGINS),
    "textarea": (_kind("textarea"), REQUIRED, *LENGTHS, USE, SPECIAL, BEGINS),
    "number": (
        _kind("number"),
        REQUIRED,
        Property("min", ("validate", "min"), WHOLE),
        Property("max", ("validate", "max"), WHOLE),
        Property("decimals", ("decimalDigits",), WHOLE),
        DEFAULT,
        USE,
        BEGINS,
    ),
    "datetime": (
        Property("moment", ("subtype",), ONE_OF, ("date", "time", "datetime")),
        REQUIRED,
        _LEAST,
        _MOST,
        USE,
        SPECIAL,
        BEGINS,
    ),
    "radio": (REQUIRED, DEFAULT, USE, BEGINS),
    "select": (REQUIRED, Property("searchable", ("searchable",), CHECK), DEFAULT, USE, BEGINS),
    "checklist": (REQUIRED, USE, BEGINS),
    "checkbox": (REQUIRED, USE, BEGINS),
    "filepicker": (
        REQUIRED,
        Property("multiple", ("multiple",), CHECK),
        Property("accept", ("accept",)),
        _MEGABYTES,
        _MOST,
        USE,
        SPECIAL,
        BEGINS,
    ),
    "group": (_kind("group"), Property("page", ("properties", "mms:page"), ONE_OF, ("new", "same")), BEGINS),
    "dynamiclist": (Property("rows", ("defaultRepetitions",), WHOLE), _LEAST, _MOST, USE, BEGINS),
}
LONGEST: Final = 2_000
MOST_OPTIONS: Final = 200
_SIMPLE: Final = re.compile(
    r'=\s*(?P<key>[A-Za-z_][A-Za-z0-9_.]*)\s*(?P<sign>!=|=)\s*(?P<value>"[^"\\]*"|true|false|-?\d+(?:\.\d+)?)\s*'
)


def properties_of(component: Component) -> tuple[Property, ...]:
    """Return the fields that a page offers for the component."""
    return OF_TYPE.get(str(component.get("type")), ())


def value_of(component: Component, one: Property) -> str:
    """Return a property as a field shows it."""
    found: Any = component
    for name in one.place:
        found = found.get(name) if isinstance(found, dict) else None
    if one.how == CHECK:
        return "yes" if found is True else ""
    return "" if found is None else str(found)


def say(component: Component, one: Property, value: str) -> None:
    """Set a property, or take it away where nothing is said."""
    value = value.strip()[:LONGEST]
    if value == value_of(component, one).strip():
        return  # written otherwise than a page would write it, it stays so
    if not value:
        _put(component, one.place, None)
    elif one.how == CHECK:
        _put(component, one.place, True)
    elif one.how == WHOLE:
        _put(component, one.place, _number(value))
    elif one.how != ONE_OF or value in one.options:
        _put(component, one.place, value)


def has_options(component: Component) -> bool:
    """Tell whether the answers to choose from stand in the component itself."""
    return component.get("type") in WITH_OPTIONS and not (
        component.get("valuesKey") or component.get("valuesExpression")
    )


def options_of(component: Component) -> list[dict[str, str]]:
    values = component.get("values")
    return [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []


def set_options(component: Component, options: Sequence[tuple[str, str]]) -> None:
    """Set the answers to choose from: values with what people read; what has no value is left out."""
    kept = {option.get("value"): option for option in options_of(component)}
    component["values"] = [
        {**kept.get(value, {}), "label": label or value, "value": value}
        for value, label in options[:MOST_OPTIONS]
        if value
    ]


def label_name(component: Component) -> str:
    """Return the property that says what people read first."""
    kind = component.get("type")
    return {"datetime": "dateLabel", "text": "text"}.get(str(kind), "label")


def hidden_when(component: Component) -> str:
    section = component.get("conditional")
    found = section.get("hide") if isinstance(section, dict) else None
    return found if isinstance(found, str) else ""


def simple_condition(component: Component) -> Simple | None:
    """Return the condition as it was put together, if it is one of these."""
    found = _SIMPLE.fullmatch(hidden_when(component))
    if found is None:
        return None
    # Hidden unless it is so, is shown where it is so.
    return Simple(found["key"], "is" if found["sign"] == "!=" else "is_not", found["value"].strip('"'))


def set_condition(component: Component, expression: str, simple: Simple | None, of: Row | None) -> None:
    """Hide the component by an expression, or unless a simple condition holds; `of` is what that asks."""
    if simple is not None:
        value = _literal(simple.value, of)
        expression = f"={simple.key} {'!=' if simple.comparison == 'is' else '='} {value}"
    elif expression.strip() and not expression.lstrip().startswith("="):
        expression = f"={expression.strip()}"
    _put(component, ("conditional", "hide"), expression.strip()[:LONGEST] or None)


def _literal(value: str, of: Row | None) -> str:
    kind = of.type if of is not None else ""
    is_bare = kind == "checkbox" and value in ("true", "false") or kind == "number" and _is_number(value)
    return value if is_bare else '"{}"'.format(value.replace("\\", "").replace('"', ""))


def _is_number(value: str) -> bool:
    return re.fullmatch(r"-?\d{1,15}(\.\d{1,9})?", value) is not None


def _number(value: str) -> Any:
    if not _is_number(value):
        return value  # validation says what is wrong with it
    return int(value) if "." not in value else float(value)


def _put(component: Component, place: tuple[str, ...], value: Any) -> None:
    """Set or remove a property; a section that has nothing left goes with it."""
    *sections, name = place
    home = component
    for section in sections:
        inner = home.get(section)
        if not isinstance(inner, dict):
            if value is None:
                return
            inner = home[section] = {}
        home = inner
    if value is not None:
        home[name] = value
        return
    home.pop(name, None)
    if sections and not home:
        component.pop(sections[0], None)
