"""Questions that appear, disappear, are fixed or computed, depending on other answers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from forms import hidden_questions, prefill, render, validate
from tests.forms.builders import a_form, codes_of, component

REQUIRED = {"validate": {"required": True}}


def hidden_if(condition: str) -> dict[str, Any]:
    return {"conditional": {"hide": f"={condition}"}}


def minor_form() -> Any:
    return a_form(
        component("checkbox", "for_minor"),
        component(key="child", **REQUIRED, **hidden_if("not(for_minor)")),
    )


def test_hidden__question_not_asked__is_neither_required_nor_kept() -> None:
    assert validate(minor_form(), {"for_minor": False, "child": "junk\0"}) == {"for_minor": False}
    assert validate(minor_form(), {}) == {"for_minor": False}


def test_hidden__condition_no_longer_holds__is_required_and_kept() -> None:
    assert codes_of(minor_form(), {"for_minor": True}) == [("child", "required")]
    assert validate(minor_form(), {"for_minor": "on", "child": "a"}) == {"for_minor": True, "child": "a"}


def test_hidden__condition_gives_null_or_text__stays_visible() -> None:
    form = a_form(component(key="a", **hidden_if("missing")), component(key="b", **hidden_if('"yes"')))

    assert validate(form, {"a": "x", "b": "y"}) == {"a": "x", "b": "y"}


def test_hidden__answer_to_a_hidden_question__can_not_hide_another() -> None:
    form = a_form(
        component("checkbox", "never", **hidden_if("true")),
        component(key="must", **REQUIRED, **hidden_if("never")),
    )

    assert codes_of(form, {"never": True}) == [("must", "required")]


def test_hidden__chain_of_questions__falls_together() -> None:
    form = a_form(
        component(key="a"),
        component(key="b", **hidden_if("a = null")),
        component(key="c", **hidden_if("b = null")),
        component(key="d", **REQUIRED, **hidden_if("c = null")),
    )

    assert validate(form, {"b": "x", "c": "x", "d": "x"}) == {}
    assert codes_of(form, {"a": "x", "b": "x", "c": "x"}) == [("d", "required")]


def test_hidden__condition_on_a_later_question__is_settled_too() -> None:
    form = a_form(component(key="first", **hidden_if('last = "no"')), component(key="last"))

    assert validate(form, {"first": "x", "last": "no"}) == {"last": "no"}
    assert validate(form, {"first": "x", "last": "yes"}) == {"first": "x", "last": "yes"}


def test_hidden__conditions_chase_each_other__comes_to_an_end() -> None:
    form = a_form(component(key="a", **hidden_if("b = null")), component(key="b", **hidden_if("a != null")))

    assert validate(form, {"a": "x", "b": "y"}).keys() <= {"a", "b"}


def test_hidden__group__hides_everything_in_it_with_and_without_path() -> None:
    group = {
        "type": "group", "id": "g", "label": "G", **hidden_if("a = null"),
        "components": [component(key="inner", **REQUIRED)],
    }  # fmt: skip
    nested = component(
        "group", "home", components=[component(key="street", **REQUIRED)], **hidden_if("a = null")
    )
    form = a_form(component(key="a"), group, nested)

    assert validate(form, {"inner": "\0", "home": {"street": 5}}) == {}
    assert codes_of(form, {"a": "x"}) == [("inner", "required"), ("home.street", "required")]


def test_hidden_questions__of_answers__are_those_that_a_condition_hides() -> None:
    group = {
        "type": "group",
        "id": "g",
        "label": "G",
        **hidden_if("a = null"),
        "components": [component(key="in")],
    }
    row = component("dynamiclist", "rows", components=[component(key="why", **hidden_if("this.why = null"))])
    form = a_form(component(key="a"), group, row, component(key="b", **hidden_if('a = "x"')))

    assert hidden_questions(form, {"rows": [{}, {"why": "y"}]}) == ("#g", "rows.0.why", "rows.1.why")
    assert hidden_questions(form, {"a": "x", "in": "i"}) == ("b",)
    assert form.has_conditions
    assert not a_form(component(key="a")).has_conditions


def test_hidden__in_rows__looks_at_its_own_row() -> None:
    reason = component(key="why", **REQUIRED, **hidden_if('this.kind != "one"'))
    form = a_form(component("dynamiclist", "rows", components=[component("radio", "kind"), reason]))

    kept = validate(form, {"rows": [{"kind": "two", "why": "x"}, {"kind": "one", "why": "y"}]})

    assert kept == {"rows": [{"kind": "two"}, {"kind": "one", "why": "y"}]}
    assert codes_of(form, {"rows": [{"kind": "two"}, {"kind": "one"}]}) == [("rows.1.why", "required")]


def test_limits__of_a_row__look_at_the_row_its_number_and_what_is_around() -> None:
    until = component("datetime", "until", properties={"mms:min": "=this.since"})
    number = component("number", "n", validate={"max": "=i[1] + most"})
    form = a_form(
        component("number", "most"),
        component("dynamiclist", "rows", components=[component("datetime", "since"), until, number]),
    )
    good = {"since": "2025-01-02", "until": "2025-01-02", "n": 11}

    assert validate(form, {"most": 10, "rows": [good]})["rows"] == [good]
    assert codes_of(form, {"most": 9, "rows": [good, good, {**good, "until": "2025-01-01"}]}) == [
        ("rows.0.n", "too_large"),
        ("rows.2.until", "date_too_early"),
    ]


def test_required__by_condition__binds_only_then() -> None:
    form = a_form(component(key="a"), component(key="b", validate={"required": '=a = "x"'}))

    assert validate(form, {"a": "y"}) == {"a": "y"}
    assert codes_of(form, {"a": "x"}) == [("b", "required")]


def test_options__computed_from_answers__bind() -> None:
    form = a_form(
        component("radio", "kind"),
        component(
            "select",
            "sub",
            valuesExpression='=if kind = "one" then ["a", "b"] else [{value: "c", label: "C"}]',
        ),
    )

    assert validate(form, {"kind": "one", "sub": "a"})["sub"] == "a"
    assert validate(form, {"kind": "two", "sub": "c"})["sub"] == "c"
    assert codes_of(form, {"kind": "two", "sub": "a"}) == [("sub", "not_an_option")]


def test_readonly__whatever_was_sent__keeps_the_value_of_the_form() -> None:
    form = a_form(
        component(key="name", readonly=True, defaultValue="=applicant.name"),
        component(key="fixed", disabled=True, defaultValue="fixed"),
        component(key="empty", readonly=True, **REQUIRED),
        component(key="sometimes", readonly='=fixed = "fixed"', defaultValue="=upper case(name)"),
    )
    sent = {"name": "Mallory", "fixed": "x", "empty": "x", "sometimes": "x"}

    kept = validate(form, sent, context={"applicant": {"name": "Nino"}})

    assert kept == {"name": "Nino", "fixed": "fixed", "sometimes": "NINO"}


def test_computed__over_the_answers__is_kept_and_can_not_be_sent() -> None:
    form = a_form(
        component("number", "a"),
        component("number", "b"),
        component("expression", "total", expression="=a + b"),
        component(key="why", **REQUIRED, **hidden_if("total < 10")),
    )

    assert validate(form, {"a": "1", "b": "0,5", "total": 99}) == {
        "a": 1,
        "b": Decimal("0.5"),
        "total": Decimal("1.5"),
    }
    assert codes_of(form, {"a": 9, "b": 1, "total": 0}) == [("why", "required")]


def test_computed__over_answers_that_could_not_be_read__does_not_break() -> None:
    form = a_form(component("number", "a"), component("expression", "double", expression="=a * 2"))

    assert codes_of(form, {"a": "junk"}) == [("a", "number")]


def test_expression__exceeds_its_budget__is_refused_and_still_rendered() -> None:
    heavy = "count(for x in 1..1000, y in 1..1000 return x) > 0"
    form = a_form(component(key="a", **hidden_if(heavy)))

    assert codes_of(form, {"a": "x"}) == [("a", "cannot_check")]
    assert 'name="a"' in render(form, {"a": "x"}, language="ka")


def test_expressions__exceed_the_budget_of_the_form__are_refused_from_there_on() -> None:
    heavy = "count(for x in 1..1000 return x) < 0"
    form = a_form(*(component(key=f"a{number}", **hidden_if(heavy)) for number in range(300)))

    refused = codes_of(form, {})

    assert ("a299", "cannot_check") in refused
    assert validate(a_form(component(key="a0", **hidden_if(heavy))), {}) == {}


def test_prefill__defaults__are_read_and_later_ones_see_earlier_ones() -> None:
    form = a_form(
        component(key="phone", defaultValue="=applicant.phone", properties={"mms:type": "phone"}),
        component(key="again", defaultValue="=phone"),
        component("number", "bad", defaultValue="=applicant.phone"),
        component("checkbox", "tick", defaultValue=True),
        component("group", "home", components=[component(key="street", defaultValue="Street")]),
    )

    answers = prefill(form, context={"applicant": {"phone": "555 12 34 56"}})

    assert answers == {
        "phone": "+995555123456",
        "again": "+995555123456",
        "tick": True,
        "home": {"street": "Street"},
    }


def test_context__case_data_below_the_answers__is_read_by_conditions() -> None:
    form = a_form(
        component(key="a", **hidden_if('visit.finding = "lives" and outcome = "x"')), component(key="outcome")
    )
    context = {"visit": {"finding": "lives"}, "outcome": "y"}

    assert validate(form, {"a": "1", "outcome": "x"}, context=context) == {"outcome": "x"}
    assert "a" in validate(form, {"a": "1"}, context=context)


KEYS = "abcde"
answers_of_all = st.fixed_dictionaries({key: st.sampled_from(["x", "y"]) for key in KEYS})
conditions = st.lists(st.none() | st.tuples(st.integers(0, 4), st.sampled_from("xy")), min_size=5, max_size=5)


@settings(max_examples=100)
@given(conditions, answers_of_all, answers_of_all, st.permutations(range(5)))
def test_hidden__any_tree_of_conditions__hidden_answers_influence_nothing(
    conditions: list[tuple[int, str] | None],
    answers: dict[str, str],
    others: dict[str, str],
    order: list[int],
) -> None:
    """Each question may depend on one with a lower number, wherever the two stand in the form."""
    questions = []
    for number in order:
        condition = conditions[number]
        depends = condition is not None and condition[0] < number
        hide = hidden_if(f'{KEYS[condition[0]]} = "{condition[1]}"') if condition and depends else {}
        questions.append(component(key=KEYS[number], **hide))
    form = a_form(*questions)

    kept = validate(form, answers)

    assert validate(form, {**others, **kept}) == kept
    assert validate(form, kept) == kept
