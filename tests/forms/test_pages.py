"""A long form page by page."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms import (
    Form,
    FormError,
    InvalidAnswers,
    merged,
    pages_of,
    parse_html,
    part_of,
    render,
    survey,
    validate,
)
from forms.pages import MOST_ON_ONE_PAGE
from tests.forms.builders import a_form, component, parsed, submitted


def group(name: str, *inner: dict[str, Any], page: str = "", **more: Any) -> dict[str, Any]:
    """A group that is only a heading."""
    own = {"properties": {"mms:page": page}} if page else {}
    raw = component("group", name, components=list(inner), label=f"Title {name}", **own, **more)
    del raw["path"]
    return {**raw, "id": name}


def questions(prefix: str, number: int, **more: Any) -> list[dict[str, Any]]:
    return [component("textfield", f"{prefix}{index}", **more) for index in range(number)]


def long_form(*more: dict[str, Any]) -> Form:
    return a_form(group("one", *questions("a", 6)), group("two", *questions("b", 6)), *more)


def titles(form: Form) -> list[str]:
    return [page.title for page in pages_of(form)]


def test_pages__few_questions__are_one() -> None:
    form = a_form(group("one", *questions("a", 5)), group("two", *questions("b", MOST_ON_ONE_PAGE - 5)))

    assert len(pages_of(form)) == 1


def test_pages__more_questions__are_the_groups_in_order() -> None:
    assert titles(long_form()) == ["Title one", "Title two"]


def test_pages__group_that_begins_one__splits_a_short_form() -> None:
    form = a_form(group("one", *questions("a", 1)), group("two", *questions("b", 1), page="new"))

    assert titles(form) == ["Title one", "Title two"]


def test_pages__group_that_stays__is_on_the_page_before_it() -> None:
    form = a_form(group("one", *questions("a", 6)), group("two", *questions("b", 6), page="same"))

    assert titles(form) == ["Title one"]


def test_pages__components_without_a_group__belong_to_the_page_before_or_the_first() -> None:
    form = a_form(
        component("text", "hello", text="Hello"),
        group("one", *questions("a", 6)),
        component("textfield", "between"),
        group("two", *questions("b", 6)),
    )

    first, second = pages_of(form)

    assert [item.id for item in first.fields] == ["id_hello", "one", "id_between"]
    assert [item.id for item in second.fields] == ["two"]


def test_pages__unknown_word_for_a_page__is_refused() -> None:
    with pytest.raises(FormError, match="mms:page"):
        a_form(group("one", *questions("a", 1), page="maybe"))


def test_survey__page_whose_questions_are_all_hidden__is_skipped() -> None:
    hide = {"conditional": {"hide": '=a0 != "yes"'}}
    form = long_form(group("three", *questions("c", 2, **hide)), group("four", *questions("d", 1)))

    without = survey(form, {"a0": "no"})
    with_it = survey(form, {"a0": "yes"})

    assert [page.id for page in without.pages] == ["one", "two", "four"]
    assert [page.id for page in with_it.pages] == ["one", "two", "three", "four"]
    after, before = without.after("two"), without.before("three")
    assert after is not None and after.id == "four"
    assert before is not None and before.id == "two"


def test_survey__group_that_is_hidden_as_a_whole__is_skipped() -> None:
    form = long_form(group("three", *questions("c", 2), conditional={"hide": "=true"}))

    assert [page.id for page in survey(form, {}).pages] == ["one", "two"]


def test_survey__errors__stand_on_the_pages_of_their_questions() -> None:
    required = {"validate": {"required": True}}
    inner = component("group", "home", components=questions("street", 1, **required))
    form = long_form(group("three", inner), group("four", *questions("d", 2, **required)))

    found = survey(form, {"d1": "given"}).errors

    assert {page: [error.path for error in errors] for page, errors in found.items()} == {
        "one": [],
        "two": [],
        "three": ["home.street0"],
        "four": ["d0"],
    }


def test_page__rendered_and_sent__holds_its_own_questions_only() -> None:
    form = long_form()
    second = pages_of(form)[1]

    markup = render(form, {"a0": "kept", "b0": "shown"}, language="en", only=second.fields)

    assert sorted(submitted(markup)) == [f"b{index}" for index in range(6)]
    assert parsed(markup).xpath("//input[@name='b0']/@value") == ["shown"]


def test_page__sent_with_answers_of_another__changes_its_own_only() -> None:
    form = long_form()
    second = pages_of(form)[1]
    sent = parse_html(part_of(form, second), {"a0": ["forged"], "b0": ["new"]})

    answers = merged({"a0": "kept", "b0": "old", "b1": "gone"}, second, sent)

    assert answers == {"a0": "kept", "b0": "new"}


@st.composite
def some_forms(draw: st.DrawFn) -> tuple[Form, dict[str, Any]]:
    """A form of groups, lists, loose questions and conditions, and answers to some of it."""
    components: list[dict[str, Any]] = []
    answers: dict[str, Any] = {}
    for number in range(draw(st.integers(1, 7))):
        fields = []
        for place in range(draw(st.integers(0, 4))):
            key = f"q{number}_{place}"
            kind = draw(st.sampled_from(["textfield", "number", "checkbox"]))
            more: dict[str, Any] = {"validate": {"required": draw(st.booleans())}}
            if draw(st.booleans()):
                more["conditional"] = {"hide": f'=q{draw(st.integers(0, number))}_0 = "1"'}
            fields.append(component(kind, key, **more))
            if draw(st.booleans()):
                answers[key] = draw(st.sampled_from(["1", "", "x", True, None, 3]))
        shape = draw(st.sampled_from(["heading", "object", "rows", "loose"]))
        hide = {"conditional": {"hide": '=q0_0 = "1"'}} if draw(st.integers(0, 3)) == 0 else {}
        if shape == "heading":
            components.append(group(f"g{number}", *fields, page=draw(st.sampled_from(["", "new", "same"]))))
        elif shape == "object":
            components.append(component("group", f"g{number}", components=fields, **hide))
        elif shape == "rows":
            components.append(component("dynamiclist", f"g{number}", components=fields, **hide))
            answers[f"g{number}"] = draw(st.sampled_from([[], [{}], [{"x": 1}, {}]]))
        else:
            components += fields
    return a_form(*components), answers


@settings(max_examples=300, deadline=None)
@given(some_forms())
def test_pages__any_form__has_each_component_on_exactly_one_page(case: tuple[Form, dict[str, Any]]) -> None:
    form, _ = case

    pages = pages_of(form)

    assert [item.id for page in pages for item in page.fields] == [item.id for item in form.fields]
    assert len({page.id for page in pages}) == len(pages) > 0
    keys = [key for page in pages for key in page.keys]
    assert len(keys) == len(set(keys))


@settings(max_examples=300, deadline=None)
@given(some_forms())
def test_pages__errors_of_all__are_those_of_the_whole_form(case: tuple[Form, dict[str, Any]]) -> None:
    form, answers = case

    found = survey(form, answers)

    whole: tuple[Any, ...] = ()
    try:
        validate(form, answers)
    except InvalidAnswers as refused:
        whole = refused.errors
    shown = [page.id for page in found.pages]
    assert sorted(found.errors) == sorted(shown)
    together = [error for errors in found.errors.values() for error in errors]
    assert sorted(map(repr, together)) == sorted(map(repr, whole))
