"""The card program as a browser starts it, in Debian's own Python, and a person at its terminal."""

from __future__ import annotations

import fcntl
import itertools
import json
import os
import select
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from signing.agent import PROTOCOL
from tests.cards.desk import SYSTEM_PYTHON, TOP

SITE = "http://127.0.0.1:8080"
SECONDS = 20  # no measure, only the end of hoping
NOBODY = "a display or a terminal"


class Agent:
    """One connection to the program."""

    def __init__(self, process: subprocess.Popen[bytes], terminal: int) -> None:
        self._process = process
        self._terminal = terminal
        self._numbers = itertools.count(1)
        self.screen = ""  # everything the terminal ever showed

    def ask(self, command: str, **said: Any) -> dict[str, Any]:
        """Ask, and return the answer to it."""
        self.begin(command, **said)
        return self.hear()

    def begin(self, command: str, **said: Any) -> None:
        """Ask, and go on: a person has to answer first."""
        common = {"version": PROTOCOL, "id": str(next(self._numbers)), "origin": SITE, "language": "en"}
        self.send(json.dumps(common | {"command": command} | said).encode())

    def send(self, body: bytes, *, size: int | None = None) -> None:
        """Send a message, whatever it is."""
        assert self._process.stdin is not None
        length = len(body) if size is None else size
        self._process.stdin.write(length.to_bytes(4, sys.byteorder) + body)
        self._process.stdin.flush()

    def hear(self) -> dict[str, Any]:
        """Return the next answer."""
        assert self._process.stdout is not None
        size = int.from_bytes(self._process.stdout.read(4), sys.byteorder)
        answer: dict[str, Any] = json.loads(self._process.stdout.read(size))
        return answer

    def type(self, text: str, *, after: str) -> None:
        """Type a line at the terminal, once it asks for it."""
        self.read(after)
        os.write(self._terminal, text.encode() + b"\n")

    def read(self, words: str) -> str:
        """Return what the terminal has shown since the last time, up to these words."""
        seen, ends = "", time.monotonic() + SECONDS
        while words not in seen:
            ready, _, _ = select.select([self._terminal], [], [], max(0, ends - time.monotonic()))
            assert ready, f"{words!r} did not appear: {seen}"
            part = os.read(self._terminal, 4096).decode("utf-8", "replace")
            seen, self.screen = seen + part, self.screen + part
        return seen

    def leave(self) -> int:
        """Go away as a page does; return how the program ended."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        return self._process.wait(SECONDS)


@contextmanager
def agent(folder: Path, *options: str, has_terminal: bool = True, **environment: str) -> Iterator[Agent]:
    """Run the program until the end of the block; its log is `log` in the folder."""
    ours, theirs = os.openpty()

    def take_terminal() -> None:
        if has_terminal:
            fcntl.ioctl(theirs, termios.TIOCSCTTY, 0)

    known = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "XDG_DATA_HOME")}
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(
            [SYSTEM_PYTHON, "-m", "signing.agent", "host", *options],
            cwd=TOP,
            env={**known, "XDG_DATA_HOME": str(folder), **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,
            preexec_fn=take_terminal,
        ) as process,
    ):
        try:
            yield Agent(process, ours)
        finally:
            process.kill()
            os.close(ours)
            os.close(theirs)
