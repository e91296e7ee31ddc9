"""The form of a step that comes back begins with what the step was completed with before."""

from __future__ import annotations

import json
from typing import Any

import pytest

from forms import Form, FormError, load_form, prefill
from tests.forms.builders import a_form, component, document

ANEW, LAST = {"mms:begins": "anew"}, {"mms:begins": "last"}
FILE = {"document": "a" * 64, "name": "plan.pdf", "size": 3, "type": "application/pdf"}
GONE = {**FILE, "document": "b" * 64}


def again(form: Form, last: dict[str, Any], **context: Any) -> dict[str, Any]:
    return prefill(form, context=context, last=last)


def test_prefill__step_comes_back__last_answers_win_over_defaults() -> None:
    form = a_form(
        component("textarea", "facts"),
        component("number", "height", defaultValue="=zoning.height"),
        component("number", "parking", defaultValue=7),
    )

    begun = again(form, {"facts": "ფაქტები", "height": 9}, zoning={"height": 12})

    assert begun == {"facts": "ფაქტები", "height": 9, "parking": 7}


def test_prefill__step_for_the_first_time__begins_with_defaults() -> None:
    form = a_form(component("textfield", "facts"), component("number", "height", defaultValue=12))

    assert prefill(form) == {"height": 12}


def test_prefill__question_begins_anew__is_as_at_the_first_time() -> None:
    form = a_form(
        component("radio", "visa", properties=ANEW),
        component("textfield", "place", defaultValue="hall", properties=ANEW),
        component("textfield", "note"),
    )

    begun = again(form, {"visa": "one", "place": "attic", "note": "n"})

    assert begun == {"place": "hall", "note": "n"}


def test_prefill__group_begins_anew__so_do_its_questions_unless_they_say_otherwise() -> None:
    form = a_form(
        component(
            "group",
            "session",
            properties=ANEW,
            components=[component("radio", "vote"), component("textfield", "room", properties=LAST)],
        )
    )

    assert again(form, {"session": {"vote": "one", "room": "12"}}) == {"session": {"room": "12"}}


def test_prefill__whole_form_begins_anew__so_does_each_question() -> None:
    components = (component("radio", "visa"), component("textfield", "room", properties=LAST))
    form = load_form(json.dumps(document(*components, properties=ANEW)).encode())

    assert again(form, {"visa": "one", "room": "12"}) == {"room": "12"}


def test_prefill__option_that_is_gone__is_left_out() -> None:
    offered = component("select", "area", values=None, properties={"mms:options": "areas"})
    del offered["values"]
    form = a_form(offered, component("checklist", "bodies"))

    context = {"options": {"areas": [{"value": "north", "label": "North"}]}}

    assert again(form, {"area": "south", "bodies": ["gone", "two"]}, **context) == {"bodies": ["two"]}
    assert again(form, {"area": "north"}, **context) == {"area": "north"}


def test_prefill__answer_of_a_question_that_is_gone_or_of_another_kind__is_left_out() -> None:
    form = a_form(component("number", "height"))

    assert again(form, {"height": "tall", "storeys": 2}) == {}


def test_prefill__question_that_cannot_be_changed__is_computed_anew() -> None:
    form = a_form(
        component("number", "fee", defaultValue="=tariff", readonly=True),
        component("number", "share", defaultValue="=tariff", readonly="=tariff > 5"),
        component("number", "rate", defaultValue="=tariff", disabled=True),
        component("expression", "double", expression="=fee * 2"),
    )

    begun = again(form, {"fee": 1, "share": 1, "rate": 1, "double": 2}, tariff=8)

    assert begun == {"fee": 8, "share": 8, "rate": 8}


def test_prefill__question_that_is_hidden_now__is_left_out() -> None:
    hidden = {"conditional": {"hide": '=outcome != "two"'}}
    form = a_form(
        component("radio", "outcome", properties=ANEW),
        component("textarea", "why", **hidden),
        component("group", "inside", components=[component("textfield", "note", **hidden)]),
        component("dynamiclist", "rows", components=[component("textfield", "line", **hidden)]),
    )

    begun = again(form, {"outcome": "two", "why": "w", "inside": {"note": "n"}, "rows": [{"line": "l"}]})

    assert begun == {"inside": {}, "rows": [{}]}


def test_prefill__rows__come_back_row_by_row() -> None:
    form = a_form(
        component(
            "dynamiclist",
            "votes",
            components=[
                component("textfield", "member"),
                component("radio", "vote", properties=ANEW),
                component("textfield", "room", defaultValue="12"),
            ],
        )
    )

    begun = again(form, {"votes": [{"member": "ა", "vote": "one", "room": "3"}, {"member": "ბ"}]})

    assert begun == {"votes": [{"member": "ა", "room": "3"}, {"member": "ბ"}]}


def test_prefill__rows_that_begin_anew__are_none() -> None:
    rows = component("dynamiclist", "votes", properties=ANEW, components=[component("textfield", "member")])

    assert again(a_form(rows), {"votes": [{"member": "ა"}]}) == {}


def test_prefill__files__only_those_that_are_known() -> None:
    form = a_form(component("filepicker", "photos", multiple=True))

    begun = again(form, {"photos": [FILE, GONE]}, files={FILE["document"]: FILE})

    assert begun == {"photos": [FILE]}
    assert again(form, {"photos": [FILE]}) == {}


@pytest.mark.parametrize(
    ("type", "value"), [("textfield", "empty"), ("text", "anew"), ("expression", "anew"), ("group", "new")]
)
def test_load_form__beginning_that_is_none__is_refused(type: str, value: str) -> None:
    more = {"text": {"text": "t"}, "expression": {"expression": "=1"}, "group": {"components": []}}

    with pytest.raises(FormError) as refused:
        a_form(component(type, properties={"mms:begins": value}, **more.get(type, {})))

    assert (refused.value.code, refused.value.path) == ("begins", "components.0")


@pytest.mark.parametrize(
    ("properties", "code", "place"),
    [
        ({"mms:begins": "empty"}, "begins", "properties"),
        ({"mms:begin": "anew"}, "unknown_property", "properties.mms:begin"),
    ],
)
def test_load_form__property_of_the_whole_form_is_wrong__is_refused(
    properties: dict[str, str], code: str, place: str
) -> None:
    with pytest.raises(FormError) as refused:
        load_form(json.dumps(document(component(), properties=properties)).encode())

    assert (refused.value.code, refused.value.path) == (code, place)
