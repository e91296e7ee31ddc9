"""Rules of a form that contradict each other."""

from __future__ import annotations

from typing import Any

import pytest

from engine.catalogue.check.form_rules import check_rules, cycles, misused_kind
from feel.analyse import Kind
from tests.forms.builders import a_form, component


def hidden(key: str, condition: str, **more: Any) -> dict[str, Any]:
    return component(key=key, conditional={"hide": condition}, **more)


def found(*components: dict[str, Any]) -> list[str]:
    return [finding.code for finding in check_rules(a_form(*components), "x.form")]


@pytest.mark.parametrize(
    ("components", "expected"),
    [
        ([hidden("a", '=b = "x"'), hidden("b", '=a = "x"')], [("a", "b")]),
        ([hidden("a", '=a = "x"')], [("a",)]),
        ([hidden("a", '=c = "x"'), hidden("b", '=a = "x"'), hidden("c", '=b = "x"')], [("a", "c", "b")]),
        ([hidden("a", '=b = "x"'), component(key="b")], []),
        ([component("expression", "s", expression="=s + 1")], [("s",)]),
        ([component(key="a", defaultValue="=b"), component(key="b", defaultValue="=a")], []),
        (
            [component(key="a", defaultValue="=b", readonly=True),
             component(key="b", defaultValue="=a", disabled=True)],
            [("a", "b")],
        ),
        (
            [component("group", "g", conditional={"hide": '=g.x = "1"'}, components=[component(key="x")])],
            [("g", "g.x")],
        ),
        (
            [component("dynamiclist", "r",
                       components=[hidden("x", '=this.y = "1"'), hidden("y", '=this.x = "1"')])],
            [("r.x", "r.y")],
        ),
        (
            [component("dynamiclist", "r", components=[hidden("x", '=y = "1"'), component(key="y", id="i")]),
             hidden("y", '=count(r.x) = 1', id="j")],
            [("r.x", "y")],
        ),
    ],
)  # fmt: skip
def test_cycle__fields_that_wait__are_found_once(components: list[Any], expected: list[Any]) -> None:
    assert [tuple(sorted(cycle)) for cycle in cycles(a_form(*components))] == [
        tuple(sorted(cycle)) for cycle in expected
    ]


def test_check_rules__required_under_a_group_that_never_shows__is_an_error() -> None:
    inner = component(key="x", validate={"required": True})

    assert found(component("group", "g", conditional={"hide": "=true"}, components=[inner])) == [
        "form.hidden_always"
    ]
    assert found(component("group", "g", conditional={"hide": "=false"}, components=[inner])) == []


def test_check_rules__key_that_hides_what_a_page_asks_of_its_form__is_an_error() -> None:
    own = component(key="matches")

    assert found(own) == ["form.key_of_browser"]
    assert found(component("dynamiclist", "rows", components=[own])) == []


@pytest.mark.parametrize(
    ("item", "rule", "kind", "is_misused"),
    [
        (component("number"), "minimum", "string", True),
        (component("number"), "minimum", "number", False),
        (component("number"), "minimum", "null", False),
        (component("datetime"), "maximum", "number", True),
        (component("datetime"), "maximum", "date", False),
        (component(), "longest", "boolean", True),
        (component("select"), "options", "string", True),
        (component("select"), "options", "list", False),
        (component("checkbox"), "default", "number", True),
        (component("checklist"), "default", "string", True),
        (component("number"), "default", "boolean", True),
        (component(), "default", "list", True),
        (component(), "hidden", "string", False),
    ],
)
def test_misused_kind__certain_kind__is_held_against_the_need(
    item: dict[str, Any], rule: str, kind: str, is_misused: bool
) -> None:
    field = a_form(item).fields[0]

    assert bool(misused_kind(field, rule, Kind(kind))) is is_misused
