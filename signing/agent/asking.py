"""Choice of where a person is asked: in a window where there is a display, else at the terminal."""

from __future__ import annotations

import os
import sys
from functools import cache

from signing.agent.errors import NoPrompt
from signing.agent.prompts import Prompt


@cache
def prompt() -> Prompt:
    """Return where to ask; found out once. Raises `NoPrompt`."""
    if sys.platform in ("win32", "darwin") or os.environ.get("DISPLAY"):
        try:
            from signing.agent.window import Window

            return Window()
        except (ImportError, RuntimeError):
            pass  # a Python without Tk, or a display that can't be reached: the terminal may do
    if sys.platform == "win32":
        raise NoPrompt("no window")
    from signing.agent.terminal import Terminal

    return Terminal()
