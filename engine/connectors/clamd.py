"""The virus scanner ClamAV, asked over its socket: `INSTREAM`, then the file in pieces.

Only its clear "OK" counts as clean. Whatever else happens (no answer, a limit of its own, an error) means
that the file has not been looked at. There is no living library for this protocol of one exchange.

To change how long the virus scanner may take for an upload (its time-out): `CONNECT_SECONDS` and
`ANSWER_SECONDS` here, for reaching it and for each answer. `tests/documents`.
"""

from __future__ import annotations

import re
import socket
import struct
from contextlib import closing
from typing import Final

from engine.connectors.answers import AnswerLog
from engine.connectors.base import Finding
from engine.connectors.probe import Probe, judge_clamd
from engine.errors import Unavailable

CONNECT_SECONDS: Final = 3.0
ANSWER_SECONDS: Final = 60.0
_PIECE: Final = 256 * 1024
_LONGEST_ANSWER: Final = 4096
_TCP = re.compile(r"tcp://(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+):([0-9]{1,5})")


class ScannerUnavailable(Unavailable):
    """The virus scanner does not answer, so the file counts as not looked at."""

    code = "document.scanner_unavailable"


class Clamd:
    """One clamd: `unix:/run/clamav/clamd.ctl` or `tcp://host:3310`."""

    name = "clamd"

    def __init__(self, address: str) -> None:
        self._address = address
        self._answers: AnswerLog | None = None

    def watched_by(self, answers: AnswerLog) -> None:
        """Let a log take note of how each question ends."""
        self._answers = answers

    @property
    def probe(self) -> Probe:
        """How to find out whether the scanner answers."""
        return Probe(self._place, judge_clamd, b"zPING\0")

    def check(self) -> tuple[Finding, ...]:
        """Return what is wrong with the address, without asking."""
        return () if is_address(self._address) else (Finding(self.name, "connector.address"),)

    def infection_of(self, content: bytes) -> str | None:
        """Return the name of what was found in the file, or None if the scanner says that it is clean."""
        try:
            with closing(self._connected()) as link:
                answer = _asked(link, content)
        except (OSError, ValueError) as failed:
            self._note(ScannerUnavailable.code)
            raise ScannerUnavailable from failed
        self._note(None)
        if answer == "stream: OK":
            return None
        found = re.fullmatch(r"stream: (.+) FOUND", answer)
        if found is None:
            raise ScannerUnavailable(answer=answer[:100])
        return found[1]

    def _note(self, away: str | None) -> None:
        if self._answers is not None:
            self._answers.record(self.name, away)

    @property
    def _place(self) -> tuple[str, int] | str:
        """Host and port, or the path of a socket."""
        if self._address.startswith("unix:"):
            return self._address.removeprefix("unix:")
        host, _, port = self._address.removeprefix("tcp://").rpartition(":")
        return host.strip("[]"), int(port)

    def _connected(self) -> socket.socket:
        place = self._place
        if isinstance(place, str):
            link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            link.settimeout(CONNECT_SECONDS)
            try:
                link.connect(place)
            except BaseException:
                link.close()
                raise
            return link
        return socket.create_connection(place, timeout=CONNECT_SECONDS)


def is_address(text: str) -> bool:
    """Tell whether this names a socket that can be asked."""
    return text.startswith("unix:/") or _TCP.fullmatch(text) is not None


def _asked(link: socket.socket, content: bytes) -> str:
    link.settimeout(ANSWER_SECONDS)
    link.sendall(b"zINSTREAM\0")
    try:
        for at in range(0, len(content), _PIECE):
            piece = content[at : at + _PIECE]
            link.sendall(struct.pack(">I", len(piece)) + piece)
        link.sendall(struct.pack(">I", 0))
    except (BrokenPipeError, ConnectionResetError):
        pass  # it has said why before it hung up
    answer = b""
    while b"\0" not in answer and len(answer) < _LONGEST_ANSWER:
        more = link.recv(1024)
        if not more:
            break
        answer += more
    if not answer.endswith(b"\0"):
        raise ValueError("the answer is cut off")
    return answer.rstrip(b"\0").decode("utf-8", "replace").strip()
