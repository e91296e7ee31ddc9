"""Signals that stop a program, as an exception: at once while it waits, a moment later while it acts.

Refuses to know what is stopped.
"""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class _Deferral:
    """State of a deferred interrupt: how many blocks defer it, and whether one has come meanwhile."""

    depth = 0
    is_pending = False


@contextlib.contextmanager
def stop_signals_as_interrupt() -> Iterator[None]:
    """Make SIGTERM and a closed terminal end the block like Ctrl-C."""
    _Deferral.depth, _Deferral.is_pending = 0, False

    def interrupt(_number: int, _frame: object) -> None:
        if _Deferral.depth:
            _Deferral.is_pending = True
        else:
            raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in STOP_SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def deferred() -> Iterator[None]:
    """Let an interrupt come only when the block is over: a process that was just begun is not lost by one.

    Signals belong to the main thread; on another one nothing is deferred.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    _Deferral.depth += 1
    try:
        yield
    finally:
        _Deferral.depth -= 1
    if _Deferral.is_pending and not _Deferral.depth:
        _Deferral.is_pending = False
        raise KeyboardInterrupt


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Ignore further stop signals: an impatient second Ctrl-C must not leave programs behind."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in STOP_SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
