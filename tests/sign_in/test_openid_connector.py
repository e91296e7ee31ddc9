"""Asking an OpenID provider that is hostile or broken: each answer has a limit, each address is looked at."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import pytest

from engine.clock import SettableClock
from engine.connectors import openid as module
from engine.connectors.openid import OpenIdConnector
from engine.errors import Rejected, Unavailable
from engine.identity.openid.configuration import Provider
from tests.databases import BEGINNING
from tests.web.openid_house import SaidProvider, said_provider


def connector(issuer: str, *hosts: str, clock: SettableClock | None = None) -> OpenIdConnector:
    return OpenIdConnector(
        Provider(
            key="sso",
            title={"ka": "სსო", "en": "SSO"},
            issuer=issuer,
            client_id="mms",
            secret="s" * 20,
            number_claim="personal_number",
            serves="both",
            hosts=frozenset({"127.0.0.1", *hosts}),
        ),
        clock or SettableClock(BEGINNING),
    )


@pytest.fixture(scope="module")
def running() -> Iterator[SaidProvider]:
    with said_provider(SettableClock(BEGINNING)) as provider:
        yield provider


WRONG: dict[str, dict[str, Any]] = {
    "of another issuer": {"issuer": "https://sso.example.ge"},
    "of a host that is not in the configuration": {"token_endpoint": "https://elsewhere.example.ge/token"},
    "of a program of this machine": {"jwks_uri": "file:///etc/passwd"},
    "with a password": {"userinfo_endpoint": "http://me:word@127.0.0.1/me"},
    "without keys": {"jwks_uri": None},
    "with a number for an address": {"authorization_endpoint": 7},
    "of endless size": {"more": "x" * 100_000},
}


@pytest.mark.parametrize("case", WRONG)
def test_description__that_can_not_be_right__is_as_if_the_provider_were_away(
    running: SaidProvider, case: str
) -> None:
    running.described = WRONG[case]
    asked = connector(running.address)

    with pytest.raises((Unavailable, Rejected)):
        asked.description()

    asked.close()


def test_description__of_hosts_that_are_named__is_kept_for_an_hour(running: SaidProvider) -> None:
    running.described = {}
    asked = connector(running.address)
    assert asked.description().token == f"{running.address}/token"

    running.described = WRONG["of another issuer"]
    assert asked.description().token == f"{running.address}/token"

    asked.close()


def test_provider__away__is_asked_again_after_half_a_minute_and_no_sooner(running: SaidProvider) -> None:
    running.described, clock = {}, SettableClock(BEGINNING)
    asked = connector(running.address, clock=clock)

    running.is_away = True
    with pytest.raises(Unavailable):
        asked.keys()
    running.is_away = False
    with pytest.raises(Unavailable):
        asked.keys()
    clock.advance(module.AGAIN)

    assert asked.keys() is asked.keys()
    asked.close()


@pytest.mark.parametrize("keys", [{"keys": "none"}, {"keys": [{"kty": "RSA"}]}, {}, {"keys": [7]}])
def test_keys__that_are_none__are_as_if_the_provider_were_away(
    running: SaidProvider, keys: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    running.described = {}
    monkeypatch.setattr(SaidProvider, "key_set", lambda _: keys)
    asked = connector(running.address)

    with pytest.raises(Unavailable):
        asked.keys()

    asked.close()


def test_description__that_comes_letter_by_letter__is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LIMITS", {**module._LIMITS, "total_seconds": 0.3})
    with _dripping() as address:
        asked = connector(address)

        with pytest.raises(Unavailable):
            asked.description()

        asked.close()


@contextmanager
def _dripping() -> Iterator[str]:
    """Give the address of a server that never stops answering."""
    listening = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        taken, _ = listening.accept()
        with taken:
            taken.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
            while True:
                try:
                    taken.sendall(b" ")
                except OSError:
                    return
                time.sleep(0.02)

    running = Thread(target=drip)
    running.start()
    with listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        running.join()
