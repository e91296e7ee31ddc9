"""Starts the demonstration programs as real processes and stops them again."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_ROOT = Path(__file__).parents[2]


@contextmanager
def running(module: str, *arguments: str, capture: Path | None = None) -> Iterator[str]:
    """Run `python -m module` on a free port and yield the address it prints.

    What it writes to standard error goes to `capture`, if that is given.
    """
    command = [sys.executable, "-m", module, "--port", "0", *arguments]
    with open(capture or os.devnull, "wb") as errors:
        process = subprocess.Popen(
            command, cwd=_ROOT, stdout=subprocess.PIPE, stderr=errors if capture else None, text=True
        )
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            assert ": " in line, f"{module} did not start"
            yield line.strip().split(": ", 1)[1]
        finally:
            process.terminate()
            process.wait(timeout=10)
            process.stdout.close()
