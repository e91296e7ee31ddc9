"""Probes of other systems: whether a server can be reached and speaks its protocol.

A probe names nobody, signs in nowhere and changes nothing: it connects, says one line at most and reads how
the answer begins. It is bounded by one deadline, the encryption's handshake included, and by the bytes it
reads. There is no library for HTTP, SMTP and ClamAV alike with such a bound. Refuses to know who asks, and
where the result is kept.
"""

from __future__ import annotations

import re
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from typing import Final

TOTAL_SECONDS: Final = 5.0
MOST_BYTES: Final = 512  # of the beginning of an answer
UNREACHABLE, TIMEOUT, UNENCRYPTED = "unreachable", "timeout", "encryption_failed"
OUT_OF_SERVICE, ANSWER_INVALID = "out_of_service", "answer_invalid"
ADDRESS_MALFORMED = "address_malformed"
_STATUS = re.compile(rb"HTTP/1\.[01] ([1-5][0-9]{2})[ \r]")
# What a gateway says whose system is away. Any other status is an answer: a server knows nothing at its root.
_AWAY = (b"502", b"503", b"504")

Judge = Callable[[bytes], str | None]  # returns why the beginning of an answer is none


@dataclass(frozen=True)
class Probe:
    """Probe: where to connect, what to say there, how an answer looks; alike are those of one address."""

    place: tuple[str, int] | str  # host and port, or the path of a socket
    judge: Judge = field(compare=False)
    begin: bytes = b""
    farewell: bytes = b""
    tls: Callable[[], ssl.SSLContext] | None = field(default=None, compare=False)
    total_seconds: float = TOTAL_SECONDS

    def ask(self) -> str | None:
        """Return why the system can't be reached, or None where it can."""
        give_up_at = time.monotonic() + self.total_seconds
        try:
            with closing(self._connected(give_up_at)) as link:
                link.sendall(self.begin)
                answer = _first_line(link, give_up_at)
                if self.farewell:
                    link.sendall(self.farewell)
        except TimeoutError:
            return TIMEOUT
        except ssl.SSLError:
            return UNENCRYPTED
        except (OSError, ValueError):
            return UNREACHABLE
        return self.judge(answer)

    def _connected(self, give_up_at: float) -> socket.socket:
        if isinstance(self.place, str):
            link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            link.settimeout(_left(give_up_at))
            try:
                link.connect(self.place)
            except BaseException:
                link.close()
                raise
            return link
        link = socket.create_connection(self.place, timeout=_left(give_up_at))
        if self.tls is None:
            return link
        try:
            link.settimeout(_left(give_up_at))
            return self.tls().wrap_socket(link, server_hostname=self.place[0])
        except BaseException:
            link.close()
            raise


def _first_line(link: socket.socket, give_up_at: float) -> bytes:
    """Return the first line, or as much of it as is allowed; a NUL ends ClamAV's."""
    answer = b""
    while not re.search(rb"[\n\0]", answer) and len(answer) < MOST_BYTES:
        link.settimeout(_left(give_up_at))
        more = link.recv(MOST_BYTES - len(answer))
        if not more:
            break
        answer += more
    return answer


def _left(give_up_at: float) -> float:
    left = give_up_at - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def judge_http(answer: bytes) -> str | None:
    """Return why this is no beginning of an answer over HTTP."""
    status = _STATUS.match(answer)
    if status is None:
        return ANSWER_INVALID
    return OUT_OF_SERVICE if status[1] in _AWAY else None


def judge_smtp(answer: bytes) -> str | None:
    """Return why this is no greeting of a mail server (RFC 5321, 4.2)."""
    if answer.startswith((b"4", b"5")):
        return OUT_OF_SERVICE
    return None if answer.startswith(b"220") else ANSWER_INVALID


def judge_clamd(answer: bytes) -> str | None:
    """Return why this is no answer of ClamAV to `PING`."""
    return None if answer.rstrip(b"\n\0") == b"PONG" else ANSWER_INVALID
