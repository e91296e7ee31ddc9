"""A child process with limits of processor time, memory and wall time, for what an analyst has written.

A heavy draft then holds up nobody's page: the kernel ends the child (setrlimit(2), set by prlimit(1)), which
gives way to whoever answers somebody. Refuses to know what the child does.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
_USUAL: Final = {"LANG": "C.UTF-8"}


@dataclass(frozen=True)
class Limits:
    """What a child may use: seconds of processor time and by the clock, bytes of memory; how it gives way.

    A nice child (nice(1)) on a full machine gets a small share: where somebody waits for it, it is less nice.
    """

    cpu: int
    seconds: float
    memory: int = 2 * 1024**3
    niceness: int = 10

    def command(self, arguments: Sequence[str]) -> list[str]:
        limits = [f"--cpu={self.cpu}", f"--as={self.memory}", "--core=0"]
        return ["nice", "-n", str(self.niceness), "prlimit", *limits, "--", sys.executable, "-m", *arguments]


class ChildEnded(Exception):
    """The child took longer than it may."""


def start(
    arguments: Sequence[str], limits: Limits, environment: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start `python -m …`, which reads its standard input and answers on its standard output.

    Of the environment it gets nothing that says where the installation keeps anything.
    """
    usual = {**_USUAL, "PATH": os.environ.get("PATH", os.defpath)}
    return subprocess.Popen(
        limits.command(arguments),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env={**usual, **(environment or {})},
    )


def run(arguments: Sequence[str], limits: Limits, question: bytes = b"") -> bytes:
    """Return what `python -m …` writes to its standard output, however it ends before its time is over."""
    with start(arguments, limits) as child:
        try:
            return child.communicate(question, timeout=limits.seconds)[0]
        except subprocess.TimeoutExpired:
            raise ChildEnded from None
        finally:
            child.kill()
