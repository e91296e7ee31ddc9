"""Answers that are references to uploads, and answers that are yes or no."""

from __future__ import annotations

from typing import Any

import pytest

from forms import InvalidAnswers, asks_for_containers, summarise, validate
from forms.errors import FormError
from forms.fields import MOST_CHOICES, MOST_FILES, MOST_ROWS
from tests.forms.builders import a_form, codes_of, component


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ({"document": "other"}, "file_unknown"),
        ({"document": "text"}, "file_type"),
        ({"document": "large"}, "file_size"),
        ({"document": "large", "size": 1}, "file_size"),
        ({"document": "text", "type": "application/pdf", "name": "x.pdf"}, "file_type"),
    ],
)
def test_validate__file_the_store_knows_otherwise__is_refused(file: dict[str, Any], code: str) -> None:
    known = {
        "text": {"name": "a.txt", "type": "text/plain", "size": 5},
        "large": {"name": "a.pdf", "type": "application/pdf", "size": 2_000_000},
    }
    question = component("filepicker", accept=".pdf,image/*", properties={"mms:megabytes": "1"})

    assert codes_of(a_form(question), {"answer": [file]}, context={"files": known}) == [("answer", code)]


def test_validate__known_file__gets_name_type_and_size_from_the_store() -> None:
    known = {"d1": {"name": "real.pdf", "type": "application/pdf", "size": 5, "secret": "x"}}
    form = a_form(component("filepicker", accept=".pdf"))

    kept = validate(form, {"answer": [{"document": "d1", "name": "lie.exe"}]}, context={"files": known})

    assert kept["answer"] == [{"document": "d1", "name": "real.pdf", "type": "application/pdf", "size": 5}]


@pytest.mark.parametrize(
    ("properties", "file", "codes"),
    [
        ({"properties": {"mms:kinds": "photo"}}, {"name": "a.jpeg", "type": "image/jpeg"}, []),
        ({"properties": {"mms:kinds": "photo, pdf"}}, {"name": "a.pdf", "type": "application/pdf"}, []),
        ({"properties": {"mms:kinds": "photo"}}, {"name": "a.pdf", "type": "application/pdf"}, ["file_type"]),
        ({"properties": {"mms:kinds": "pdf"}}, {"name": "a.jpg", "type": "image/jpeg"}, ["file_type"]),
        ({"accept": ".heic"}, {"name": "IMG_1.jpg", "type": "image/jpeg"}, []),
        ({"accept": ".jpg"}, {"name": "a.jpeg", "type": "image/jpeg"}, []),
    ],
)
def test_validate__kinds_of_files__are_those_that_are_kept(
    properties: dict[str, Any], file: dict[str, str], codes: list[str]
) -> None:
    form = a_form(component("filepicker", **properties))
    known = {"d": {**file, "size": 5}}

    found = codes_of(form, {"answer": [{"document": "d"}]}, context={"files": known}) if codes else []

    assert [code for _, code in found] == codes
    if not codes:
        assert validate(form, {"answer": [{"document": "d"}]}, context={"files": known})


def test_load__unknown_kind_of_file__is_refused() -> None:
    with pytest.raises(FormError):
        a_form(component("filepicker", properties={"mms:kinds": "film"}))


def test_validate__two_files_where_one_is_asked__are_refused() -> None:
    two = [{"document": "a"}, {"document": "b"}]

    assert codes_of(a_form(component("filepicker")), {"answer": two}) == [("answer", "too_many_files")]
    assert validate(a_form(component("filepicker", multiple=True)), {"answer": two})
    assert validate(a_form(component("filepicker")), {"answer": [two[0], two[0]]}) == {"answer": [two[0]]}


def test_validate__exactly_as_many_as_allowed__is_accepted() -> None:
    values = [{"value": f"v{number}", "label": "V"} for number in range(MOST_CHOICES)]
    form = a_form(
        component("dynamiclist", "rows", components=[component(key="x")]),
        component("filepicker", "files", multiple=True),
        component("checklist", "many", values=values),
    )
    raw = {
        "rows": [{"x": "a"}] * MOST_ROWS,
        "files": [{"document": str(number), "size": 0} for number in range(MOST_FILES)],
        "many": [option["value"] for option in values],
    }

    assert validate(form, raw) == raw


@pytest.mark.parametrize(
    "file",
    [
        "digest",
        {},
        {"document": ""},
        {"document": 5},
        {"document": "d", "size": "5"},
        {"document": "d", "size": True},
        {"document": "d", "size": -1},
        {"document": "d", "name": []},
    ],
)
def test_validate__file_reference_of_another_shape__is_refused(file: Any) -> None:
    assert codes_of(a_form(component("filepicker")), {"answer": [file]}) == [("answer", "wrong_type")]


@pytest.mark.parametrize(
    ("text", "tick"), [("true", True), ("on", True), ("1", True), ("false", False), ("0", False)]
)
def test_validate__tick_as_text__is_yes_or_no(text: str, tick: bool) -> None:
    assert validate(a_form(component("checkbox")), {"answer": text}) == {"answer": tick}


@pytest.mark.parametrize("value", ["yes", 1, 0, [], {}])
def test_validate__tick_of_another_type__is_refused(value: Any) -> None:
    assert codes_of(a_form(component("checkbox")), {"answer": value}) == [("answer", "wrong_type")]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({}, "missing"),
        ({"signed": "unknown"}, "unknown"),
        ({"signed": "invalid"}, "invalid"),
        ({"signed": "unchecked"}, "unchecked"),
    ],
)
def test_file__that_has_to_be_signed__is_refused_without_a_valid_signature(said: dict, code: str) -> None:
    form = a_form(component("filepicker", properties={"mms:signed": "yes"}))
    file = {"document": "aa", "name": "a.pdf", "size": 1, "type": "application/pdf"}

    with pytest.raises(InvalidAnswers) as refused:
        validate(form, {"answer": [{**file, "signed": "valid"}]}, context={"files": {"aa": {**file, **said}}})

    assert [error.code for error in refused.value.errors] == [f"file_signature_{code}"]


def test_file__that_is_validly_signed__says_so_in_the_answer() -> None:
    form = a_form(component("filepicker", properties={"mms:signed": "yes"}))
    file = {"document": "aa", "name": "a.pdf", "size": 1, "type": "application/pdf", "signed": "valid"}

    answers = validate(form, {"answer": [{"document": "aa"}]}, context={"files": {"aa": file}})

    (row,) = summarise(form, answers, language="en")
    assert answers == {"answer": [file]}
    assert row.value == "a.pdf (signed electronically, the signature is valid)"


@pytest.mark.parametrize(
    ("properties", "is_taken"),
    [({}, False), ({"mms:kinds": "pdf"}, False), ({"mms:kinds": "pdf container"}, True)],
    ids=["anything", "pdf", "asked for"],
)
def test_file__that_is_a_signed_container__is_taken_where_it_was_asked_for(
    properties: dict[str, str], is_taken: bool
) -> None:
    form = a_form(component("filepicker", properties=properties))
    kind = "application/vnd.etsi.asic-e+zip"
    file = {"document": "aa", "name": "a.pdf.asice", "size": 1, "type": kind}

    if is_taken:
        assert validate(form, {"answer": [file]})["answer"][0]["name"] == "a.pdf.asice"
    else:
        assert codes_of(form, {"answer": [file]}) == [("answer", "file_container")]
    assert asks_for_containers(form) is is_taken
