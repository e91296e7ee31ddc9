"""The HTML of a form: accessible, escaped, usable without JavaScript."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from forms import FieldError, parse_html, render, render_errors, validate
from tests.forms.builders import (
    CONTEXT,
    GOOD,
    a_form,
    component,
    errors_of,
    every_kind,
    parsed,
    shown,
    submitted,
)

NASTY = "\"><script>alert(1)</script>'&amp;{{7*7}}"
REQUIRED = {"validate": {"required": True}}


def filled() -> str:
    kept = validate(every_kind(), GOOD, context=CONTEXT)
    return render(every_kind(), kept, language="ka", context=CONTEXT)


def test_render__every_kind_filled__round_trips_through_the_browser() -> None:
    kept = validate(every_kind(), GOOD, context=CONTEXT)
    files = {"abc": {"name": "a.pdf", "size": 10, "type": "application/pdf"}}

    sent = parse_html(every_kind(), submitted(filled()))

    assert validate(every_kind(), sent, context={**CONTEXT, "files": files}) == kept


def test_render__every_input__has_a_label_and_no_id_is_used_twice() -> None:
    root = parsed(filled())

    ids = Counter(root.xpath("//@id"))
    labels = set(root.xpath("//label/@for"))
    inputs = root.xpath("//input[not(@type='hidden')] | //select | //textarea")

    assert [name for name, count in ids.items() if count > 1] == []
    assert len(inputs) > 20
    assert {element.get("id") for element in inputs} == labels


def test_render__every_fieldset__has_a_legend_first() -> None:
    for fieldset in parsed(filled()).xpath("//fieldset"):
        assert fieldset[0].tag == "legend"
        assert fieldset[0].text_content().strip()


def test_render__strict_content_security_policy__nothing_inline() -> None:
    root = parsed(filled())

    assert root.xpath("//script | //style | //@style") == []
    assert root.xpath("//@*[starts-with(name(), 'on')]") == []


def test_render__labels_hints_options_and_values_with_markup__are_escaped() -> None:
    values = [{"value": NASTY, "label": NASTY}]
    nasty: dict[str, Any] = {"label": NASTY.replace("{{7*7}}", ""), "description": "<b>" + NASTY[:20]}
    questions = [
        component(key="a", **nasty),
        component("textarea", "b", **nasty),
        component("select", "c", values=values, **nasty),
        component("radio", "d", values=values, **nasty),
        component("checklist", "e", values=values, **nasty),
        component("checkbox", "f", **nasty),
        component("filepicker", "g", **nasty),
        component("group", "h", components=[], **nasty),
        component("dynamiclist", "n", components=[component(key="x")], **nasty),
        component(key="j", readonly=True, defaultValue=NASTY, **nasty),
        component("text", "k", text=f"<img src=x> {NASTY.replace('{{7*7}}', '')} [x](javascript:alert(1))"),
        component("table", "l", columns=[{"key": "n", "label": NASTY}], dataSource="=rows"),
        component(key="m", conditional={"hide": '="<i>" = "\\"><script>"'}),
    ]
    form = a_form(*questions)
    answers = dict.fromkeys("abcd", NASTY) | {"e": [NASTY], "g": [{"document": NASTY, "name": NASTY}]}
    errors = [FieldError(key, "pattern", {"label": NASTY}) for key in "abcdefghn"]

    html = render(form, answers, errors=errors, language="en", context={"rows": [{"n": NASTY}]})
    root = parsed(html + render_errors(form, errors, "en"))

    assert root.xpath("//script | //img | //b[not(ancestor::form)] | //i") == []
    assert root.xpath("//a[starts-with(@href, 'javascript')]") == []
    assert root.xpath("string(//input[@id='f-a']/@value)") == NASTY
    assert root.xpath("string(//td)") == NASTY


def test_render__error__is_tied_to_its_input_and_linked_from_the_summary() -> None:
    form = a_form(component(key="a", description="Hint", **REQUIRED), component("radio", "b", **REQUIRED))
    errors = errors_of(form, {})

    root = parsed(render(form, {}, errors=errors, language="en"))
    summary = parsed(render_errors(form, errors, "en"))
    field = root.get_element_by_id("f-a")

    assert field.get("aria-describedby") == "f-a--hint f-a--error"
    assert field.get("aria-invalid") == "true"
    assert "Enter an answer" in root.get_element_by_id("f-a--error").text_content()
    assert root.xpath("string(//fieldset/@aria-describedby)") == "f-b--error"
    linked = [root.get_element_by_id(link[1:]) for link in summary.xpath("//a/@href")]
    assert [(element.tag, element.get("value")) for element in linked] == [("input", ""), ("input", "one")]


def test_render__errors_of_every_place__are_linked_to_something_that_exists() -> None:
    form = every_kind()
    parts = ("witnesses.", "residence.", "child.")  # asked in rows, or when something else is answered
    paths = [f.path for f in form.walk() if f.key and not f.path.startswith(parts)] + ["witnesses.0.name"]
    errors = [FieldError(path, "required", {"label": "x"}) for path in paths]

    root = parsed(render(form, {"witnesses": [{}]}, errors=errors, language="ka", context=CONTEXT))
    links = parsed(render_errors(form, errors, "ka")).xpath("//a/@href")

    assert len(links) == len(paths)
    for link in links:
        assert root.get_element_by_id(link[1:]) is not None


def test_render__optional_question__says_so_and_a_required_one_has_no_asterisk() -> None:
    root = shown(
        component(key="a", **REQUIRED),
        component(key="b"),
        component(key="c", validate={"required": "=a != null"}),
    )

    assert [label.text_content() for label in root.xpath("//label")] == [
        "Label a",
        "Label b (optional)",
        "Label c (optional)",
    ]


def test_render__refused_values__are_shown_as_they_were_typed() -> None:
    form = every_kind()
    wrong = {"person": "123", "day": "31.02.2024", "amount": "1,2,3", "one": "two", "lines": "\n\na\n"}

    sent = submitted(render(form, wrong, errors=errors_of(form, wrong), language="ka"))

    assert sent["person"] == ["123"]
    assert sent["day"] == ["31.02.2024"]
    assert sent["amount"] == ["1,2,3"]
    assert sent["one"] == ["two"]
    assert sent["lines"] == ["\n\na\n"]


def test_render__hidden_question__is_not_in_the_page() -> None:
    form = a_form(component("checkbox", "minor"), component(key="child", conditional={"hide": "=not(minor)"}))

    assert 'name="child"' not in render(form, {}, language="ka")
    assert 'name="child"' in render(form, {"minor": True}, language="ka")


def test_render__question_others_depend_on__is_marked_and_has_a_button_without_javascript() -> None:
    root = shown(component("checkbox", "minor"), component(key="child", conditional={"hide": "=not(minor)"}))

    watched = root.xpath("//*[@data-f-watch]/@data-f-key")

    assert watched == ["minor"]
    assert root.xpath("//noscript//button[@name='__refresh__']")


def test_render__buttons_in_the_form__do_not_take_the_enter_key() -> None:
    root = shown(component("dynamiclist", "rows", components=[component(key="x")]))

    first = root.xpath("//button")[0]

    assert first.get("name") is None
    assert first.get("class") == "f-default"
    assert shown(component()).xpath("//button") == []


@pytest.mark.parametrize(
    ("properties", "answers", "rows"),
    [
        ({}, {}, 1),
        ({"defaultRepetitions": 0}, {}, 0),
        ({"defaultRepetitions": 2}, {}, 2),
        ({"defaultRepetitions": 2}, {"rows": []}, 0),
        ({"defaultRepetitions": 1}, {"rows": [{}, {}, {}]}, 3),
        ({"properties": {"mms:min": "2"}}, {"rows": []}, 2),
        ({"properties": {"mms:min": "=if tick then 3 else 0"}}, {"rows": [{"x": "a"}], "tick": True}, 3),
    ],
)
def test_render__rows__are_as_many_as_given_shown_first_or_needed(
    properties: dict[str, Any], answers: dict[str, Any], rows: int
) -> None:
    listed = component("dynamiclist", "rows", components=[component(key="x")], **properties)

    root = shown(listed, component("checkbox", "tick"), answers=answers)

    assert len(root.xpath("//fieldset[@class='f-row']")) == rows


def test_render__rows_that_may_not_change__have_no_buttons() -> None:
    root = shown(component("dynamiclist", "rows", components=[component(key="x")], allowAddRemove=False))

    assert root.xpath("//button[starts-with(@name, '__')]") == []


def test_render_errors__none__is_nothing() -> None:
    assert render_errors(every_kind(), (), "ka") == ""


def test_render__error_beside_its_field__does_not_repeat_the_label() -> None:
    form = a_form(component(**REQUIRED))
    errors = errors_of(form, {})

    beside = parsed(render(form, {}, errors=errors, language="en")).get_element_by_id("f-answer--error")

    assert beside.text_content() == "Error: Enter an answer."
    assert "Label answer: Enter an answer." in render_errors(form, errors, "en")
