"""An installation that takes cards of a test country, and a browser with such a card."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from cryptography.hazmat.primitives.serialization import Encoding

from engine import texts
from engine.bootstrap import Engine
from engine.texts import Texts
from tests.pki.country import Country, Holder
from tests.signing.kit import token
from tests.web.apps import app_over
from tests.web.browser import Browser, Page

ENGINE_TEXTS = Texts.load(Path(texts.__file__).parent)


def write_trust(folder: Path, land: Country, **more: Any) -> Path:
    """Write the trust list of the country; return where."""
    for name, certificate in (("root", land.root.certificate), ("issuer", land.sign_in.certificate)):
        (folder / f"{name}.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    issuer = {"certificate": "issuer.pem", "status_url": f"{land.sign_in.address}/ocsp"}
    said = {"roots": ["root.pem"], "issuers": [issuer], **more}
    (folder / "trust.json").write_text(json.dumps(said))
    return folder / "trust.json"


@dataclass
class CardHouse:
    """The engine, its pages, and the country whose cards they take."""

    engine: Engine
    land: Country

    def __post_init__(self) -> None:
        self.app = app_over(self.engine, "house")
        self.browser = Browser(self.app.test_client())

    def another_browser(self) -> Browser:
        return Browser(self.app.test_client())

    def challenge(self, browser: Browser | None = None) -> str:
        """Ask for something to sign, as the script of the page does."""
        browser = browser or self.browser
        answer = browser.client.post("/sign-in/card/challenge", data={"csrf_token": csrf(browser)})
        assert answer.json is not None, answer.text
        return str(answer.json["nonce"])

    def answer(self, card: bytes, browser: Browser | None = None, **more: str) -> Page:
        """Send what the card said."""
        browser = browser or self.browser
        fields = {"csrf_token": csrf(browser), "token": card.decode("utf-8", "replace"), **more}
        return browser.post("/sign-in/card", fields)

    def token(self, holder: Holder, nonce: str, **more: Any) -> bytes:
        return token(holder, nonce=nonce, **({"origin": self.engine.settings.public_url} | more))

    def sql(self, statement: str, *values: Any) -> list[Any]:
        """Look from outside, as the owner."""
        with psycopg.connect(self.engine.settings.owner_url) as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def is_signed_in(self) -> bool:
        return self.browser.get("/cases").path == "/cases"

    def engine_words(self, code: str) -> str:
        """Return the words of an error, in the language of the pages."""
        return ENGINE_TEXTS.get("ka", f"errors.card.{code}")

    def sign_in(self, holder: Holder, **more: Any) -> Page:
        return self.answer(self.token(holder, self.challenge(), **more))


def csrf(browser: Browser) -> str:
    """Return what protects forms, from the page."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', browser.client.get("/sign-in").text)
    assert found is not None
    return found[1]
