"""Launcher that runs the programs of an installation under a clock that a test moves.

    python -m tests.e2e.moved_clock engine.cli run

The clock is ahead of the machine's by as many seconds as a file says, which every program reads at each
look: time goes on, and jumps when the file is written. Programs that a program starts are started under the
same clock. The database keeps the machine's time, by which nothing of a case is reckoned.
"""

from __future__ import annotations

import os
import runpy
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from importlib import import_module
from pathlib import Path
from typing import Any, Final

AHEAD: Final = "CLOCK_AHEAD"  # the variable that names the file
LAUNCHER: Final = "tests.e2e.moved_clock"


def ahead(file: Path) -> timedelta:
    """Return by how much the clock is ahead: not at all where there is no such file."""
    try:
        return timedelta(seconds=float(file.read_text()))
    except FileNotFoundError:
        return timedelta()


def set_ahead(file: Path, by: timedelta) -> None:
    """Let all programs jump at their next look, whole: a file that is half written would be read."""
    written = file.with_suffix(".new")
    written.write_text(str(by.total_seconds()))
    written.replace(file)


def main(arguments: list[str]) -> None:
    module, *sys.argv[1:] = arguments
    file = Path(os.environ[AHEAD])
    if module.startswith("demo."):
        sys.exit(_simulator(module, file)())
    _move_clock_of_engine(file)
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _move_clock_of_engine(file: Path) -> None:
    """The engine knows the present from one class, and starts programs in one."""
    from engine.clock import SystemClock
    from engine.installation.programs import Program, ProgramProcess

    begin = ProgramProcess.__init__

    def began(process: ProgramProcess, program: Program, environment: Mapping[str, str], **more: Any) -> None:
        python, option, module, *rest = program.command
        assert option == "-m", program.command
        begin(
            process, replace(program, command=(python, option, LAUNCHER, module, *rest)), environment, **more
        )

    SystemClock.now = lambda _: datetime.now(UTC) + ahead(file)  # type: ignore[method-assign]
    ProgramProcess.__init__ = began  # type: ignore[method-assign]


def _simulator(module: str, file: Path) -> Callable[[], int]:
    """Return what a simulator of another system begins with, its modules under the moved clock."""

    class Moved(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + ahead(file)

    package = import_module(module)
    begun = import_module(f"{module}.__main__") if hasattr(package, "__path__") else package
    for name, known in list(sys.modules.items()):
        if name.startswith("demo.") and vars(known).get("datetime") is datetime:
            vars(known)["datetime"] = Moved
    main: Callable[[], int] = begun.main
    return main


if __name__ == "__main__":
    main(sys.argv[1:])
