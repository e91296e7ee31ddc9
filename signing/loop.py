"""Running the coroutines of pyHanko, which never wait for anything outside.

Whatever they need was fetched before, so their loop watches no file and no socket. A confined process may
make its loop before it gives up the right to.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, TypeVar

Result = TypeVar("Result")
Run = Callable[[Coroutine[Any, Any, Any]], Any]


class _Nothing(selectors.BaseSelector):
    """Watches nothing: there is nothing to wait for."""

    def __init__(self) -> None:
        self._known: dict[Any, selectors.SelectorKey] = {}

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        key = selectors.SelectorKey(
            fileobj, fileobj if isinstance(fileobj, int) else fileobj.fileno(), events, data
        )
        self._known[fileobj] = key
        return key

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        return self._known.pop(fileobj)

    def select(self, timeout: float | None = None) -> list[Any]:
        return []

    def get_map(self) -> Mapping[Any, selectors.SelectorKey]:
        return self._known


class Loop:
    """Runs one coroutine after another."""

    def __init__(self) -> None:
        self._loop = asyncio.SelectorEventLoop(_Nothing())

    def run(self, coroutine: Coroutine[Any, Any, Result]) -> Result:
        return self._loop.run_until_complete(coroutine)

    def close(self) -> None:
        self._loop.close()


def run(coroutine: Coroutine[Any, Any, Result]) -> Result:
    """Run it on a loop of its own."""
    loop = Loop()
    try:
        return loop.run(coroutine)
    finally:
        loop.close()
