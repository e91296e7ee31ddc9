"""Asking another system over HTTP, once, with limits on time and size.

It translates what can go wrong into the three kinds of error and refuses to know what is asked
and what an answer means. It neither retries nor follows redirects: a job decides about the
first, and a register that moves is a change of configuration.

Addresses and headers of requests carry personal numbers, so neither appears in errors or logs.
"""

from __future__ import annotations

import ipaddress
import logging
import ssl
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx

from engine.connectors.answers import AnswerLog
from engine.connectors.base import Finding
from engine.connectors.probe import TOTAL_SECONDS, Probe, judge_http
from engine.errors import Rejected, Unavailable

# httpx logs the address of each request at INFO, httpcore its parts at DEBUG.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)

_ASCII_KEPT = " !\"#$&'()*+,-./:;<=>?@[\\]^_`{|}~"
_BUSY = {408, 425, 429}


@dataclass(frozen=True)
class Endpoint:
    """Endpoint where a system listens, and how long we are willing to wait for it."""

    system: str
    base_url: str
    connect_seconds: float = 3.0
    read_seconds: float = 10.0
    total_seconds: float = 30.0
    max_bytes: int = 256 * 1024
    ca_file: Path | None = None
    client_certificate: Path | None = None
    client_key: Path | None = field(default=None, repr=False)

    def check(self) -> tuple[Finding, ...]:
        """Return what is wrong with these settings."""
        found = [self._finding(code) for code in self._wrong_address()]
        for name in ("connect_seconds", "read_seconds", "total_seconds", "max_bytes"):
            if getattr(self, name) <= 0:
                found.append(Finding(self.system, "connector.limit_not_positive", {"setting": name}))
        for name in ("ca_file", "client_certificate", "client_key"):
            file = getattr(self, name)
            if file is not None and not file.is_file():
                found.append(Finding(self.system, "connector.file_missing", {"setting": name}))
        return tuple(found)

    def _wrong_address(self) -> tuple[str, ...]:
        try:
            parts = urlsplit(self.base_url)
            host, _ = parts.hostname, parts.port
        except ValueError:
            return ("connector.address_malformed",)
        if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment:
            return ("connector.address_malformed",)
        if parts.username or parts.password:
            return ("connector.address_has_password",)
        if parts.scheme == "http" and not is_loopback(host):
            return ("connector.address_unencrypted",)
        return ()

    def probe(self, *, total_seconds: float = TOTAL_SECONDS) -> Probe:
        """Return how to find out whether the server answers over HTTP, without a question."""
        parts = urlsplit(self.base_url)
        path = (parts.path.rstrip("/") + "/").encode("ascii", "ignore")
        head = (b"HEAD ", path, b" HTTP/1.1\r\nHost: ", parts.netloc.encode("idna"))
        begin = b"".join((*head, b"\r\nUser-Agent: MMS\r\nConnection: close\r\n\r\n"))
        is_encrypted = parts.scheme == "https"
        place = (parts.hostname or "", parts.port or (443 if is_encrypted else 80))
        tls = partial(_tls_context, self) if is_encrypted else None
        return Probe(place, judge_http, begin, tls=tls, total_seconds=total_seconds)

    def _finding(self, code: str) -> Finding:
        return Finding(self.system, code, {"setting": "base_url"})


@dataclass(frozen=True)
class Answer:
    """Response of the other system; the body is untrusted bytes."""

    status: int
    media_type: str
    body: bytes = field(repr=False)


class HttpClient:
    """Asks one endpoint. Safe to use from several threads."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self.answers: AnswerLog | None = None

    @cached_property
    def _client(self) -> httpx.Client:
        """Built at the first question, so that wrong settings can still be checked and shown."""
        endpoint = self._endpoint
        return httpx.Client(
            base_url=endpoint.base_url.rstrip("/") + "/",
            timeout=httpx.Timeout(endpoint.read_seconds, connect=endpoint.connect_seconds),
            verify=_tls_context(endpoint),
            follow_redirects=False,
            trust_env=False,
            headers={"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "MMS"},
        )

    def close(self) -> None:
        """Close the connections kept open; where nothing was asked there are none."""
        if "_client" in vars(self):
            self._client.close()

    def get(
        self, *segments: str, headers: Mapping[str, str] | None = None, accept: Collection[int] = (200,)
    ) -> Answer:
        """Ask for a resource; any status outside `accept` is raised as an error."""
        return self._answer("GET", segments, headers, accept=accept)

    def post(
        self,
        *segments: str,
        body: bytes,
        headers: Mapping[str, str] | None = None,
        accept: Collection[int] = (200,),
        media_type: str = "application/json",
    ) -> Answer:
        """Hand something in, once; any status outside `accept` is raised as an error."""
        stated = {**(headers or {}), "Content-Type": media_type}
        return self._answer("POST", segments, stated, body=body, accept=accept)

    def _answer(
        self,
        method: str,
        segments: tuple[str, ...],
        headers: Mapping[str, str] | None,
        *,
        body: bytes | None = None,
        accept: Collection[int],
    ) -> Answer:
        away: str | None = None
        try:
            return self._asked(method, segments, headers, body=body, accept=accept)
        except Unavailable as error:
            away = error.error_code
            raise
        finally:
            if self.answers is not None:
                self.answers.record(self._endpoint.system, away)

    def _asked(
        self,
        method: str,
        segments: tuple[str, ...],
        headers: Mapping[str, str] | None,
        *,
        body: bytes | None,
        accept: Collection[int],
    ) -> Answer:
        path = "/".join(quote(segment, safe="") for segment in segments)
        encoded = {name: header_text(value) for name, value in (headers or {}).items()}
        failure = "registry.unreachable"
        try:
            answer = self._ask(method, path, encoded, body)
        except httpx.TimeoutException:
            failure = "registry.timeout"
        except httpx.HTTPError:
            pass
        else:
            self._refuse_status(answer.status, accept)
            return answer
        # Raised here and not above: httpx's error holds the request, and its address the person.
        raise Unavailable(failure, system=self._endpoint.system)

    def _ask(self, method: str, path: str, headers: Mapping[str, str], content: bytes | None) -> Answer:
        give_up_at = time.monotonic() + self._endpoint.total_seconds
        body = bytearray()
        with self._client.stream(method, path, headers=dict(headers), content=content) as response:
            if response.headers.get("Content-Encoding", "identity") != "identity":
                # We asked for none, and a few compressed bytes can fill the memory.
                raise self._invalid("encoded")
            for chunk in response.iter_raw():
                body += chunk
                if len(body) > self._endpoint.max_bytes:
                    raise self._invalid("too_large")
                # Each chunk restarts the client's read timeout: a system that sends a byte now
                # and then would otherwise hold a worker for ever.
                if time.monotonic() > give_up_at:
                    raise Unavailable("registry.timeout", system=self._endpoint.system)
            media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
            return Answer(response.status_code, media_type, bytes(body))

    def _refuse_status(self, status: int, accept: Collection[int]) -> None:
        system = self._endpoint.system
        if status in accept:
            return
        if status >= 500 or status in _BUSY:
            raise Unavailable("registry.out_of_service", system=system, status=status)
        if status in (401, 403):
            raise Rejected("registry.not_permitted", system=system, status=status)
        if 400 <= status < 500:
            raise Rejected("registry.request_refused", system=system, status=status)
        raise self._invalid("unexpected_status")

    def _invalid(self, reason: str) -> Unavailable:
        return answer_invalid(self._endpoint.system, reason)


def answer_invalid(system: str, reason: str) -> Unavailable:
    """Return the error for an answer that can't be trusted.

    Worth asking again: a system under maintenance often answers nonsense for a while.
    """
    return Unavailable("registry.answer_invalid", system=system, reason=reason)


def header_text(value: str) -> str:
    """Encode a header value: what isn't printable ASCII becomes percent-encoded UTF-8."""
    return quote(value, safe=_ASCII_KEPT)


def is_loopback(host: str) -> bool:
    """Tell whether the host is this machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _tls_context(endpoint: Endpoint) -> ssl.SSLContext:
    if endpoint.ca_file is None and endpoint.client_certificate is None:
        return _public_authorities()
    context = ssl.create_default_context(cafile=endpoint.ca_file)
    if endpoint.client_certificate is not None:
        context.load_cert_chain(endpoint.client_certificate, endpoint.client_key)
    return context


@cache
def _public_authorities() -> ssl.SSLContext:
    """The system's list of authorities, read once for every endpoint that names no list of its own."""
    return ssl.create_default_context()


class HttpConnector:
    """Base class of all connectors to one endpoint; each adds its questions."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._http = HttpClient(endpoint)

    @property
    def name(self) -> str:
        """The name that operations and settings use."""
        return self._endpoint.system

    def watched_by(self, answers: AnswerLog) -> None:
        """Let a log take note of how each question ends."""
        self._http.answers = answers

    @property
    def probe(self) -> Probe:
        """How to find out whether the system can be reached; `ValueError` where the address is none."""
        return self._endpoint.probe()

    def check(self) -> tuple[Finding, ...]:
        """Return what is wrong with the configuration."""
        return self._endpoint.check()

    def close(self) -> None:
        """Close the connections kept open."""
        self._http.close()
