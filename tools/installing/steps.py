"""The order of set-up: look first, then change. Nothing is changed before the system has what is needed."""

from __future__ import annotations

import fcntl
from pathlib import Path

from installing import card_program, front_end, python, system
from installing.progress import Stopped, complain, say

TOP = Path(__file__).resolve().parents[2]
_TEST = ("system-packages.txt", "test-packages.txt")
LISTS = {"server": ("system-packages.txt",), "test": _TEST, "debian": (*_TEST, "debian-packages.txt")}


def install(kind: str) -> int:
    """Bring this checkout to where `make run` or `make test` can start; return the exit code."""
    # Any file that always exists can carry the lock: two set-ups at once would tear .venv apart.
    with open(TOP / "setup.cfg") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            system.ensure([TOP / "tools" / name for name in LISTS[kind]])
            packages = "server" if kind == "server" else "test"
            if not python.is_complete(TOP, packages):
                say("Setting up; this takes a minute or two the first time.")
            installed = python.ensure(TOP, packages)
            front_end.ensure(TOP, installed)
            card_program.ensure(TOP, installed)
            if packages == "test":
                front_end.ensure_for_tests(TOP, installed)
        except Stopped as stopped:
            complain(str(stopped))
            return 1
        except OSError as error:
            # Mostly files that root made in an earlier run.
            complain(f"{error}. Does this checkout belong to another account?")
            return 1
        except KeyboardInterrupt:
            complain("Stopped. The same command goes on from here.")
            return 130
    return 0
