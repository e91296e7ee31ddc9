"""This side of the examination: starts the child, waits as long as it may take, judges how it ended.

Refuses to look into files itself.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from threading import BoundedSemaphore
from typing import Any, Final, Literal

from engine.documents.examination.wire import READY
from engine.errors import Rejected, Unavailable

Task = Literal["picture", "pdf", "page", "container", "signatures", "package", "cms", "table"]

SECONDS: Final = 30.0
SECONDS_TO_WAIT: Final = 30.0
AT_ONCE: Final = 2  # of one process: each may take a gigabyte
_ENVIRONMENT: Final = {"LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1", "OMP_NUM_THREADS": "1"}
_free = BoundedSemaphore(AT_ONCE)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Examined:
    """The outcome: what was told, and the new content where the task makes one."""

    told: dict[str, Any]
    content: bytes


def examine(task: Task, content: bytes, **head: Any) -> Examined:
    """Let the child do the task; raises `Rejected` with its reason, `Unavailable` if there is no child."""
    if not _free.acquire(timeout=SECONDS_TO_WAIT):
        raise Unavailable("document.examination_unavailable")
    try:
        answer, is_whole = _run(json.dumps({"task": task, **head}).encode() + b"\n" + content)
    except OSError as failed:
        raise Unavailable("document.examination_unavailable", errno=failed.errno) from failed
    finally:
        _free.release()
    if answer[: len(READY)].upper() != READY:
        log.error("the examination of files does not start")
        raise Unavailable("document.examination_unavailable")
    if answer[: len(READY)] != READY:
        _warn_unfiltered()
    head_line, _, made = answer[len(READY) :].partition(b"\n")
    if not is_whole:
        # Killed by a limit, or by a bug of a parser that nobody should meet twice.
        log.warning("a file ended its examination (%s)", task)
        raise Rejected("document.too_complex")
    told = json.loads(head_line)
    if "refused" in told:
        raise Rejected(told.pop("refused"), **told)
    return Examined(told, made)


def _run(question: bytes) -> tuple[bytes, bool]:
    """Return what the child wrote, and whether it came to its end.

    Files in memory instead of pipes: nobody waits for the other, and the kernel bounds what the child
    writes, which nobody here has to read twice.
    """
    with _in_memory("question") as asked, _in_memory("answer") as answered:
        asked.write(question)
        asked.seek(0)
        with subprocess.Popen(
            [sys.executable, "-I", "-m", "engine.documents.examination"],
            stdin=asked,
            stdout=answered,
            stderr=subprocess.DEVNULL,
            env=_ENVIRONMENT,
            cwd="/",
        ) as child:
            try:
                child.wait(SECONDS)
            except subprocess.TimeoutExpired:
                child.kill()
        answered.seek(0)
        return answered.read(), child.returncode == 0


def _in_memory(name: str) -> Any:
    return os.fdopen(os.memfd_create(name, os.MFD_CLOEXEC), "w+b")


@cache
def _warn_unfiltered() -> None:
    log.warning("this kernel does not filter system calls: files are examined with limits only")
