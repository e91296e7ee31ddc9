"""This side of the examination: starts the child, waits as long as it may take, judges how it ended.

A few at a time (admission limit): who waits too long is told to come again.

Refuses to look into files itself.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from functools import cache
from threading import BoundedSemaphore
from typing import Any, Final

from engine.documents.examination.wire import READY, Task, module_of
from engine.errors import Rejected, Unavailable
from engine.fork_server.ask import ForkServer, NoServer, TimedOut
from engine.fork_server.limits import Limits

PROGRAM: Final = "engine.documents.examination.child"
LIMITS: Final = Limits(cpu=20, seconds=30, memory=1024**3, niceness=0)
SECONDS_TO_WAIT: Final = 30.0
AT_ONCE: Final = 2  # of one process: each may take a gigabyte
_server = ForkServer()  # apart from what analysts write: it loads what takes files apart
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
        question = json.dumps({"task": task, **head}).encode() + b"\n" + content
        done = _server.run(PROGRAM, LIMITS, question, loads=(module_of(task),))
        answer, is_whole = done.answer, done.status == 0
    except TimedOut as ended:
        answer, is_whole = ended.answer, False
    except (NoServer, OSError) as failed:
        raise Unavailable("document.examination_unavailable") from failed
    finally:
        _free.release()
    if answer[: len(READY)].upper() != READY:
        log.error("the examination of files does not start")
        raise Unavailable("document.examination_unavailable")
    if answer[: len(READY)] != READY:
        _warn_unfiltered()
    head_line, _, made = answer[len(READY) :].partition(b"\n")
    if not is_whole:
        # Ended by a limit, or by a bug of a parser that nobody should meet twice.
        log.warning("a file ended its examination (%s)", task)
        raise Rejected("document.too_complex")
    told = json.loads(head_line)
    if "refused" in told:
        raise Rejected(told.pop("refused"), **told)
    return Examined(told, made)


@cache
def _warn_unfiltered() -> None:
    log.warning("this kernel does not filter system calls: files are examined with limits only")
