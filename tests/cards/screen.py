"""A screen with a keyboard, for windows that ask a person; nothing of it can be seen."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

SECONDS = 20  # no measure, only the end of hoping


class Screen:
    """Whoever sits before it answers one window after the other."""

    def __init__(self, name: str) -> None:
        self.environment = {"DISPLAY": name}
        self._answered: set[str] = set()

    def type(self, text: str) -> None:
        """Type into the next window of the card program, and press Enter."""
        self._keys("type", "--delay", "0", text)
        self._do("key", "Return")

    def press(self, key: str) -> None:
        """Press a key at the next window."""
        self._keys("key", key)

    def _keys(self, *command: str) -> None:
        window = self.window()
        self._answered.add(window)
        self._do("windowfocus", "--sync", window, *command)

    def window(self) -> str:
        """Return the window that waits for an answer, once it is there."""
        ends = time.monotonic() + SECONDS
        while time.monotonic() < ends:
            found = self._do("search", "--onlyvisible", "--class", "mms-card").split()
            if fresh := [one for one in found if one not in self._answered]:
                return fresh[0]
            time.sleep(0.02)
        raise AssertionError("no window of the card program appeared")

    def _do(self, *command: str) -> str:
        # Finding nothing is its exit code 1.
        return subprocess.run(
            ["xdotool", *command],
            env={**os.environ, **self.environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            check=False,
        ).stdout


@contextmanager
def screen() -> Iterator[Screen]:
    """Switch a screen on until the end of the block."""
    reads, writes = os.pipe()
    command = ["Xvfb", "-displayfd", str(writes), "-screen", "0", "1024x768x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writes], stderr=subprocess.DEVNULL) as server:
        os.close(writes)
        with os.fdopen(reads) as told:
            number = told.readline().strip()
        assert number, "the screen did not start"
        yield Screen(f":{number}")
        server.terminate()
