"""What may be missing is ticked in each service that asks for it; letters and pages name what was ticked."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from engine.catalogue.folder import services
from engine.catalogue.published import Published
from engine.documents.template import compile_template
from engine.installation.loading import BPMN
from engine.process import Element
from engine.scenarios.folders import version_of
from engine.scope import FUNCTIONS
from engine.texts import LANGUAGES
from feel import Host, compile_expression
from forms import Field, Form, InvalidAnswers, render, validate
from tests.forms.builders import parsed

NOTICE: Final = "shared.notice"
OTHER: Final = "other"
ADDED: Final = "დემო დაზუსტება."
PAGES: Final = ("answer_notice", "answer_extended", "decide_extension")
LETTERS: Final = {"notice": "send_notice", "notice_extension": "tell_extension"}
OTHER_WORDS: Final = {"ka": "„სხვა“", "en": '"Other"'}
TERM: Final = {"number": 5, "unit": "days"}
LAW: Final = FUNCTIONS.plus({"parameter": Host(params=("name",), call=lambda name: TERM)})


def asks_for_papers(folder: Path) -> bool:
    return f'processId="{NOTICE}"' in (folder / "process.bpmn").read_text()


@cache
def version_at(folder: Path) -> Published:
    return version_of(folder)


@pytest.fixture(
    params=[service for service in services(BPMN) if asks_for_papers(service)],
    ids=lambda path: f"{path.parent.name}.{path.name}",
)
def version(request: pytest.FixtureRequest) -> Published:
    return version_at(request.param)


def call_in(version: Published) -> Element:
    (call,) = (element for element in version.definition.elements.values() if element.called == NOTICE)
    return call


def form_asked(version: Published, language: str = "ka") -> Form:
    """Return the form whose answers the call gives to the block."""
    given = {mapping.target: mapping.source for mapping in call_in(version).inputs}
    step = given["missing"].removeprefix("=").removesuffix(".missing")
    assert given == {"missing": f"={step}.missing", "missing_text": f"={step}.missing_text"}
    found = version.form_at(step, language)
    assert found is not None
    return found[1]


def checklist(form: Form) -> Field:
    (found,) = (field for field in form.walk() if field.path == "missing")
    return found


def asked_for(version: Published) -> dict[str, Any]:
    """Return answers to the choices of the form under which it asks what is missing."""
    form = form_asked(version)
    hidden = checklist(form).rules.hidden.expression
    assert hidden is not None
    for field in form.walk():
        for option in field.options:
            if hidden.evaluate({field.key: option.value}) is False:
                return {field.key: option.value}
    raise AssertionError("nothing asks for what is missing")


def refused(version: Published, **answers: Any) -> set[str]:
    """Return which of the two questions refuse these answers."""
    try:
        validate(form_asked(version), {**asked_for(version), **answers})
    except InvalidAnswers as found:
        return {error.path for error in found.errors} & {"missing", "missing_text"}
    return set()


def test_service__that_asks_for_papers__has_a_list_of_its_own_with_other(version: Published) -> None:
    values = [option.value for option in checklist(form_asked(version)).options]

    assert checklist(form_asked(version)).type == "checklist"
    assert values[-1] == OTHER and len(values) >= 4


def test_options__of_what_may_be_missing__have_words_in_each_language(version: Published) -> None:
    labels = {
        language: [option.label for option in checklist(form_asked(version, language)).options]
        for language in LANGUAGES
    }

    assert all(len(set(words)) == len(words) and all(words) for words in labels.values())
    assert not set(labels["ka"]) & set(labels["en"])


def test_officer__who_says_nothing__is_refused_in_words(version: Published) -> None:
    for language in LANGUAGES:
        with pytest.raises(InvalidAnswers) as caught:
            validate(form_asked(version, language), asked_for(version))

        (said,) = (error.message for error in caught.value.errors if error.path == "missing")
        assert OTHER_WORDS[language] in said


def test_words__beside_what_is_ticked__are_needed_for_other_alone(version: Published) -> None:
    first = checklist(form_asked(version)).options[-2].value

    assert "missing_text" in refused(version, missing=[OTHER])
    assert "missing_text" not in refused(version, missing=[OTHER], missing_text=ADDED)
    assert "missing_text" not in refused(version, missing=[first])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("letter", LETTERS)
def test_letter__names_each_thing_that_is_ticked__and_then_the_words(
    version: Published, letter: str, language: str
) -> None:
    page = parsed(filled(version, letter, language, ticked=True))

    labels = [
        option.label for option in checklist(form_asked(version, language)).options if option.value != OTHER
    ]
    assert [item.text for item in page.iter("li")] == labels
    assert page.xpath("//ul/following-sibling::p[1]")[0].text == ADDED


@pytest.mark.parametrize("language", LANGUAGES)
def test_letter__about_something_else_alone__has_the_words_and_no_list(
    version: Published, language: str
) -> None:
    page = parsed(filled(version, "notice", language, ticked=False))

    assert list(page.iter("ul")) == [] and ADDED in [item.text for item in page.iter("p")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("step", PAGES)
def test_page__on_which_it_is_answered__names_the_same(version: Published, step: str, language: str) -> None:
    form = version.form(f"{NOTICE}/{step}", language)

    page = parsed(str(render(form, {}, language=language, context=case(version, ticked=True))))

    for option in checklist(form_asked(version, language)).options:
        shown = option.label in [item.text for item in page.iter("li")]
        assert shown == (option.value != OTHER), option.value
    assert ADDED in [item.text for item in page.iter("p")]


def test_papers__of_a_programme__are_among_those_that_may_be_missing() -> None:
    form = form_asked(version_at(BPMN / "social" / "apply"))
    listed = {option.value: option.label for option in checklist(form).options}

    named = {
        paper["code"]: paper["names"]["ka"]
        for path in (BPMN / "programmes").glob("*.json")
        for programme in json.loads(path.read_text())["programmes"]
        for paper in programme["documents"]
    }
    assert len(named) >= 5 and named.items() <= listed.items()


def filled(version: Published, letter: str, language: str, *, ticked: bool) -> str:
    source = version.template(letter, language, LETTERS[letter])
    template = compile_template(source, functions=LAW)
    return template.render(case(version, ticked=ticked), labels=version.option_labels).html


def case(version: Published, *, ticked: bool) -> dict[str, Any]:
    """Return the data of a case as the block leaves them: everything ticked, or something else alone."""
    values = [option.value for option in checklist(form_asked(version)).options]
    step = version.definition.elements["pause_clock"]
    written = {mapping.target: mapping.source.removeprefix("=") for mapping in step.outputs}
    given = {"missing": values if ticked else [OTHER], "missing_text": ADDED}
    found = {
        name: compile_expression(written[f"notice.{name}"]).evaluate(given)
        for name in ("missing", "missing_text")
    }
    return {"notice": {**found, "extended": None}, "answer_notice": {"time_reason": "დემო"}}
