"""Each page of offices, centres, administrators, analysts and citizens has its address, or says why none."""

from __future__ import annotations

import re

import api_pages_doc
import pytest
from flask import Flask

from engine.texts import OFFICIAL, TERMINAL
from web.api.operations import DOES, PAGES
from web.without_api import Reason


@pytest.fixture(scope="module")
def app() -> Flask:
    return api_pages_doc.application()


def test_pages__that_there_are__have_an_address_or_a_reason_and_not_both(app: Flask) -> None:
    named = {page for pages in PAGES.values() for page in pages}
    pages = api_pages_doc.pages_of(app)
    with_reason = {page for page in pages if api_pages_doc.reason_of(app, page) is not None}

    assert set(pages) - named - with_reason == set(), "name it in `pages` of an operation, or `without_api`"
    assert named & with_reason == set()
    assert named - set(pages) == set(), "there are no such pages"


def test_document__of_pages_and_addresses__is_what_the_code_says(app: Flask) -> None:
    page = api_pages_doc.PAGE.read_text(encoding="utf-8")

    assert api_pages_doc.generated(app) in page, "run .venv/bin/python tools/api_pages_doc.py"


def test_reasons__for_no_address__are_explained_above_the_table() -> None:
    page = api_pages_doc.PAGE.read_text(encoding="utf-8")

    assert set(re.findall(r"\*\*([a-z]+)\*\* –", page)) == {reason.value for reason in Reason}


@pytest.mark.parametrize("operation", DOES)
def test_operation__says_what_it_does__in_both_languages_of_the_description(operation: str) -> None:
    assert set(DOES[operation]) == {OFFICIAL, TERMINAL}
    assert all(words.strip() for words in DOES[operation].values())
