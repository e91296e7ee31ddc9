"""Single inputs: attributes, units, uploads, what is only shown, and labels in another language."""

from __future__ import annotations

import re
from typing import Any

import pytest

from forms import localise, render
from tests.forms.builders import (
    a_form,
    component,
    shown,
    typed,
)


def test_render__readonly__is_text_and_not_an_input() -> None:
    root = shown(
        component("datetime", "day", readonly=True, defaultValue="=since"), context={"since": "2024-02-01"}
    )

    assert root.xpath("//input") == []
    assert "01.02.2024" in root.text_content()


def test_render__uploaded_files__have_name_reference_and_button() -> None:
    answers = {"papers": [{"document": "d1"}, {"document": "d2", "name": "two.pdf"}]}

    root = shown(component("filepicker", "papers"), answers=answers, files={"d1": {"name": "one.pdf"}})

    assert root.xpath("//input[@type='hidden']/@value") == ["d1", "d2"]
    assert [e.text for e in root.xpath("//*[@class='f-file-name']")] == ["one.pdf", "two.pdf"]
    assert root.xpath("//button/@name")[-2:] == ["__remove__papers.0", "__remove__papers.1"]


def test_render__attributes_of_the_analyst__come_from_closed_lists() -> None:
    root = shown(typed("phone", properties={"mms:autocomplete": "tel", "mms:inputmode": "tel"}))

    field = root.get_element_by_id("f-answer")

    assert (field.get("autocomplete"), field.get("inputmode"), field.get("type")) == ("tel", "tel", "tel")


def test_render__options_with_groups__become_groups_of_a_list() -> None:
    offered = [
        {"value": "1", "label": "Omalo", "group": "Tusheti"},
        {"value": "2", "label": "Diklo", "group": "Tusheti"},
    ]

    root = shown(typed("settlement", type="select"), context={"options": {"settlements": offered}})

    assert root.xpath("//optgroup/@label") == ["Tusheti"]
    assert root.xpath("//optgroup/option/@value") == ["1", "2"]


def test_render__text_with_values__shows_them_and_keeps_their_lines() -> None:
    text = component("text", "t", text="Applicant: {{hearing.statement}} **since** {{since}}")

    root = shown(text, context={"hearing": {"statement": "a *b*\n<i>c</i>"}, "since": "2024-02-01"})

    assert root.xpath("//em | //i") == []
    assert root.xpath("string(//p)") == "Applicant: a *b*<i>c</i> since 01.02.2024"
    assert len(root.xpath("//p/br")) == 1


def test_localise__labels_options_texts_and_descriptions__are_replaced_others_stay() -> None:
    form = a_form(
        component("select", "choice", description="Georgian hint"),
        component("text", "note", text="Georgian {{x}}"),
        component("dynamiclist", "rows", components=[component(key="name")]),
        component(key="name", id="other"),
        {"type": "group", "id": "group_id", "label": "Georgian", "components": []},
    )
    words = {
        "choice": {"label": "Choice", "options.one": "Uno", "options": {"two": "Due"}},
        "id_note": {"text": 'English {{if x = "1" then "one" else "other"}}'},
        "rows.name": {"label": "Name in a row"},
        "name": {"label": "Name", "description": "New"},
        "group_id": {"label": "Group"},
    }

    html = render(localise(form, words, language="en"), {"rows": [{}]}, language="en", context={"x": "1"})

    for expected in (
        "Choice",
        "Uno",
        "Due",
        "Georgian hint",
        "English one",
        "Name in a row",
        ">Name ",
        "New",
        ">Group<",
    ):
        assert expected in html
    assert len(re.findall("Georgian", html)) == 1


@pytest.mark.parametrize(
    ("question", "name", "value"),
    [
        (component("filepicker", accept=".pdf, image/*"), "accept", ".pdf,image/*"),
        (component("filepicker"), "accept", None),
        (component("filepicker", multiple=True), "multiple", "multiple"),
        (component("filepicker"), "multiple", None),
        (component("number", decimalDigits=0), "inputmode", "numeric"),
        (component("number", decimalDigits=2), "inputmode", "decimal"),
        (component("number"), "inputmode", "decimal"),
        (typed("email"), "type", "email"),
        (component(), "type", "text"),
    ],
)
def test_render__attributes_of_an_input__fit_its_kind(
    question: dict[str, Any], name: str, value: str | None
) -> None:
    assert shown(question).get_element_by_id("f-answer").get(name) == value


def test_render__amount__has_its_unit_beside_it_and_is_shown_in_lari() -> None:
    root = shown(typed("money", type="number"), answers={"answer": -1234505})

    assert root.xpath("string(//*[@class='f-suffix'])") == "₾"
    assert root.get_element_by_id("f-answer").get("value") == "-12345,05"


def test_render__junk_as_answers__shows_empty_fields() -> None:
    answers: dict[str, Any] = {
        "answer": {"a": 1},
        "tick": "no",
        "many": "one",
        "papers": ["x", {"document": 5}],
    }
    questions = [component(), component("checkbox", "tick"), component("filepicker", "papers")]

    root = shown(*questions, answers=answers)

    assert root.get_element_by_id("f-answer").get("value") == ""
    assert root.get_element_by_id("f-tick").get("checked") is None
