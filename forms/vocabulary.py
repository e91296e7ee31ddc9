"""The closed lists of a `.form` file: components, what each may be called, and its properties.

Responsible for saying no to what we don't know: a property that is misspelt would otherwise do nothing in
silence. Refuses to know what a property means; that is `components`.

To add or change a kind (type) of field in forms: `forms/vocabulary.py` (its name), `forms/formats.py` (how it
is read), `forms/fields.py` (the reader's line), `forms/view.py` (keyboard, hint), its width in
`web/frontend/src/forms.css`, words in `forms/texts/`, a row in `forms/README.md`, a field of it in
`every_kind` of `tests/forms/builders.py`; what it is to expressions: `engine/catalogue/check/kinds.py` and
`form_rules.py`, if not text; how it reads in summaries: `forms/summary.py`; one of several parts:
`forms/parts.py`. A component of form-js that we didn't have is more: `forms/components.py`, a branch in
`forms/templates/inputs.html`, `tests/forms/editor/every_component.form`. `tests/forms/test_kinds.py`,
`test_summary.py`.

To change a property of fields, such as a hint (a unit beside a field is there already: form-js'
`suffixAdorner`): `forms/vocabulary.py` (its name, else the file is refused), `forms/properties.py` (how it is
read), `forms/view.py` and `forms/templates/inputs.html` (how it is shown), a row in `forms/README.md`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

CONTAINERS = frozenset({"group", "dynamiclist"})
CHOICES = frozenset({"checklist", "taglist"})
WITH_OPTIONS = frozenset({"radio", "select"}) | CHOICES
SHOWN_ONLY = frozenset({"text", "separator", "spacer", "table", "image", "documentPreview"})
INPUTS = frozenset(
    {
        "textfield", "textarea", "number", "datetime", "checkbox", "checklist", "radio", "select",
        "taglist", "filepicker", "expression",
    }
)  # fmt: skip
COMPONENTS = INPUTS | CONTAINERS | SHOWN_ONLY
# Known to the public editor, but not to be put before people: foreign code, or the page's own business.
REFUSED = frozenset({"html", "iframe", "button"})

_TEXT_KINDS = frozenset(
    {"text", "personal_number", "company_number", "postal_code", "cadastral_code", "person_name", "phone",
     "email", "iban", "money", "register_entry"}
)  # fmt: skip
KINDS: Mapping[str, frozenset[str]] = {
    "textfield": _TEXT_KINDS,
    "textarea": frozenset({"text", "plot"}),
    "number": frozenset({"number", "money"}),
    "select": frozenset({"choice", "settlement"}),
    "radio": frozenset({"choice", "settlement"}),
    "group": frozenset({"address", "person"}),
}
COMPOSITE = KINDS["group"]  # answers made of parts
DEFAULT_KIND: Mapping[str, str] = {
    "textfield": "text", "textarea": "text", "number": "number", "datetime": "date", "checkbox": "yes_no",
    "select": "choice", "radio": "choice", "checklist": "choices", "taglist": "choices",
    "filepicker": "files", "expression": "computed",
}  # fmt: skip

# `versionTag` and `executionPlatform` are the Modeler's.
_OF_FORMS = frozenset(
    {"type", "id", "schemaVersion", "components", "exporter", "executionPlatform", "executionPlatformVersion",
     "versionTag", "properties", "generated", "$schema"}
)  # fmt: skip
_EVERYWHERE = frozenset({"type", "id", "label", "layout", "conditional", "properties"})
_ASKED = _EVERYWHERE | {"key", "description", "disabled", "readonly", "defaultValue", "validate"}
_OPTIONS = frozenset({"values", "valuesKey", "valuesExpression"})
_PROPERTIES: Mapping[str, frozenset[str]] = {
    "textfield": _ASKED | {"appearance"},
    "textarea": _ASKED,
    "number": _ASKED | {"appearance", "decimalDigits", "increment", "serializeToString"},
    "datetime": _ASKED
    | {"subtype", "dateLabel", "timeLabel", "timeSerializingFormat", "timeInterval", "use24h"}
    | {"disallowPassedDates"},
    "checkbox": _ASKED,
    "checklist": _ASKED | _OPTIONS,
    "radio": _ASKED | _OPTIONS,
    "taglist": _ASKED | _OPTIONS,
    "select": _ASKED | _OPTIONS | {"searchable"},
    "filepicker": _ASKED | {"accept", "multiple"},
    "expression": _EVERYWHERE | {"key", "expression", "computeOn"},
    "text": _EVERYWHERE | {"text"},
    "image": _EVERYWHERE | {"source", "alt"},
    "table": _EVERYWHERE | {"columns", "columnsExpression", "dataSource", "rowCount"},
    "separator": _EVERYWHERE,
    "spacer": _EVERYWHERE | {"height"},
    "documentPreview": _EVERYWHERE | {"title", "dataSource", "maxHeight"},
    "group": _EVERYWHERE | {"path", "description", "components", "showOutline", "verticalAlignment"},
    "dynamiclist": _EVERYWHERE
    | {"path", "description", "components", "showOutline", "verticalAlignment", "isRepeating"}
    | {"validate"}
    | {"allowAddRemove", "defaultRepetitions", "disableCollapse", "nonCollapsedItems"},
}
_SECTIONS: Mapping[str, frozenset[str]] = {
    "conditional": frozenset({"hide"}),
    "appearance": frozenset({"prefixAdorner", "suffixAdorner"}),
    "layout": frozenset({"row", "columns"}),
    "validate": frozenset(
        {"required", "min", "max", "minLength", "maxLength", "pattern", "patternErrorMessage"}
        | {"validationType"}
    ),
}
# Custom properties of ours; those of other tools are theirs.
_OURS = "properties.mms:"
_MESSAGES = f"{_OURS}message."
_MMS = frozenset(
    {
        "type",
        "required",
        "register",
        "options",
        "offered",
        "min",
        "max",
        "message",
        "kinds",
        "megabytes",
        "signed",
        "use",
        "special",
        "page",
        "begins",
        "autocomplete",
        "inputmode",
    }
)
# Of a form as a whole.
_MMS_OF_FORMS = frozenset({"begins"})
# How questions begin when their step comes back: as at the first time, or with what was answered last.
ANEW, LAST = "anew", "last"
BEGINNINGS = frozenset({ANEW, LAST})
# Names with which JavaScript reaches behind an object: the editor of an analyst must not meet them.
_HOSTILE = frozenset({"__proto__", "constructor", "prototype"})


def unknown_in_form(document: Mapping[str, Any]) -> Iterator[str]:
    """Yield the properties of the file itself that we don't know."""
    yield from sorted(document.keys() - _OF_FORMS)
    yield from _unknown_of_ours(document, _MMS_OF_FORMS)


def unknown_in_component(raw: Mapping[str, Any]) -> Iterator[str]:
    """Yield the properties of a component that we don't know; the type is known already."""
    yield from sorted(raw.keys() - _PROPERTIES[raw["type"]])
    for name, known in _SECTIONS.items():
        section = raw.get(name)
        if isinstance(section, Mapping):
            yield from (f"{name}.{inner}" for inner in sorted(section.keys() - known))
    for name in _unknown_of_ours(raw, _MMS):
        if not name.startswith(_MESSAGES) and not is_check(name.removeprefix(_OURS)):
            yield name


def _unknown_of_ours(raw: Mapping[str, Any], known: frozenset[str]) -> Iterator[str]:
    """Yield custom properties that are called ours and that we don't know."""
    own = raw.get("properties")
    for name in sorted(own) if isinstance(own, Mapping) else ():
        prefix, colon, rest = name.partition(":")
        if prefix == "mms" and colon and rest not in known:
            yield f"properties.{name}"


def is_check(name: str) -> bool:
    """Tell whether a property, without our prefix, is a rule about an answer: `check`, or one with a name."""
    return name == "check" or name.startswith("check.")


def is_hostile(name: str) -> bool:
    """Tell whether no object of a file may have a property of this name."""
    return name in _HOSTILE
