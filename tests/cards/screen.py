"""A screen with a keyboard, for windows that ask a person; nothing of it can be seen."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

SECONDS = 180  # no measure, only the end of hoping
PATIENCE = 5  # until the same is typed again
ANSWERED = "answered"  # what a window is called from then on


class Screen:
    """Whoever sits before it answers one window after the other."""

    def __init__(self, name: str) -> None:
        self.environment = {"DISPLAY": name}

    def type(self, text: str) -> None:
        """Type into the window of the card program, and press Enter."""
        window = self._taken()
        ends = time.monotonic() + SECONDS
        while time.monotonic() < ends and self._named(ANSWERED):
            # What is typed before the field has the keyboard is lost; Enter on an empty field does nothing.
            self._do(
                "windowfocus", "--sync", window, "key", "--delay", "0", "End", *["BackSpace"] * len(text)
            )
            self._do("type", "--delay", "0", text)
            self._do("key", "Return")
            self._wait(lambda: not self._named(ANSWERED), PATIENCE)
        self._until_gone()

    def press(self, key: str) -> None:
        """Press a key at the window, which closes it."""
        window = self._taken()
        self._do("windowfocus", "--sync", window, "key", key)
        self._until_gone()

    def wait_for_none(self) -> None:
        """Wait until the card program asks nothing: it may speak before its window is gone."""
        self._when(lambda shown: not shown, "the window of the card program stayed")

    def window(self) -> str:
        """Return the window of the card program, once it is there."""
        return self._when(lambda shown: bool(shown), "no window of the card program appeared")[0]

    def _taken(self) -> str:
        """Return the window, called anew: the next one may get the same number, and before we look again."""
        window = self.window()
        self._do("set_window", "--name", ANSWERED, window)
        return window

    def _until_gone(self) -> None:
        self._when(
            lambda shown: not shown, "the window of the card program stayed", "--name", f"^{ANSWERED}$"
        )

    def _named(self, name: str) -> list[str]:
        return self._do("search", "--onlyvisible", "--name", f"^{name}$").split()

    def _wait(self, holds: Callable[[], bool], seconds: float) -> None:
        ends = time.monotonic() + seconds
        while not holds() and time.monotonic() < ends:
            time.sleep(0.02)

    def _when(self, holds: Callable[[list[str]], bool], otherwise: str, *which: str) -> list[str]:
        ends = time.monotonic() + SECONDS
        while time.monotonic() < ends:
            shown = self._do("search", "--onlyvisible", *(which or ("--class", "mms-card"))).split()
            if holds(shown):
                return shown
            time.sleep(0.02)
        raise AssertionError(otherwise)

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
    # -r: a key that a busy machine is slow to release would be pressed again, at the window that comes next.
    command = ["Xvfb", "-r", "-displayfd", str(writes), "-screen", "0", "1024x768x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writes], stderr=subprocess.DEVNULL) as server:
        os.close(writes)
        with os.fdopen(reads) as told:
            number = told.readline().strip()
        assert number, "the screen did not start"
        yield Screen(f":{number}")
        server.terminate()
