"""Signing in at a certified provider, a program of its own (`tests/sign_in/oidc`), over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from bs4 import BeautifulSoup

from tests.web.apps import app_over
from tests.web.browser import Browser, Page
from tests.web.desk import CITIZEN
from tests.web.fixtures import EngineOver
from tests.web.openid_house import TWO_FACTORS
from tests.web.openid_program import Meeting, meeting

SPECIALIST = "00000002002"


@dataclass
class Visitor:
    """Somebody whose browser has been at both places."""

    at: Meeting
    there: httpx.Client

    def __post_init__(self) -> None:
        self.browser = Browser(app_over(self.at.engine, "openid").test_client())
        self.browser.get("/?language=en")

    def sign_in(self, query: str = "") -> Page:
        """Follow the link to the provider and every way from there until it leads back."""
        place = self.browser.client.get(f"/sign-in/with/sso{query}").location
        while place.startswith(self.at.provider):
            answer = self.there.get(place)
            assert answer.status_code in (302, 303), answer.text
            place = str(answer.headers["Location"])
            place = f"{self.at.provider}{place}" if place.startswith("/") else place
        own = self.at.engine.settings.public_url
        assert place.startswith(f"{own}/sign-in/with/sso/back?"), place
        return self.browser.get(place.removeprefix(own))

    def sign_out_there(self) -> None:
        """End the session at the provider, on its own page."""
        form = BeautifulSoup(self.there.get(f"{self.at.provider}/session/end").text, "lxml").form
        assert form is not None
        fields = {str(field["name"]): str(field["value"]) for field in form.find_all("input")}
        answer = self.there.post(str(form["action"]), data=fields | {"logout": "yes"})
        assert answer.status_code == 303, answer.text

    def status_of(self, path: str) -> int:
        return self.browser.client.get(path).status_code


@pytest.fixture(scope="module")
def met(engine_over: EngineOver, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Meeting]:
    with meeting(engine_over, tmp_path_factory.mktemp("openid")) as both:
        yield both


@pytest.fixture
def visitor(met: Meeting) -> Iterator[Visitor]:
    met.clock.set(datetime.now(UTC))
    with httpx.Client(trust_env=False) as there:
        yield Visitor(met, there)


def test_provider__names_a_citizen_and_then_ends_it__opens_a_session_and_ends_it(visitor: Visitor) -> None:
    visitor.at.say(CITIZEN, acr="urn:password")

    page = visitor.sign_in("?next=/account")

    assert page.path == "/account" and "at a sign-in service" in page.text
    visitor.sign_out_there()
    assert visitor.status_of("/account") == 303


def test_provider__cancels__opens_nothing(visitor: Visitor) -> None:
    visitor.at.say(error="access_denied")

    assert "You broke the sign-in off" in visitor.sign_in().text
    assert visitor.status_of("/account") == 303


def test_keys__rotated_at_the_provider__are_asked_anew(visitor: Visitor) -> None:
    visitor.at.say(CITIZEN)
    visitor.sign_in()
    visitor.at.rotate_keys()
    visitor.at.clock.set(
        datetime.now(UTC) + timedelta(seconds=40)
    )  # keys are asked for twice a minute at most

    assert visitor.sign_in("?next=/account").path == "/account"


def test_second_factor__demanded_for_the_office__opens_it(visitor: Visitor) -> None:
    visitor.at.say(SPECIALIST, acr="urn:password")
    visitor.sign_in()
    assert visitor.status_of("/inbox") == 403

    assert "This needs a surer sign-in" in visitor.sign_in("?level=card").text
    visitor.at.say(SPECIALIST, acr=TWO_FACTORS)
    visitor.sign_in("?level=card")

    assert visitor.status_of("/inbox") == 200
    assert visitor.status_of("/admin") in (403, 404)  # the provider says that the person is a mayor
