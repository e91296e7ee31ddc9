"""Rules that a form states itself about an answer and others (`mms:check`)."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from forms import FormError, InvalidAnswers, describe, load_form, localise, render, render_errors, validate
from tests.forms.builders import a_form, codes_of, component

GRANT = Path(__file__).parents[2] / "bpmn" / "high_mountain" / "grant" / "forms" / "application.form"
NOW = datetime(2026, 9, 1, 10, 0, tzinfo=UTC)
SAYS = {"mms:message.check": "Ends differ."}


def test_check__that_is_not_true__refuses_with_the_forms_own_sentence() -> None:
    form = a_form(component(key="a"), component(key="b", properties={"mms:check": "=b = a", **SAYS}))

    assert validate(form, {"a": "x", "b": "x"}) == {"a": "x", "b": "x"}
    with pytest.raises(InvalidAnswers) as refused:
        validate(form, {"a": "x", "b": "y"})
    assert [describe(error, "ka") for error in refused.value.errors] == ["Ends differ."]
    english = localise(form, {"b": {"messages": {"check": "They differ."}}}, language="en")
    with pytest.raises(InvalidAnswers) as refused:
        validate(english, {"a": "x", "b": "y"})
    assert [describe(error, "en") for error in refused.value.errors] == ["They differ."]


TWO = {
    "mms:check.long": "=a != null",
    "mms:message.check.long": "First A.",
    "mms:check.same": "=a = b",
    "mms:message.check.same": "Not the same.",
}


def test_checks__several_of_one_answer__tell_the_first_that_is_not_true() -> None:
    form = a_form(component(key="a"), component(key="b", properties=TWO))
    english = {"check.long": "A first.", "check.same": "They differ."}

    def said(answers: dict[str, str], language: str) -> list[str]:
        shown = localise(form, {"b": {"messages": english}} if language == "en" else {}, language=language)
        with pytest.raises(InvalidAnswers) as refused:
            validate(shown, answers)
        assert [(error.path, error.code) for error in refused.value.errors] == [("b", "check")]
        return [describe(error, language) for error in refused.value.errors]

    assert validate(form, {"a": "x", "b": "x"}) == {"a": "x", "b": "x"}
    assert said({"b": "x"}, "ka") == ["First A."] and said({"b": "x"}, "en") == ["A first."]
    assert said({"a": "y", "b": "x"}, "ka") == ["Not the same."]
    assert said({"a": "y", "b": "x"}, "en") == ["They differ."]


def test_check__of_a_list__is_told_at_the_list_and_linked_to() -> None:
    rule = {"mms:check": "=count(rows) != n", **SAYS}
    form = a_form(
        component("number", "n"), component("dynamiclist", "rows", components=[component()], properties=rule)
    )
    answers = {"n": 1, "rows": [{"answer": "x"}]}

    with pytest.raises(InvalidAnswers) as refused:
        validate(form, answers)

    errors = refused.value.errors
    assert [(error.path, error.code) for error in errors] == [("rows", "check")]
    assert 'href="#f-rows"' in render_errors(form, errors, "ka")
    assert 'id="f-rows"' in (page := render(form, answers, errors=errors, language="ka"))
    assert "Ends differ." in page
    assert "data-f-watch" not in page  # what only a check reads is not asked for anew while it is typed


@pytest.mark.parametrize("rule", ["=null", '="yes"', "=a = null", "=1"])
def test_check__that_says_neither__refuses(rule: str) -> None:
    form = a_form(component(key="a"), component(key="b", properties={"mms:check": rule, **SAYS}))

    assert codes_of(form, {"a": "x", "b": "y"}) == [("b", "check")]


def test_check__of_no_answer__is_not_asked() -> None:
    form = a_form(component(properties={"mms:check": "=false", **SAYS}))

    assert validate(form, {}) == {}


@pytest.mark.parametrize(
    ("type", "properties"),
    [
        ("textfield", {"mms:check": "=true"}),
        ("textfield", {"mms:check": "yes", **SAYS}),
        ("group", {"mms:check": "=true", **SAYS}),
        ("textfield", {"mms:check.twice": "=true", **SAYS}),
        ("textfield", {"mms:check.twice": "=true", "mms:message.check.twcie": "Twice."}),
        ("textfield", {"mms:check.": "=true", "mms:message.check.": "Twice."}),
        ("textfield", {"mms:check": "=true", **SAYS, "mms:message.check.own": "Own."}),
    ],
)
def test_form__whose_check_would_say_nothing__is_refused(type: str, properties: dict[str, Any]) -> None:
    with pytest.raises(FormError) as refused:
        a_form(component(type, properties=properties, **({"components": []} if type == "group" else {})))

    assert refused.value.code == "property_type"


def absence(first: str, last: str) -> dict[str, str]:
    return {"absent_from": f"2025-{first}", "absent_to": f"2025-{last}", "absence_reason": "work"}


@pytest.mark.parametrize(
    ("rows", "refused"),
    [
        ([("01-05", "01-20"), ("03-01", "03-09")], []),
        ([("03-01", "03-09"), ("01-05", "01-20")], []),
        ([("01-05", "01-20"), ("01-20", "02-02")], []),
        ([("01-20", "02-02"), ("01-05", "01-20")], []),
        ([("01-05", "01-05"), ("01-05", "01-20")], []),
        ([("01-05", "01-20"), ("01-19", "02-02")], [1]),
        ([("01-05", "01-20"), ("01-01", "01-06")], [1]),
        ([("01-05", "01-20"), ("01-10", "01-10")], [1]),
        ([("01-05", "01-20"), ("01-05", "01-20")], [1]),
        ([("01-05", "01-05"), ("01-05", "01-05")], [1]),
        ([("01-05", "01-20"), ("03-01", "03-09"), ("01-01", "12-31")], [2]),
        ([("01-01", "12-31"), ("01-05", "01-20"), ("03-01", "03-09")], [1, 2]),
        ([("01-05", ""), ("01-05", "01-20")], []),
    ],
)
def test_absences__of_the_grant__may_touch_and_not_overlap(
    rows: list[tuple[str, str]], refused: list[int]
) -> None:
    form = load_form(GRANT.read_bytes())

    with pytest.raises(InvalidAnswers) as found:
        validate(form, {"absences": [absence(*row) for row in rows]}, now=NOW)

    of_days = [(error.path, error.code) for error in found.value.errors if error.path.endswith("absent_from")]
    assert of_days == [(f"absences.{number}.absent_from", "check") for number in refused]
