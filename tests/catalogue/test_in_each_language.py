"""Letters and texts in two languages: what one of them says and the other does not, and swapped files.

The edits are made in services as they are shipped.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache

import pytest

from engine.catalogue.check.findings import Finding, errors_among
from engine.catalogue.check.in_each_language import check_alphabets, check_texts
from engine.catalogue.check.subject import Subject, read_subject
from engine.catalogue.check.templates import check_templates
from engine.catalogue.check.validation import parameters_beside
from engine.catalogue.folder import read_service
from engine.installation.loading import BPMN

GRANT = "high_mountain/grant"
DOCUMENTS, TEXTS = f"{GRANT}/documents", f"{GRANT}/texts"
GRANTED, ORDER = f"{DOCUMENTS}/granted.en.html", f"{DOCUMENTS}/order_grant.en.html"
FACTS = f"{DOCUMENTS}/parts/facts.en.html"


@cache
def files_of(service: str) -> Mapping[str, bytes]:
    return read_service(BPMN / service).files_in_force


def subject_with(files: Mapping[str, bytes], service: str = GRANT) -> Subject:
    changed = {**files_of(service), **files}
    parameters = parameters_beside(BPMN / service)
    return read_subject(service.replace("/", "."), changed, parameters=parameters, found=[])


def edited(file: str, old: str, new: str) -> dict[str, bytes]:
    content = files_of(GRANT)[file].decode()
    assert old in content, (file, old)
    return {file: content.replace(old, new, 1).encode()}


def in_letters(files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    return errors_among(check_templates(subject_with(files)))


@pytest.mark.parametrize(
    ("file", "old", "new", "lacks"),
    [
        (GRANTED, "{{ decision.number }}", "{{ case.number }}", "decision.number"),
        (GRANTED, '<mms:part name="case_line"/>', "", "case_line"),
        (FACTS, "=hearing.statement != null", "=hearing.statement = null", "hearing.statement != null"),
        (FACTS, "{{ commission_session.votes_for }}", "7", "commission_session.votes_for"),
    ],
)
def test_letter__that_says_less_than_in_the_other_language__is_told_at_its_file(
    file: str, old: str, new: str, lacks: str
) -> None:
    found = list(check_templates(subject_with(edited(file, old, new))))

    told = [
        finding.detail
        for finding in found
        if (finding.code, finding.file) == ("document.template.languages_differ", file)
    ]
    assert any(detail.startswith(lacks) for detail in told), found


@pytest.mark.parametrize(
    ("new", "codes"),
    [
        ("{{ application.phone }} {{ decision.number }}", []),
        ("{{ application.phone }}", ["document.template.languages_differ"]),
    ],
)
def test_letter__that_says_more_than_in_the_states_language__is_good_and_another_thing_is_not(
    new: str, codes: list[str]
) -> None:
    official = GRANTED.replace(".en.", ".ka.")

    found = list(check_templates(subject_with(edited(GRANTED, "{{ decision.number }}", new))))

    told = {
        (finding.severity, finding.file, finding.detail)
        for finding in found
        if finding.code.endswith("languages_differ")
    }
    assert ("remark", official, f"application.phone; {GRANTED}") in told
    assert [finding.code for finding in found if finding.file == GRANTED] == codes


def test_letter__of_the_other_language_under_this_ones_name__is_refused() -> None:
    found = in_letters({GRANTED: files_of(GRANT)[GRANTED.replace(".en.", ".ka.")]})

    assert [(finding.code, finding.file, finding.detail) for finding in found] == [
        ("document.template.language_other", GRANTED, "ka")
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{{ decision.number }}", "{{ string(decision.number) }}"),
        ("<p>If you disagree", "<p>{{ municipality.address_en }}</p><p>If you disagree"),
        ("<p>Please tell us", '<p class="wide">Please tell us'),
    ],
)
def test_letter__that_says_the_same_in_its_own_way__is_good(old: str, new: str) -> None:
    assert in_letters(edited(GRANTED, old, new)) == ()


def test_letter__that_says_in_words_what_a_table_says_in_georgian__is_good() -> None:
    service = "assets/privatisation"

    found = errors_among(check_templates(subject_with({}, service)))

    assert found == ()
    assert b"for_sale.explanation" in files_of(service)[f"{service}/documents/not_possible.ka.html"]
    assert b"for_sale.explanation" not in files_of(service)[f"{service}/documents/not_possible.en.html"]


@pytest.mark.parametrize("language", ["ka", "en"])
def test_text__left_out_in_one_language__is_told_there(language: str) -> None:
    file = f"{TEXTS}/{language}.json"
    texts = json.loads(files_of(GRANT)[file])
    del texts["reasons"]["too_few_months"]

    found = list(check_texts(subject_with({file: json.dumps(texts).encode()})))

    assert [(finding.code, finding.where, finding.file) for finding in found] == [
        ("reference.text_in_one_language", "reasons.too_few_months", file)
    ]


@pytest.mark.parametrize("kind", [f"{TEXTS}/{{}}.json", f"{DOCUMENTS}/parts/facts.{{}}.html"])
def test_files__of_two_languages_swapped__are_both_told(kind: str) -> None:
    ka, en = kind.format("ka"), kind.format("en")
    files = files_of(GRANT)

    found = list(check_alphabets(subject_with({ka: files[en], en: files[ka]})))

    assert {(finding.code, finding.file) for finding in found} == {
        ("reference.other_alphabet", ka),
        ("reference.other_alphabet", en),
    }


@pytest.mark.parametrize("kind", [f"{TEXTS}/{{}}.json", f"{DOCUMENTS}/parts/facts.{{}}.html"])
@pytest.mark.parametrize(("language", "other"), [("ka", "en"), ("en", "ka")])
def test_file__replaced_by_that_of_the_other_language__is_told(kind: str, language: str, other: str) -> None:
    replaced = kind.format(language)

    found = list(check_alphabets(subject_with({replaced: files_of(GRANT)[kind.format(other)]})))

    assert [(finding.code, finding.file) for finding in found] == [("reference.other_alphabet", replaced)]


def test_texts__as_they_are_shipped__are_in_their_own_letters_and_in_each_language() -> None:
    subject = subject_with({})

    assert [*check_alphabets(subject), *check_texts(subject)] == []
