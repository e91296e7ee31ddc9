"""Cleans up after a run that was killed: waits for the runner's end of a pipe, then takes the nodes away.

    python -m tests.chaos.janitor PREFIX

A run that ends well has nothing left when this begins.
"""

from __future__ import annotations

import subprocess
import sys

from tests.chaos.network import remove


def watch_over(prefix: str) -> subprocess.Popen[bytes]:
    """Start a janitor that lives exactly a little longer than this process."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.chaos.janitor", prefix],
        stdin=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C at the terminal must not reach it
    )


if __name__ == "__main__":
    sys.stdin.buffer.read()
    remove(sys.argv[1])
