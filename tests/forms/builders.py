"""Forms for the tests: the smallest form-js components, and one form with every kind of field."""

from __future__ import annotations

import json
from typing import Any

from lxml import html as lxml_html

from forms import FieldError, Form, InvalidAnswers, load_form, render, validate
from forms.definition import SHOWN_ONLY
from tests.forms.country import NINO, Lookups


def component(type: str = "textfield", key: str = "answer", **properties: Any) -> dict[str, Any]:
    """A component with the properties form-js itself would write."""
    place = "path" if type in ("group", "dynamiclist") else "key"
    base: dict[str, Any] = {"type": type, "id": f"id_{key}", "label": f"Label {key}", place: key}
    if type in SHOWN_ONLY:
        del base["key"]
    own_options = {"values", "valuesKey", "valuesExpression"} & properties.keys()
    named_options = {"mms:options", "mms:type"} & properties.get("properties", {}).keys()
    if type in ("select", "radio", "checklist", "taglist") and not own_options | named_options:
        base["values"] = [{"value": "one", "label": "First"}, {"value": "two", "label": "Second"}]
    return {**base, **properties}


def document(*components: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return {
        "id": "sample",
        "type": "default",
        "schemaVersion": 19,
        "components": list(components),
        **properties,
    }


def a_form(*components: dict[str, Any]) -> Form:
    """Loaded from bytes, as files are."""
    return load_form(json.dumps(document(*components)).encode())


def typed(kind: str, key: str = "answer", type: str = "textfield", **properties: Any) -> dict[str, Any]:
    own = {"mms:type": kind, **properties.pop("properties", {})}
    return component(type, key, properties=own, **properties)


def a_group(kind: str, key: str, **more: str) -> dict[str, Any]:
    """An empty group that is an address or a person."""
    return component("group", key, components=[], properties={"mms:type": kind, **more})


def every_kind() -> Form:
    """One field of every kind, in the order of the package's documentation; `test_kinds` holds it to that."""
    return a_form(
        component("text", "intro", text="# Title\n\nSome *words*."),
        component("textfield", "line"),
        component("textarea", "lines"),
        component("number", "number"),
        component("datetime", "day", subtype="date"),
        component("checkbox", "tick"),
        component("checklist", "several"),
        component("taglist", "tags"),
        component("radio", "one"),
        component("select", "choice"),
        component("filepicker", "papers", multiple=True),
        typed("personal_number", "person"),
        typed("phone", "phone"),
        typed("email", "mail"),
        typed("iban", "account"),
        typed("company_number", "company"),
        typed("cadastral_code", "plot"),
        typed("money", "amount", "number"),
        typed("settlement", "village", "select"),
        typed("postal_code", "post"),
        typed("person_name", "neighbour"),
        typed("register_entry", "entry", properties={"mms:register": "residents"}),
        typed("plot", "land", "textarea"),
        a_group("address", "residence"),
        a_group("person", "child"),
        component("separator", "line_between"),
        component("group", "home", components=[component("textfield", "street")]),
        component("dynamiclist", "witnesses", components=[
            component("textfield", "name"),
            component("checkbox", "is_neighbour"),
            component("checklist", "languages"),
            component("datetime", "born", subtype="date"),
        ]),
    )  # fmt: skip


CONTEXT = {
    "options": {"settlements": [{"value": "41", "label": "Omalo"}, {"value": "42", "label": "Diklo"}]},
    "lookups": Lookups(entries={("residents", "7"): True}),
}


# Answers as people type them, one for every field of `every_kind` and some it does not know.
GOOD: dict[str, Any] = {
    "line": " some text ",
    "lines": "one\r\ntwo",
    "number": "12,5",
    "day": "27.03.1985",
    "tick": "on",
    "several": ["one", "two", "one"],
    "tags": ["one"],
    "one": "two",
    "choice": "one",
    "papers": [{"document": "abc", "name": "a.pdf", "size": 10, "type": "application/pdf"}],
    "person": "01 234 567 890",
    "phone": "555 12 34 56",
    "mail": "a@B.ge",
    "account": "ge29nb0000000101904917",
    "company": "123456789",
    "plot": "61.14.26.014",
    "amount": "1 234,50",
    "village": "41",
    "post": "0105",
    "neighbour": "დემო პირი",
    "entry": "7",
    "land": "41.65, 42.01\n41.65, 42.02\n41.66, 42.02",
    "residence": {"municipality_code": "keda", "unit": "u1", "settlement": "v1", "house": "5"},
    "child": dict(zip(("personal_number", "birth_date"), NINO, strict=True)),
    "home": {"street": "Street"},
    "witnesses": [{"name": "Nino", "is_neighbour": True, "languages": ["one"], "born": "1.2.1960"}],
    "unknown": {"nested": [1, 2, 3]},
    "csrf_token": "x",
}


def errors_of(form: Form, raw: Any, **context: Any) -> tuple[FieldError, ...]:
    """The errors of answers that must be refused."""
    try:
        kept = validate(form, raw, **context)
    except InvalidAnswers as refused:
        return refused.errors
    raise AssertionError(f"accepted: {kept!r}")


def codes_of(form: Form, raw: Any, **context: Any) -> list[tuple[str, str]]:
    return [(error.path, error.code) for error in errors_of(form, raw, **context)]


def parsed(markup: str) -> Any:
    return lxml_html.fromstring(f"<form>{markup}</form>")


def submitted(markup: str) -> dict[str, list[str]]:
    """What a browser would send for this HTML when the page's own button is pressed."""
    values: dict[str, list[str]] = {}
    for element in parsed(markup).xpath("//input[@name] | //textarea[@name] | //select[@name]"):
        if element.tag == "textarea":
            # The HTML parser of a browser drops one line end after the tag, lxml keeps it.
            found = [(element.text or "").removeprefix("\n")]
        elif element.tag == "select":
            found = element.xpath(".//option[@selected]/@value") or [""]
        elif element.get("type") == "file" or (
            element.get("type") in ("radio", "checkbox") and element.get("checked") is None
        ):
            continue
        else:
            found = [element.get("value", "")]
        values.setdefault(element.get("name"), []).extend(found)
    return values


def shown(*components: dict[str, Any], answers: Any = None, **options: Any) -> Any:
    """The parsed HTML of a form of these components."""
    return parsed(render(a_form(*components), answers or {}, language="en", **options))
