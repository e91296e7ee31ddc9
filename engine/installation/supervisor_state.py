"""The supervisor's state in a file of the home: which program is up or away, since when and why.

Written by `mms run` at each change, read by whoever shows it: `read(home)`. There is no file where each
program is started by itself, and none after an orderly end. Refuses to know how programs are kept up.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from engine import atomic_write, canonical

FILE = "supervisor.json"

Phase = Literal["starting", "recovering", "up", "away"]


@dataclass(frozen=True)
class Reason:
    """Reason why a program ended or could not start: a text of `supervisor.reasons` and its parameters."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ProgramState:
    """A program that is kept up. What is neither up nor away is on its way; all but "up" is an outage."""

    name: str
    phase: Phase
    since: datetime  # up since then, or not up since then
    restarts: int  # since `mms run` began
    reason: Reason | None  # of the last end

    @property
    def is_up(self) -> bool:
        return self.phase == "up"


@dataclass(frozen=True)
class SupervisorState:
    """State as a supervisor last wrote it. One that was killed can't say so: then nothing of it counts."""

    is_alive: bool
    programs: tuple[ProgramState, ...]


def write(home: Path, programs: Iterable[ProgramState]) -> None:
    """Replace the file: a reader sees the former state or this one."""
    rows = [{**asdict(program), "since": program.since.isoformat()} for program in programs]
    ours = {"pid": os.getpid(), "started": _started(os.getpid()), "programs": rows}
    atomic_write.write(home / FILE, canonical.dumps(ours) + b"\n")


def remove(home: Path) -> None:
    with suppress(OSError):
        (home / FILE).unlink(missing_ok=True)


def read(home: Path) -> SupervisorState | None:
    """Return the state of the programs of this home; None where no supervisor keeps them."""
    try:
        content = canonical.loads((home / FILE).read_bytes())
        is_alive = _started(content["pid"]) == content["started"]
        return SupervisorState(is_alive, tuple(_program(row) for row in content["programs"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _program(row: dict[str, Any]) -> ProgramState:
    reason = Reason(row["reason"]["code"], row["reason"]["params"]) if row["reason"] else None
    since = datetime.fromisoformat(row["since"])
    return ProgramState(row["name"], row["phase"], since, row["restarts"], reason)


def _started(pid: int) -> int | None:
    """Return the tick at which a process started; process ids come round again, this does not."""
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[19])
    return None
