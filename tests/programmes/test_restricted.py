"""A sub-programme whose cases a named few see: what it may say, its page, its public page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from engine.installation import loading
from engine.studio.commands.publishing import PublishService
from engine.tenancy import system
from tests.programmes.test_limits import an_entry, wrong
from tests.programmes.test_pages import added, begun
from tests.web.browser import Browser
from tests.web.desk import Desk
from tests.web.test_sub_programmes import english, programme

NAMED = {"public_names": {"ka": "ძალადობის მსხვერპლის დახმარება", "en": "Aid for victims of violence"}}


def test_entry__that_is_restricted_and_has_a_public_name__is_kept() -> None:
    assert wrong(an_entry(restricted=True, **NAMED)) == {}


@pytest.mark.parametrize(
    ("said", "field", "what"),
    [
        ({"public_names": None}, "public_names", "missing"),
        ({"route": "COMMISSION"}, "route", "choice"),
        ({"order": "collective"}, "order", "choice"),
        ({"home_visit": True}, "home_visit", "choice"),
        ({"pay_to": "provider"}, "pay_to", "choice"),
        ({"parts": ["household"]}, "parts.0", "choice"),
        ({"months": 3}, "months", "unused"),
    ],
)
def test_entry__that_is_restricted_and_would_be_shown_to_many__is_told_at_the_field(
    said: dict[str, Any], field: str, what: str
) -> None:
    content = an_entry(restricted=True, **NAMED | said)

    assert wrong({name: value for name, value in content.items() if value is not None})[field] == what


def test_page__of_a_restricted_sub_programme__says_so_and_sends_it_back(desk: Desk) -> None:
    desk.engine.send(PublishService(loading.BPMN / "social" / "programme", "tests"), actor=system())
    clerk = desk.staff("specialist")
    names = {f"public_name_{language}": name for language, name in NAMED["public_names"].items()}
    entered = added(clerk, begun(clerk), restricted="yes", **names)

    again = clerk.submit(entered, form=entered.form('name="name_ka"'))

    for page in (entered, again):
        facts = [" ".join(fact.get_text(" ").split()) for fact in page.html.select("#preview ~ dl div")]
        assert "Only those with access see it yes" in facts


def test_public_page__of_restricted_aid__says_who_sees_the_case_and_what_letters_call_it(
    browser: Callable[[], Browser],
) -> None:
    page = english(browser).get(programme("personal_support"))

    assert page.status == 200
    assert "Aid for victims of violence" in page.text
    assert "Only a few officials who have access see your case" in page.text
    assert "“One-off personal support”" in page.text
