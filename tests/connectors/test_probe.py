"""Probes of servers that answer, misbehave or are not there: each ends, and says how."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from engine.connectors import probe as probing
from engine.connectors.clamd import Clamd
from engine.connectors.http import Endpoint
from engine.connectors.probe import MOST_BYTES, Probe, judge_smtp
from engine.notifications.mail import MailServer
from tests.connectors.awkward_server import answering, response
from tests.documents.scanner import a_clamd


def of(address: str) -> Probe:
    return Endpoint("demo", address).probe()


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("200 OK", None),
        ("404 Not Found", None),
        ("401 Unauthorized", None),
        ("500 Internal Server Error", None),
        ("502 Bad Gateway", probing.OUT_OF_SERVICE),
        ("503 Service Unavailable", probing.OUT_OF_SERVICE),
    ],
)
def test_probe__of_http__tells_a_server_from_a_gateway_without_one(status: str, reason: str | None) -> None:
    with answering(response(status)) as address:
        assert of(address).ask() == reason


def test_probe__of_http__says_nothing_but_the_root_and_names_nobody() -> None:
    heard: list[bytes] = []
    with answering(response("200 OK"), heard=heard) as address:
        of(address + "/civil").ask()

    host = address.removeprefix("http://")
    assert heard == [
        f"HEAD /civil/ HTTP/1.1\r\nHost: {host}\r\nUser-Agent: MMS\r\nConnection: close\r\n\r\n".encode()
    ]


def test_probe__nobody_listens__is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"

    assert of(address).ask() == probing.UNREACHABLE


def test_probe__byte_now_and_then__ends_at_its_deadline() -> None:
    with answering(*[b"x"] * 200, pause=0.05) as address:
        slow = Endpoint("demo", address).probe(total_seconds=0.3)

        assert slow.ask() == probing.TIMEOUT


def test_probe__answer_without_end__is_read_up_to_its_limit() -> None:
    taken: list[bytes] = []

    def judge(answer: bytes) -> None:
        taken.append(answer)

    with answering(b"x" * 1_000_000) as address:
        host, _, port = address.removeprefix("http://").partition(":")
        Probe((host, int(port)), judge, b"HEAD / HTTP/1.1\r\n\r\n").ask()

    assert [len(answer) for answer in taken] == [MOST_BYTES]


def test_probe__another_protocol__is_no_answer() -> None:
    with answering(b"SSH-2.0-OpenSSH\r\n") as address:
        assert of(address).ask() == probing.ANSWER_INVALID


def test_probe__server_without_encryption__is_not_taken_for_an_encrypted_one() -> None:
    with answering(response("200 OK")) as address:
        assert of(address.replace("http:", "https:")).ask() == probing.UNENCRYPTED


@pytest.mark.parametrize(
    ("greeting", "reason"),
    [
        (b"220 mail.example ESMTP\r\n", None),
        (b"421 too busy\r\n", probing.OUT_OF_SERVICE),
        (b"HTTP/1.1 400\r\n", probing.ANSWER_INVALID),
    ],
)
def test_probe__of_a_mail_server__hears_its_greeting(greeting: bytes, reason: str | None) -> None:
    with greeting_with(greeting) as (port, heard):
        assert MailServer("127.0.0.1", port, "none").probe().ask() == reason

    assert heard == [b"QUIT\r\n"]
    assert judge_smtp(greeting) == reason


def test_probe__of_clamd__hears_it_answer() -> None:
    with a_clamd() as address:
        assert Clamd(address).probe.ask() is None

    assert Clamd(address).probe.ask() == probing.UNREACHABLE


@contextmanager
def greeting_with(greeting: bytes) -> Iterator[tuple[int, list[bytes]]]:
    """Greet the first who connects, and give what was said."""
    heard: list[bytes] = []

    def serve() -> None:
        link, _ = listener.accept()
        with link:
            link.settimeout(10)
            link.sendall(greeting)
            heard.append(link.recv(100))

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1], heard
        thread.join(timeout=10)
