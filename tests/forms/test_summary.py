"""Answers as rows that people read."""

from __future__ import annotations

from typing import Any

from forms import SummaryRow, localise, summarise, validate
from tests.forms.builders import CONTEXT, GOOD, a_form, component, every_kind, typed


def rows(*args: Any, **options: Any) -> dict[str, str]:
    return {row.label: row.value for row in summarise(*args, **options)}


def test_summarise__every_kind__shows_words_instead_of_codes() -> None:
    kept = validate(every_kind(), GOOD, context=CONTEXT)

    shown = rows(every_kind(), kept, language="en", context=CONTEXT)

    assert shown == {
        "Label line": "some text",
        "Label lines": "one\ntwo",
        "Label number": "12,5",
        "Label day": "27.03.1985",
        "Label tick": "Yes",
        "Label several": "First, Second",
        "Label tags": "First",
        "Label one": "Second",
        "Label choice": "First",
        "Label papers": "a.pdf",
        "Label person": "01234567890",
        "Label phone": "+995 555 123 456",
        "Label mail": "a@b.ge",
        "Label account": "GE29NB0000000101904917",
        "Label company": "123456789",
        "Label plot": "61.14.26.014",
        "Label amount": "1\u00a0234,50\u00a0₾",
        "Label village": "Omalo",
        "Label post": "0105",
        "Label neighbour": "დემო პირი",
        "Label entry": "7",
        "Label land": "3 corners, about 462\u00a0982 m²",
        "Label residence: მუნიციპალიტეტი": "Keda",
        "Label residence: ადმინისტრაციული ერთეული": "Dologani",
        "Label residence: დასახლება": "Zvare",
        "Label residence: ქუჩა": "Not provided",
        "Label residence: სახლის ნომერი": "5",
        "Label residence: ბინა": "Not provided",
        "Label child: პირადი ნომერი": "01000000001",
        "Label child: დაბადების თარიღი": "27.03.1985",
        "Label child: სახელი": "ნინო",
        "Label child: გვარი": "დემო",
        "Label child: სამოქალაქო რეესტრი": "Confirmed by the civil registry",
        "Label street": "Street",
        "Label witnesses 1: Label name": "Nino",
        "Label witnesses 1: Label is_neighbour": "Yes",
        "Label witnesses 1: Label languages": "First",
        "Label witnesses 1: Label born": "01.02.1960",
    }


def test_summarise__nothing_answered__says_so_in_both_languages() -> None:
    form = a_form(component(), component("checkbox", "tick"), component("dynamiclist", "rows", components=[]))
    kept = validate(form, {})

    assert rows(form, kept, language="en") == {
        "Label answer": "Not provided",
        "Label tick": "No",
        "Label rows": "None",
    }
    assert list(rows(form, kept, language="ka").values()) == ["არ არის მითითებული", "არა", "არცერთი"]


def test_summarise__row_of_a_list__carries_key_path_section_and_name() -> None:
    form = a_form(component("dynamiclist", "rows", components=[component(key="name")]))

    (row,) = summarise(form, {"rows": [{"name": "a"}]}, language="en")

    assert row == SummaryRow(
        "name", "rows.0.name", "Label rows 1: Label name", "a", "Label rows 1", "Label name", True
    )


def test_summarise__hidden_question__is_left_out_unless_it_was_answered() -> None:
    form = a_form(component("checkbox", "tick"), component(key="child", conditional={"hide": "=not(tick)"}))

    assert rows(form, {"tick": False}, language="en") == {"Label tick": "No"}
    assert "Label child" in rows(form, {"tick": True}, language="en")
    assert rows(form, {"tick": False, "child": "kept"}, language="en")["Label child"] == "kept"


def test_summarise__readonly_and_computed__are_shown_as_stored_without_the_context_of_then() -> None:
    form = a_form(
        component(key="name", readonly=True, defaultValue="=applicant.name"),
        component("expression", "total", expression="=a + b", label="Sum"),
    )
    kept = {"name": "Nino", "total": 1500}

    assert rows(form, kept, language="en") == {"Label name": "Nino", "Sum": "1500"}


def test_summarise__answers_of_an_older_form__are_shown_as_they_are() -> None:
    form = a_form(
        component("select", "choice"), component("datetime", "day"), typed("money", "sum", "number"),
        component("dynamiclist", "rows", components=[component(key="x")]), component(key="gone"),
    )  # fmt: skip
    old = {"choice": "three", "day": "spring", "sum": "much", "rows": "none", "gone": {"a": 1}, "extra": 1}

    shown = rows(form, old, language="en")

    assert shown["Label choice"] == "three"
    assert shown["Label day"] == "spring"
    assert shown["Label sum"] == "much"


def test_summarise__localised_form__shows_its_labels() -> None:
    form = localise(
        a_form(component("radio", "one")),
        {"one": {"label": "Which", "options": {"two": "The second"}}},
        language="en",
    )

    assert rows(form, {"one": "two"}, language="en") == {"Which": "The second"}
