"""Signing in at a certified OpenID provider in a real browser: there, back, refused, and out again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.e2e.look import Inspector
from tests.e2e.person import Person
from tests.web.fixtures import EngineOver
from tests.web.openid_program import Meeting, meeting
from web.i18n import LANGUAGES, TEXTS

CITIZEN = "00000000101"


@pytest.fixture(scope="module")
def met(engine_over: EngineOver, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Meeting]:
    with meeting(engine_over, tmp_path_factory.mktemp("openid")) as both:
        yield both


@pytest.mark.parametrize("language", LANGUAGES)
def test_provider__in_a_browser__lets_in_and_out_with_no_barrier(
    met: Meeting, browser: Browser, language: str
) -> None:
    person = Person(browser, met.engine.settings.public_url, language=language)
    inspector = Inspector()
    go = TEXTS.get(language, "sign_in.openid.go", title={"ka": "სერვისი", "en": "Service"}[language] + " sso")
    met.say(error="access_denied")
    person.go("/sign-in?next=/account/contacts/add")
    inspector.look(person, "sign-in page")
    person.page.get_by_role("link", name=go, exact=True).click()
    inspector.look(person, "cancelled")

    met.say(CITIZEN, acr="urn:password")
    person.page.get_by_role("link", name=TEXTS.get(language, "sign_in.openid.again")).click()
    inspector.look(person, "the card is needed")
    met.say(CITIZEN, acr="urn:two-factors")
    person.page.get_by_role("link", name=go).click()
    assert person.page.url.endswith("/account/contacts/add")

    person.page.get_by_role("button", name=TEXTS.get(language, "nav.sign_out")).click()
    inspector.look(person, "signed out")
    leave = person.page.locator("main .button").first
    assert str(leave.get_attribute("href")).startswith(f"{met.provider}/session/end?")
    assert inspector.problems == [] and person.complaints == []
