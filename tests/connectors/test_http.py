"""Limits of one question over HTTP, against a real server that misbehaves."""

from __future__ import annotations

import gzip
import ssl
import time
from typing import Any

import pytest

from engine.connectors.civil_registry import CivilRegistry
from engine.connectors.http import Endpoint, HttpClient, _tls_context
from engine.errors import Unavailable
from tests.connectors.awkward_server import answering, response


def an_endpoint(address: str, **limits: Any) -> Endpoint:
    return Endpoint("demo", address, **limits)


def test_get__answer_within_limits__is_returned_with_its_media_type() -> None:
    with answering(response("200 OK", b"{}", media_type="Application/JSON; charset=utf-8")) as address:
        client = HttpClient(an_endpoint(address))

        answer = client.get("a", "b c/d")

        client.close()
    assert (answer.status, answer.media_type, answer.body) == (200, "application/json", b"{}")


def test_get__segment_with_slashes__stays_one_segment() -> None:
    heard: list[bytes] = []
    with answering(response("200 OK", b"{}"), heard=heard) as address:
        client = HttpClient(an_endpoint(address + "/base/"))

        client.get("a", "../b?c#d")

        client.close()
    assert heard[0].startswith(b"GET /base/a/..%2Fb%3Fc%23d HTTP/1.1\r\n")


def test_get__byte_now_and_then__ends_at_the_total_limit() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
    with answering(head, *[b"x"] * 100, pause=0.05) as address:
        client = HttpClient(an_endpoint(address, read_seconds=1.0, total_seconds=0.3))
        begun = time.monotonic()

        with pytest.raises(Unavailable) as failed:
            client.get("a")

        client.close()
    assert failed.value.error_code == "registry.timeout"
    assert time.monotonic() - begun < 2


def test_get__compressed_though_not_asked_for__is_not_unpacked() -> None:
    bomb = gzip.compress(b"0" * 5_000_000)
    with answering(response("200 OK", bomb, "Content-Encoding: gzip")) as address:
        client = HttpClient(an_endpoint(address))

        with pytest.raises(Unavailable) as failed:
            client.get("a")

        client.close()
    assert failed.value.params["reason"] == "encoded"


def test_get__answer_cut_short__is_unreachable() -> None:
    with answering(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{") as address:
        client = HttpClient(an_endpoint(address))

        with pytest.raises(Unavailable) as failed:
            client.get("a")

        client.close()
    assert failed.value.error_code == "registry.unreachable"


def test_get__not_http_at_all__is_unreachable() -> None:
    with answering(b"220 mail.demo.invalid ESMTP\r\n") as address:
        client = HttpClient(an_endpoint(address))

        with pytest.raises(Unavailable) as failed:
            client.get("a")

        client.close()
    assert failed.value.error_code == "registry.unreachable"


def test_get__proxy_in_the_environment__is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    with answering(response("200 OK", b"{}")) as address:
        client = HttpClient(an_endpoint(address))

        answer = client.get("a")

        client.close()
    assert answer.status == 200


def test_configuration__address_without_encryption__is_a_finding() -> None:
    registry = CivilRegistry("http://registry.demo.invalid")

    assert [finding.code for finding in registry.check()] == ["connector.address_unencrypted"]


def test_close__nothing_was_asked__reads_no_authorities(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Endpoint] = []
    monkeypatch.setattr("engine.connectors.http._tls_context", read.append)

    HttpClient(an_endpoint("https://127.0.0.1:9")).close()

    assert read == []


def test_close__after_a_question__ends_the_connection() -> None:
    with answering(response("200 OK", b"{}")) as address:
        client = HttpClient(an_endpoint(address))
        client.get("a")

        client.close()

    assert client._client.is_closed


def test_endpoints__without_a_list_of_their_own__share_the_authorities_of_the_system() -> None:
    first, second = (_tls_context(an_endpoint(f"https://127.0.0.1:{port}")) for port in (9, 10))

    assert first is second
    assert (first.check_hostname, first.verify_mode) == (True, ssl.CERT_REQUIRED)
