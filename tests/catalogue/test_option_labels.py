"""A letter that prints a choice prints its words, in the letter's language."""

from __future__ import annotations

import pytest

from engine.catalogue.folder import read_service
from engine.catalogue.published import Published, compile_version
from engine.documents.template import compile_template
from engine.installation.loading import BPMN
from engine.scope import FUNCTIONS
from engine.studio import letters
from forms import render
from tests.documents.templates import a_source, body_of

CODE = "high_mountain.grant"
CASE = {
    "case": {"filed_at": "2026-03-02T10:00:00+04:00"},
    "visit": {"finding": "does_not_live"},
    "application": {"evidence_types": ["photos", "witnesses"], "phone": "photos"},
}


@pytest.fixture(scope="module")
def grant() -> Published:
    found = read_service(BPMN / "high_mountain" / "grant")
    return compile_version(1, CODE, "high_mountain", settings=found.settings, files=found.files_in_force)


@pytest.mark.parametrize(
    ("body", "language", "printed"),
    [
        ("{{ visit.finding }}", "en", "does not live here"),
        ("{{ visit.finding }}", "ka", "არ ცხოვრობს"),
        ('{{ if visit.finding = "lives" then "yes" else visit.finding }}', "en", "does not live here"),
        ('{{ visit.finding + "" }}', "en", "does_not_live"),
        ("{{ application.phone }}", "en", "photos"),
    ],
)
def test_letter__that_prints_an_answer__prints_the_words_of_a_choice(
    grant: Published, body: str, language: str, printed: str
) -> None:
    template = compile_template(a_source(f"<p>{body}</p>", root=f'lang="{language}"'), functions=FUNCTIONS)

    page = template.render(CASE, labels=grant.option_labels)

    assert body_of(page).casefold() == f"<p>{printed}</p>".casefold()


def test_letter__that_goes_over_the_options_chosen__prints_the_words_of_each(grant: Published) -> None:
    body = '<ul><li mms:for="kind in =application.evidence_types">{{ kind }}</li></ul>'
    template = compile_template(a_source(body, root='lang="ka"'), functions=FUNCTIONS)

    page = template.render(CASE, labels=grant.option_labels)

    assert "<li>ფოტოსურათები</li>" in page.html and "<li>მოწმეების ახსნა-განმარტება</li>" in page.html


def test_letter__that_prints_a_choice_as_a_block_handed_it_on__prints_its_words(grant: Published) -> None:
    body = '<p mms:for="one in =notice.missing[item != &quot;x&quot;]">{{ one }}</p>'
    template = compile_template(a_source(body, root='lang="en"'), functions=FUNCTIONS)

    page = template.render({"notice": {"missing": ["photos", "new"]}}, labels=grant.option_labels)

    assert body_of(page) == "<p>Photographs</p><p>new</p>"


def test_text_of_a_form__that_prints_a_choice__prints_its_words(grant: Published) -> None:
    form = grant.form("shared.notice/answer_notice", "en")

    page = render(form, {}, language="en", context={"notice": {"missing": ["photos", "witnesses"]}})

    assert "<li>Photographs</li><li>Statements of witnesses</li>" in page


def test_preview__of_a_draft__prints_the_words_of_a_choice(grant: Published) -> None:
    path = "high_mountain/grant/documents/granted.en.html"
    letter = a_source("<p>{{ visit.finding }}</p>", root='lang="en"')

    page = letters.fill(CODE, {**grant.files, path: letter}, "granted", "en", CASE)

    assert body_of(page) == "<p>Does not live here</p>"
