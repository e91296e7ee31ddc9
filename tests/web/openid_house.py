"""An OpenID provider that says whatever a test wants, and the browsers of people who sign in there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import psycopg
from joserfc import jwt
from joserfc.jwk import RSAKey

from engine.bootstrap import Engine
from engine.clock import SettableClock
from engine.identity.openid.tokens import SIGNED_OUT
from tests.web.apps import app_over
from tests.web.browser import Browser, Page

TWO_FACTORS = "urn:two-factors"
SERVES = {"sso": "both", "work": "staff", "bank": "citizens"}


@dataclass
class SaidProvider:
    """A provider whose answers are what the test has said last."""

    clock: SettableClock
    address: str = ""
    keys: list[RSAKey] = field(default_factory=lambda: [RSAKey.generate_key(2048, {"kid": "one"})])
    published: list[RSAKey] | None = None  # other than those it signs with
    claims: dict[str, Any] = field(default_factory=dict)  # of the next ID token
    beside: dict[str, Any] = field(default_factory=dict)  # what it says of the person beside that
    described: dict[str, Any] = field(default_factory=dict)  # otherwise than is right
    token: str | None = None  # instead of a right one
    is_away: bool = False
    given: dict[str, str] = field(default_factory=dict)  # the fields with which tokens were asked last

    def description(self) -> Mapping[str, Any]:
        right = {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/go",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "userinfo_endpoint": f"{self.address}/me",
            "end_session_endpoint": f"{self.address}/end",
        }
        return right | self.described

    def key_set(self) -> Mapping[str, Any]:
        shown = self.keys if self.published is None else self.published
        return {"keys": [key.as_dict(private=False) for key in shown]}

    def id_token(self, **changes: Any) -> str:
        return self.signed({"acr": None, **self.claims, **changes})

    def logout_token(self, **changes: Any) -> str:
        return self.signed({"events": {SIGNED_OUT: {}}, "jti": "j-1", **changes}, typ="logout+jwt")

    def signed(self, claims: Mapping[str, Any], *, typ: str = "JWT") -> str:
        now = self.clock.now()
        said = {"iss": self.address, "iat": int(now.timestamp())}
        said |= {"exp": int((now + timedelta(minutes=5)).timestamp()), **claims}
        kept = {name: value for name, value in said.items() if value is not None}
        key = self.keys[-1]
        return jwt.encode({"alg": "RS256", "kid": key.kid, "typ": typ}, kept, key)

    def tokens(self, fields: dict[str, str]) -> Mapping[str, Any]:
        self.given = fields
        return {"id_token": self.token or self.id_token(), "access_token": "a", "token_type": "Bearer"}


class _Handler(BaseHTTPRequestHandler):
    said: SaidProvider

    def do_GET(self) -> None:
        match self.path:
            case "/.well-known/openid-configuration":
                self._answer(self.said.description())
            case "/keys":
                self._answer(self.said.key_set())
            case "/me":
                self._answer(self.said.beside)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._answer(self.said.tokens(dict(parse_qsl(body))))

    def _answer(self, said: Mapping[str, Any]) -> None:
        body = json.dumps(said).encode()
        self.send_response(503 if self.said.is_away else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing on the terminal of the tests."""


@contextmanager
def said_provider(clock: SettableClock) -> Iterator[SaidProvider]:
    """Run a provider on loopback."""
    said = SaidProvider(clock)
    handler = type("Handler", (_Handler,), {"said": said})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        said.address = f"http://127.0.0.1:{server.server_address[1]}"
        running = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        running.start()
        try:
            yield said
        finally:
            server.shutdown()
            running.join()


def write_providers(folder: Path, issuer: str, **more: Any) -> Path:
    """Write a configuration with a provider for everybody, one for staff and one for citizens."""
    (folder / "secret").write_text("s" * 32)
    providers = [
        {
            "key": key,
            "title": {"ka": f"სერვისი {key}", "en": f"Service {key}"},
            "issuer": issuer,
            "client_id": f"mms-{key}",
            "client_secret_file": "secret",
            "personal_number": "personal_number",
            "levels": {TWO_FACTORS: "card"},
            "serves": serves,
            **more,
        }
        for key, serves in SERVES.items()
    ]
    (folder / "openid.json").write_text(json.dumps({"providers": providers}))
    return folder / "openid.json"


@dataclass
class OpenIdHouse:
    """An installation with providers, and a browser."""

    engine: Engine
    provider: SaidProvider

    @property
    def clock(self) -> SettableClock:
        return self.provider.clock

    def __post_init__(self) -> None:
        self.app = app_over(self.engine, "openid")
        self.browser = self.another_browser()

    def another_browser(self) -> Browser:
        browser = Browser(self.app.test_client())
        browser.get("/?language=en")
        return browser

    def go(self, key: str = "sso", browser: Browser | None = None, **query: str) -> dict[str, str]:
        """Follow the link to the provider; return what it is asked."""
        address = f"/sign-in/with/{key}?{urlencode(query)}"
        answer = (browser or self.browser).client.get(address)
        assert answer.status_code == 303, answer.text
        assert answer.location.startswith(f"{self.provider.address}/go?")
        return dict(parse_qsl(urlsplit(answer.location).query))

    def come_back(
        self, asked: Mapping[str, str], key: str = "sso", browser: Browser | None = None, **answer: str
    ) -> Page:
        said = {"state": asked["state"], "code": "c", **answer}
        return (browser or self.browser).get(f"/sign-in/with/{key}/back?{urlencode(said)}")

    def sign_in(
        self,
        number: str,
        *,
        key: str = "sso",
        browser: Browser | None = None,
        query: Mapping[str, str] | None = None,
        **claims: Any,
    ) -> Page:
        """Sign in as somebody; the claims are those of the ID token."""
        asked = self.go(key, browser, **(query or {}))
        right = {"aud": f"mms-{key}", "sub": f"s-{number}", "nonce": asked["nonce"]}
        self.provider.claims = {**right, "personal_number": number, **claims}
        return self.come_back(asked, key, browser)

    def is_signed_in(self, browser: Browser | None = None) -> bool:
        return (browser or self.browser).get("/account").path == "/account"

    def sign_out_from_provider(self, token: str, key: str = "sso") -> int:
        """Send a logout token, as the provider does; return the status."""
        answer = self.app.test_client().post(f"/sign-in/with/{key}/sign-out", data={"logout_token": token})
        return answer.status_code

    def sql(self, statement: str, *values: Any) -> list[Any]:
        """Look from outside, as the owner."""
        with psycopg.connect(self.engine.settings.owner_url) as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []
