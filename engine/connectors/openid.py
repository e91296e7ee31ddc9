"""Asking one OpenID provider: its description, its keys, the tokens for a code, what it says of a person.

Only the hosts of the configuration are asked, whatever the description names; each answer has a limit of
time and size. Description and keys are kept for a while. What a token must say is
`engine/identity/openid/tokens.py`.
"""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import quote_plus, unquote, urlencode, urlsplit

from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from engine.clock import Clock
from engine.connectors.answers import AnswerLog
from engine.connectors.http import Answer, Endpoint, HttpClient, HttpConnector, is_loopback
from engine.errors import Rejected, Unavailable
from engine.identity.openid.configuration import Provider

LOG = logging.getLogger("mms.openid")
KEPT: Final = timedelta(hours=1)
# Whoever sends a token of an unknown key, or comes while the provider is away, makes us ask no more often.
AGAIN: Final = timedelta(seconds=30)
_LIMITS: Final = {"connect_seconds": 3.0, "read_seconds": 5.0, "total_seconds": 10.0, "max_bytes": 64 * 1024}
_FORM: Final = "application/x-www-form-urlencoded"


class CodeRefused(Rejected):
    """The provider gives no tokens for the code: it was used, is too old, or was never one."""

    code = "openid.not_proven"


@dataclass(frozen=True)
class Description:
    """Metadata of a provider about itself (OpenID Connect Discovery 1.0), as far as they are used."""

    authorization: str
    token: str
    keys: str
    userinfo: str | None
    sign_out: str | None
    names_issuer: bool  # in each answer to the browser (RFC 9207)


class OpenIdConnector(HttpConnector):
    """The connector to one provider. Safe to use from several threads."""

    def __init__(self, provider: Provider, clock: Clock) -> None:
        parts = urlsplit(provider.issuer)
        self._origin = f"{parts.scheme}://{parts.netloc}"
        super().__init__(Endpoint(f"openid_{provider.key}", self._origin, **_LIMITS))  # type: ignore[arg-type]
        self.provider = provider
        self._clock = clock
        self._clients: dict[str, HttpClient] = {self._origin: self._http}
        self._described: tuple[datetime, Description] | None = None
        self._keys: tuple[datetime, KeySet] | None = None
        self._away_since: datetime | None = None  # of the last question without a usable answer

    def watched_by(self, answers: AnswerLog) -> None:
        """Let a log take note of how each question ends, at whichever of the provider's hosts."""
        for client in self._clients.values():
            client.answers = answers

    def close(self) -> None:
        """Close the connections kept open."""
        for client in self._clients.values():
            client.close()

    def description(self) -> Description:
        """Return the provider's description, asked for once an hour. Raises `Unavailable`."""
        now = self._clock.now()
        if self._described is None or self._described[0] + KEPT <= now:
            address = f"{self.provider.issuer.rstrip('/')}/.well-known/openid-configuration"
            with self._unless_away():
                self._described = now, self._read_description(self._json(self._get(address)))
        return self._described[1]

    def keys(self) -> KeySet:
        """Return the keys by which the provider signs, asked for once an hour. Raises `Unavailable`."""
        if self._keys is None or self._keys[0] + KEPT <= self._clock.now():
            return self._ask_keys()
        return self._keys[1]

    def renewed_keys(self) -> KeySet | None:
        """Return the keys as they are now; None where they were asked for a moment ago."""
        if self._keys is not None and self._keys[0] + AGAIN > self._clock.now():
            return None
        return self._ask_keys()

    def tokens(self, code: str, *, verifier: str, redirect_uri: str) -> Mapping[str, Any]:
        """Return the tokens for a code. Raises `CodeRefused` or `Unavailable`."""
        provider = self.provider
        fields = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": verifier,
        }
        headers: dict[str, str] = {}
        if provider.authentication == "client_secret_post":
            fields |= {"client_id": provider.client_id, "client_secret": provider.secret}
        else:
            pair = f"{quote_plus(provider.client_id)}:{quote_plus(provider.secret)}"  # RFC 6749, 2.3.1
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        client, segments = self._place(self.description().token)
        body = urlencode(fields).encode()
        answer = client.post(*segments, body=body, headers=headers, media_type=_FORM, accept=(200, 400, 401))
        said = self._json(answer)
        if answer.status == 200:
            return said
        if said.get("error") == "invalid_grant":
            raise CodeRefused
        # Anything else is between the provider and whoever runs this installation.
        raise self._unusable(f"gives no tokens ({str(said.get('error'))[:40]!r})")

    def userinfo(self, access_token: str) -> Mapping[str, Any]:
        """Return what the provider says of the person beside the ID token. Raises `Unavailable`."""
        address = self.description().userinfo
        if address is None:
            return {}
        return self._json(self._get(address, {"Authorization": f"Bearer {access_token}"}))

    def _ask_keys(self) -> KeySet:
        address = self.description().keys
        with self._unless_away():
            said = self._json(self._get(address))
        try:
            found = KeySet.import_key_set(said)  # type: ignore[arg-type]
        except (JoseError, ValueError, TypeError, KeyError, AttributeError):
            raise self._unusable("has no keys that can be read") from None
        self._keys = self._clock.now(), found
        return found

    @contextmanager
    def _unless_away(self) -> Iterator[None]:
        """Ask, unless a question has just failed: not every request of anybody may wait for the next."""
        now = self._clock.now()
        if self._away_since is not None and self._away_since + AGAIN > now:
            raise Unavailable("openid.away", system=self.name)
        try:
            yield
        except Unavailable:
            self._away_since = now
            raise
        self._away_since = None

    def _read_description(self, said: Mapping[str, Any]) -> Description:
        if said.get("issuer") != self.provider.issuer:
            raise self._unusable("names another issuer")
        for needed in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if not isinstance(said.get(needed), str):
                raise self._unusable(f"names no {needed}")
        return Description(
            self._of_provider(said["authorization_endpoint"]),
            self._of_provider(said["token_endpoint"]),
            self._of_provider(said["jwks_uri"]),
            self._of_provider(said.get("userinfo_endpoint")),
            self._of_provider(said.get("end_session_endpoint")),
            said.get("authorization_response_iss_parameter_supported") is True,
        )

    def _of_provider(self, address: Any) -> Any:
        """Return an address of the description, or refuse one that leads to somebody else."""
        if address is None:
            return None
        try:
            parts = urlsplit(address)
            host = parts.hostname or ""
        except (ValueError, TypeError, AttributeError):
            raise self._unusable("names what is no address") from None
        is_private = parts.scheme == "https" or (self._origin.startswith("http:") and is_loopback(host))
        if not is_private or host not in self.provider.hosts or parts.username or parts.fragment:
            raise self._unusable("names an address at a host that is not in the configuration")
        return address

    def _get(self, address: str, headers: Mapping[str, str] | None = None) -> Answer:
        client, segments = self._place(address)
        return client.get(*segments, headers=headers)

    def _place(self, address: str) -> tuple[HttpClient, list[str]]:
        parts = urlsplit(address)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._clients:
            client = HttpClient(Endpoint(self.name, origin, **_LIMITS))  # type: ignore[arg-type]
            client.answers = self._http.answers
            self._clients.setdefault(origin, client)
        if parts.query:
            raise self._unusable("names an address with a query")
        return self._clients[origin], [unquote(part) for part in parts.path.lstrip("/").split("/")]

    def _json(self, answer: Answer) -> Mapping[str, Any]:
        try:
            said = json.loads(answer.body)
        except (ValueError, RecursionError):
            raise self._unusable("answers with no JSON") from None
        if not isinstance(said, dict):
            raise self._unusable("answers with no object")
        return said

    def _unusable(self, what: str) -> Unavailable:
        """Return the error; what is wrong stands in the log, for the provider's people and ours."""
        LOG.error("the provider %s %s", self.provider.key, what)
        return Unavailable("openid.away", system=self.name)
