"""Shows what set-up is doing, and keeps what the tools said for the case that one fails.

Refuses to know what the steps are.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path


class Stopped(Exception):
    """Set-up cannot go on; the message is for the person at the terminal."""


def say(text: str) -> None:
    print(text, flush=True)


def run(
    title: str,
    command: Sequence[str | Path],
    *,
    cwd: Path,
    environment: Mapping[str, str] | None = None,
    progress: Callable[[str], str | None] = lambda line: None,
) -> None:
    """Run a program under one line of title; raise with the end of its output when it fails.

    `progress` turns a line of output into a few words to show, or None.
    """
    say(f"  {title} …")
    began, said, output = time.monotonic(), time.monotonic(), []
    with subprocess.Popen(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            output.append(line.rstrip())
            words = progress(output[-1])
            # A line every two seconds is enough to see life, in a terminal and in a log file.
            if words and time.monotonic() - said > 2:
                say(f"    {words}")
                said = time.monotonic()
    if process.returncode != 0:
        tail = "\n".join(f"    {line}" for line in output[-25:])
        raise Stopped(f"{title}: failed.\n{tail}\n    The command was: {' '.join(map(str, command))}")
    say(f"    done in {time.monotonic() - began:.0f} s")


def complain(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
