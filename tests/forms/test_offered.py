"""A choice offers those of its options that an expression names; others are neither shown nor taken."""

from __future__ import annotations

from typing import Any

import pytest

from forms import Form, FormError, InvalidAnswers, prefill, summarise, validate
from tests.forms.builders import a_form, component, shown

OPTIONS = [{"value": value, "label": value.upper()} for value in ("first", "second", "other")]
OFFERED = {"mms:offered": "=grounds.reason"}
GROUNDS: list[dict[str, Any]] = [{"reason": "second"}, {"reason": "other"}]


def codes(form: Form, value: Any, **context: Any) -> list[str]:
    """The codes of what is wrong with a choice; none where it is taken."""
    try:
        validate(form, {"ground": value}, context=context)
    except InvalidAnswers as refused:
        return [error.code for error in refused.errors]
    return []


def labels(*components: dict[str, Any], **context: Any) -> str:
    return str(shown(*components, context=context).text_content())


def choice(type: str = "radio", **more: Any) -> dict[str, Any]:
    return component(type, "ground", values=OPTIONS, properties=OFFERED, **more)


@pytest.mark.parametrize("type", ["radio", "select"])
def test_choice__with_options_that_are_offered__shows_them_alone(type: str) -> None:
    page = labels(choice(type), grounds=GROUNDS)

    assert "SECOND" in page and "OTHER" in page
    assert "FIRST" not in page


@pytest.mark.parametrize(
    ("value", "found"),
    [("second", []), ("other", []), ("first", ["not_an_option"])],
)
def test_choice__of_an_option__is_taken_only_where_it_is_offered(value: str, found: list[Any]) -> None:
    assert codes(a_form(choice()), value, grounds=GROUNDS) == found


def test_choices__of_several__takes_only_what_is_offered() -> None:
    form = a_form(choice("checklist"))

    assert codes(form, ["second", "other"], grounds=GROUNDS) == []
    assert codes(form, ["second", "first"], grounds=GROUNDS) == ["not_an_option"]


@pytest.mark.parametrize("grounds", [[], None, 5])
def test_choice__with_nothing_offered__takes_nothing(grounds: Any) -> None:
    assert codes(a_form(choice()), "second", grounds=grounds) == ["no_options"]


def test_choice__whose_expression_gives_up__shows_nothing_and_takes_nothing() -> None:
    costly = choice()
    costly["properties"] = {"mms:offered": "=for a in 1..1000, b in 1..1000 return string(a + b)"}

    assert codes(a_form(costly), "second") == ["cannot_check"]
    assert "SECOND" not in labels(costly)


def test_choice__made_when_it_was_offered__keeps_its_words() -> None:
    form = a_form(choice())

    told = summarise(form, {"ground": "first"}, language="en", context={"grounds": GROUNDS})

    assert [row.value for row in told] == ["FIRST"]


def test_step__that_comes_back__begins_without_what_is_offered_no_more() -> None:
    form = a_form(choice())

    assert prefill(form, context={"grounds": GROUNDS}, last={"ground": "second"}) == {"ground": "second"}
    assert prefill(form, context={"grounds": GROUNDS}, last={"ground": "first"}) == {}


@pytest.mark.parametrize(
    "spoilt",
    [
        component("radio", "ground", values=OPTIONS, properties={"mms:offered": "second"}),
        component("textfield", "ground", properties=OFFERED),
        component("select", "ground", valuesKey="settlements", properties=OFFERED),
    ],
    ids=["no expression", "no choice", "options from elsewhere"],
)
def test_form__that_offers_what_it_can_not__is_refused(spoilt: dict[str, Any]) -> None:
    with pytest.raises(FormError) as refused:
        a_form(spoilt)

    assert refused.value.code == "property_type"
