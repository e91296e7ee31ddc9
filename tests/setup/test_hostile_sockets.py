"""Requests that no client library would send, to a real gunicorn: it refuses them and serves others."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from engine.installation.programs import free_port
from engine.settings import Settings
from tests.setup.processes import children, soon

pytestmark = pytest.mark.extended

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 2.0  # of processor time
POST = b"POST /sign-in/code HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
REQUESTS = {
    "a header of a megabyte": b"GET / HTTP/1.1\r\nHost: a\r\nA: " + b"a" * 2**20 + b"\r\n\r\n",
    "a thousand headers": b"GET / HTTP/1.1\r\nHost: a\r\n" + b"A: a\r\n" * 1000 + b"\r\n",
    "an address of a megabyte": b"GET /" + b"a" * 2**20 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
    "two lengths": POST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\naa",
    "a length and chunks": POST + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunks of no size": POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\naa\r\n",
    "a chunk of a terabyte": POST + b"Transfer-Encoding: chunked\r\n\r\n10000000000\r\naaaa",
    "a million small chunks": POST + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\n&\r\n" * 2**20,
    "four million small chunks": POST + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\na\r\n" * 2**22,
    "a body that is cut": POST + b"Content-Length: 1000\r\n\r\na=1",
    "a line feed in the address": b"GET /%0d%0aX?language=en HTTP/1.1\r\nHost: a\r\n\r\n",
    "no HTTP": b"\x16\x03\x01\x02\x00" * 1000,
    "another protocol": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
}


@pytest.fixture
def server(settings: Settings) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A gunicorn over a database of its own, and its port."""
    configured = replace(settings, port=free_port())
    command = [sys.executable, "-m", "engine.cli", "web", "--workers", "1", "--threads", "4"]
    environment = os.environ | configured.as_environment()
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        assert soon(lambda: is_serving(configured.port), every=0.1)
        yield process, configured.port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def is_serving(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/static/icon.svg", trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


def spent(pid: int) -> float:
    """Return the processor time of a process and its children, in seconds."""
    ticks = 0
    for process in (pid, *children(pid)):
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def answer_to(port: int, request: bytes) -> bytes:
    """Return the first line that comes back; nothing where the server hangs up."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        try:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            return connection.recv(65536).partition(b"\r\n")[0]
        except OSError:
            return b""  # it hung up while the request was still coming


def test_requests__that_no_client_would_send__are_refused_and_others_served(
    server: tuple[subprocess.Popen[bytes], int],
) -> None:
    process, port = server
    wrong = []

    for name, request in REQUESTS.items():
        before = spent(process.pid)
        answer = answer_to(port, request)
        if answer.startswith(b"HTTP/1.1 5") or spent(process.pid) - before > SECONDS:
            wrong.append((name, answer, spent(process.pid) - before))
        if not is_serving(port):
            wrong.append((name, b"serves nobody", 0.0))

    assert wrong == []


def test_slow_senders__fewer_than_threads__keep_nobody_waiting(
    server: tuple[subprocess.Popen[bytes], int],
) -> None:
    _, port = server
    slow = [socket.create_connection(("127.0.0.1", port), timeout=60) for _ in range(3)]
    try:
        for connection in slow:
            connection.sendall(POST + b"Content-Length: 1000\r\n\r\na")

        assert is_serving(port)
    finally:
        for connection in slow:
            connection.close()
