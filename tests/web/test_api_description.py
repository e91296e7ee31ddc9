"""The description of the API, as a page and for programs: made once in each language."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from engine.texts import LANGUAGES
from tests.web.browser import Browser
from web.api import description
from web.api.application import PREFIX
from web.public import api


def asked(anybody: Browser, address: str, language: str) -> TestResponse:
    address, headers = f"{address}?language={language}", {"Accept-Language": language}
    return anybody.client.get(address, headers=headers, follow_redirects=True)


def said(answer: TestResponse) -> bytes:
    """Return what is described: of a page its sections, for what is around them differs by who asks."""
    data = answer.get_data()
    begin, end = data.find(b"<section"), data.rfind(b"</section>")
    return data if answer.is_json else data[begin:end]


def test_description__asked_again__is_not_made_again(
    browser: Callable[[], Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    anybody = browser()
    pages = [(address, language) for address in ("/api", f"{PREFIX}/openapi.json") for language in LANGUAGES]
    first = [said(asked(anybody, *page)) for page in pages]
    monkeypatch.delattr(api, "description")
    monkeypatch.delattr(description, "deepcopy")

    again = [asked(anybody, *page) for page in pages]

    assert [answer.status_code for answer in again] == [200] * len(pages)
    assert [said(answer) for answer in again] == first
    assert len(set(first)) == len(pages), "each language has words of its own"


def test_description__of_what_replaces_or_removes__says_that_it_may_be_closed_or_changed(
    browser: Callable[[], Browser],
) -> None:
    described = asked(browser(), f"{PREFIX}/openapi.json", LANGUAGES[0]).json

    replacing = {
        f"{method} {path}": told["responses"].keys()
        for path, operations in described["paths"].items()
        for method, told in operations.items()
        if method in ("put", "patch", "delete")
    }

    assert len(replacing) > 5
    assert [name for name, answers in replacing.items() if "409" not in answers] == []
