"""Which forms are one question with few options, and which options answer the whole form."""

from __future__ import annotations

from typing import Any

import pytest

from forms import one_question
from tests.forms.builders import a_form, component, typed

REQUIRED = {"validate": {"required": True}}
VISA = component("radio", "visa", **REQUIRED)
REMARKS = component("textarea", "remarks", **REQUIRED, conditional={"hide": '=visa != "two"'})
NOTE = component("textarea", "note")
MANY = [{"value": f"v{n}", "label": f"V {n}"} for n in range(5)]


def test_one_question__with_a_reason_for_one_option__says_which_is_enough() -> None:
    found = one_question(a_form(component("text", "intro", text="Read."), VISA, REMARKS, NOTE))

    assert found is not None and found.key == "visa"
    assert [option.value for option in found.options] == ["one", "two"]
    assert found.enough == {"one"}


def test_one_question__whose_next_question_depends_on_the_case__looks_at_the_case() -> None:
    reason = component("textarea", "reason", **REQUIRED, conditional={"hide": '=visa != "one" or is_plain'})
    form = a_form(component("select", "visa", **REQUIRED), reason)

    found = [one_question(form, context={"is_plain": is_plain}) for is_plain in (True, False)]

    assert [question and question.enough for question in found] == [{"one", "two"}, {"two"}]


@pytest.mark.parametrize(
    "components",
    [
        [NOTE],
        [component("radio", "visa")],
        [VISA, component("radio", "another", **REQUIRED)],
        [VISA, component("textarea", "always", **REQUIRED)],
        [VISA, component("dynamiclist", "rows", components=[component(key="name")])],
        [component("radio", "visa", values=MANY, **REQUIRED)],
        [component("checklist", "visa", **REQUIRED)],
        [component("checkbox", "visa", **REQUIRED)],
        [typed("settlement", "visa", "radio", **REQUIRED)],
        [component("group", "part", components=[VISA])],
        [component("dynamiclist", "rows", components=[VISA])],
    ],
)
def test_one_question__of_another_form__is_none(components: list[dict[str, Any]]) -> None:
    assert one_question(a_form(*components)) is None
