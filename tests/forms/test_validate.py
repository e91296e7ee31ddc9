"""Which answers are kept and which are refused."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from forms import describe, localise, validate
from tests.forms.builders import CONTEXT, GOOD, a_form, codes_of, component, errors_of, every_kind, typed
from tests.forms.country import NINO

NOW = datetime(2025, 6, 15, 9, 0, tzinfo=UTC)
REQUIRED = {"validate": {"required": True}}


def test_validate__every_kind__keeps_normal_forms_and_nothing_unknown() -> None:
    kept = validate(every_kind(), GOOD, context=CONTEXT)

    assert kept == {
        "line": "some text",
        "lines": "one\ntwo",
        "number": Decimal("12.5"),
        "day": "1985-03-27",
        "tick": True,
        "several": ["one", "two"],
        "tags": ["one"],
        "one": "two",
        "choice": "one",
        "papers": [{"document": "abc", "name": "a.pdf", "size": 10, "type": "application/pdf"}],
        "person": "01234567890",
        "phone": "+995555123456",
        "mail": "a@b.ge",
        "account": "GE29NB0000000101904917",
        "company": "123456789",
        "plot": "61.14.26.014",
        "amount": 123450,
        "village": "41",
        "post": "0105",
        "neighbour": "დემო პირი",
        "entry": "7",
        "land": {"type": "Polygon", "coordinates": [[
            [Decimal("42.01"), Decimal("41.65")], [Decimal("42.02"), Decimal("41.65")],
            [Decimal("42.02"), Decimal("41.66")], [Decimal("42.01"), Decimal("41.65")],
        ]]},
        "residence": {"municipality_code": "keda", "unit": "u1", "settlement": "v1", "house": "5"},
        "child": {
            "personal_number": NINO[0], "birth_date": NINO[1], "given_name": "ნინო", "family_name": "დემო",
            "state": "found",
        },
        "home": {"street": "Street"},
        "witnesses": [
            {"name": "Nino", "is_neighbour": True, "languages": ["one"], "born": "1960-02-01"}
        ],
    }  # fmt: skip


def test_validate__its_own_result__gives_the_same_result() -> None:
    kept = validate(every_kind(), GOOD, context=CONTEXT)

    assert validate(every_kind(), kept, context=CONTEXT) == kept


def test_validate__nothing_answered__keeps_the_answers_of_doing_nothing() -> None:
    kept = validate(every_kind(), {}, context=CONTEXT)

    assert kept == {
        "tick": False, "several": [], "tags": [], "papers": [], "residence": {}, "child": {},
        "home": {}, "witnesses": [],
    }  # fmt: skip


@pytest.mark.parametrize("blank", [None, "", "  \n "])
@pytest.mark.parametrize(
    ("question", "code"),
    [
        (component(**REQUIRED), "required"),
        (component("textarea", **REQUIRED), "required"),
        (component("number", **REQUIRED), "required"),
        (component("datetime", **REQUIRED), "required"),
        (component("radio", **REQUIRED), "choose"),
        (component("select", **REQUIRED), "choose"),
        (typed("phone", **REQUIRED), "required"),
        (component("checkbox", **REQUIRED), "must_confirm"),
        (component("checklist", **REQUIRED), "choose_some"),
        (component("taglist", **REQUIRED), "choose_some"),
        (component("filepicker", **REQUIRED), "file_required"),
        (component("dynamiclist", components=[component(key="x", id="x")], **REQUIRED), "too_few_rows"),
    ],
)
def test_validate__required_and_blank__is_refused(question: dict[str, Any], code: str, blank: Any) -> None:
    assert codes_of(a_form(question), {"answer": blank}) == [("answer", code)]


def test_validate__zero_and_no__are_answers() -> None:
    form = a_form(component("number", "count", **REQUIRED), component("checkbox", "tick"))

    assert validate(form, {"count": 0, "tick": False}) == {"count": 0, "tick": False}


@pytest.mark.parametrize(
    ("question", "value", "code"),
    [
        (component(validate={"minLength": 3}), "ab", "too_short"),
        (component(validate={"maxLength": 3}), "abcd", "too_long"),
        (component(validate={"pattern": "^[a-z]+$"}), "a1", "pattern"),
        (component("number", validate={"min": 2}), "1", "too_small"),
        (component("number", validate={"max": 2}), "2,5", "too_large"),
        (component("number", decimalDigits=0), "1,5", "too_many_decimals"),
        (component("datetime", properties={"mms:min": "2025-01-01"}), "31.12.2024", "date_too_early"),
        (component("datetime", properties={"mms:max": "=today()"}), "16.06.2025", "date_too_late"),
        (component("radio"), "three", "not_an_option"),
        (component("checklist"), ["one", "three"], "not_an_option"),
        (component("checklist", properties={"mms:max": "1"}), ["one", "two"], "too_many_choices"),
        (component("checklist", properties={"mms:min": "2"}), ["one"], "too_few_choices"),
        (component("select", properties={"mms:options": "nothing"}), "x", "no_options"),
        (typed("money", type="number", validate={"min": 500}), "4,99", "too_small"),
    ],
)
def test_validate__outside_a_limit__is_refused_with_both_texts(
    question: dict[str, Any], value: Any, code: str
) -> None:
    (error,) = errors_of(a_form(question), {"answer": value}, now=NOW)

    assert error.code == code
    assert describe(error, "ka").startswith("Label answer: ")
    assert describe(error, "en").startswith("Label answer: ")
    assert describe(error, "ka") != describe(error, "en")


@pytest.mark.parametrize(
    ("question", "value"),
    [
        (component(validate={"minLength": 3, "maxLength": 3}), "abc"),
        (component("number", validate={"min": 2, "max": 2}), "2"),
        (component("datetime", properties={"mms:max": "=today()"}), "15.06.2025"),
        (component("datetime", properties={"mms:min": "2025-06-15"}), "15.06.2025"),
        (component("checklist", properties={"mms:min": "2", "mms:max": "2"}), ["one", "two"]),
        (component(validate={"pattern": "b"}), "abc"),
    ],
)
def test_validate__on_a_limit__is_accepted(question: dict[str, Any], value: Any) -> None:
    assert "answer" in validate(a_form(question), {"answer": value}, now=NOW)


def test_validate__limits_of_an_optional_question__do_not_bind_a_blank_answer() -> None:
    form = a_form(
        component(validate={"minLength": 3, "pattern": "^x"}), component("number", "n", validate={"min": 1})
    )

    assert validate(form, {"answer": " ", "n": ""}) == {}


def test_validate__today_after_eight_in_the_evening_utc__is_the_next_day_in_georgia() -> None:
    form = a_form(component("datetime", properties={"mms:max": "=today()"}))
    late = datetime(2025, 6, 15, 20, 30, tzinfo=UTC)

    assert validate(form, {"answer": "16.06.2025"}, now=late) == {"answer": "2025-06-16"}
    assert validate(form, {"answer": "16.06.2025"}, context={"now": late}) == {"answer": "2025-06-16"}
    assert codes_of(form, {"answer": "16.06.2025"}, context={"now": late}, now=NOW) == [
        ("answer", "date_too_late")
    ]


def test_validate__nobody_says_what_day_it_is__does_not_pass_for_checked() -> None:
    form = a_form(component("datetime", properties={"mms:max": "=today()"}))

    assert codes_of(form, {"answer": "16.06.2025"}) == [("answer", "cannot_check")]


@pytest.mark.parametrize("limit", ['="soon"', "=true", "=[1]"])
def test_validate__limit_that_is_no_number__does_not_pass_for_checked(limit: str) -> None:
    form = a_form(component("number", validate={"max": limit}))

    assert codes_of(form, {"answer": "1"}) == [("answer", "cannot_check")]


def test_validate__evil_pattern_on_a_long_answer__answers_at_once() -> None:
    form = a_form(component("textarea", validate={"pattern": "^(a+)+$"}))

    assert codes_of(form, {"answer": "a" * 9_999 + "!"}) == [("answer", "pattern")]


def test_validate__pattern_with_anchors__sees_the_whole_text() -> None:
    form = a_form(component("textarea", validate={"pattern": "^[0-9]{2}$"}))

    assert codes_of(form, {"answer": "12\nx"}) == [("answer", "pattern")]
    assert codes_of(form, {"answer": "١٢"}) == [("answer", "pattern")]


def test_validate__several_wrong__reports_all_in_the_order_of_the_form() -> None:
    rows = component(
        "dynamiclist", "rows", components=[typed("phone", "phone"), component(key="name", **REQUIRED)]
    )
    form = a_form(component(key="first", **REQUIRED), rows, typed("email", "last"))

    errors = errors_of(form, {"rows": [{"phone": "1", "name": "x"}, {"phone": "2"}], "last": "x"})

    assert [(error.path, error.code) for error in errors] == [
        ("first", "required"),
        ("rows.0.phone", "phone"),
        ("rows.1.phone", "phone"),
        ("rows.1.name", "required"),
        ("last", "email"),
    ]
    assert describe(errors[2], "en").startswith("Label rows 2, Label phone: ")


def test_validate__row_that_is_no_row__keeps_the_numbers_of_the_others() -> None:
    form = a_form(component("dynamiclist", "rows", components=[component(key="name", **REQUIRED)]))

    errors = codes_of(form, {"rows": [{"name": "a"}, "junk", {"name": ""}]})

    assert ("rows.2.name", "required") in errors
    assert ("rows.1", "wrong_type") in errors


@pytest.mark.parametrize(
    ("count", "code"), [(1, "too_few_rows"), (4, "too_many_rows"), (101, "too_many_rows")]
)
def test_validate__too_few_or_too_many_rows__is_refused(count: int, code: str) -> None:
    rows = component(
        "dynamiclist",
        "rows",
        components=[component(key="x")],
        properties={"mms:min": "2", "mms:max": "=1 + 2"},
    )

    assert codes_of(a_form(rows), {"rows": [{"x": "a"}] * count}) == [("rows", code)]


def test_validate__own_message__is_used_in_its_language_only() -> None:
    form = a_form(
        component(validate={"required": True}, properties={"mms:message.required": "დაწერეთ სახელი."})
    )
    english = localise(form, {"answer": {"messages": {"required": "Write the name."}}}, language="en")
    untranslated = localise(form, {}, language="en")

    assert describe(errors_of(form, {})[0], "ka") == "დაწერეთ სახელი."
    assert describe(errors_of(form, {})[0], "en") == "Label answer: Enter an answer."
    assert describe(errors_of(english, {})[0], "en") == "Write the name."
    assert describe(errors_of(untranslated, {})[0], "en") == "Label answer: Enter an answer."


def test_validate__pattern_message_of_the_editor__is_used() -> None:
    form = a_form(component(validate={"pattern": "^x", "patternErrorMessage": "იწყება x-ით."}))

    assert describe(errors_of(form, {"answer": "a"})[0], "ka") == "იწყება x-ით."


def test_validate__keys_named_like_parts_of_a_schema__are_ordinary_keys() -> None:
    names = ["load", "Meta", "fields", "validate", "context", "opts", "dump", "declared_fields"]
    form = a_form(*(component(key=name) for name in names))

    assert validate(form, dict.fromkeys(names, "x")) == dict.fromkeys(names, "x")


def test_validate__answers_are_no_object__is_refused_with_both_texts() -> None:
    (error,) = errors_of(a_form(component()), ["answer"])

    assert describe(error, "ka") != describe(error, "en")
