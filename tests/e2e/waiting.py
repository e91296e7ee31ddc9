"""Polling for a state that another program brings about, with a limit that measures nothing.

No test asserts how long something takes: machines are shared, and slow ones pass too.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

# Seconds between two looks. They grow: whoever looks too often at a page keeps the processors from what is
# waited for.
SHORTEST, LONGEST, GROWTH = 0.1, 1.0, 1.25
MOST_SECONDS = 300  # the end of hoping
# Milliseconds, as the browser tool counts them: for an element or a page, for the validation of a draft,
# which gives way to everything else, and for a scenario, whose database is made first.
PAGE, VALIDATION, SCENARIO = 180_000, 300_000, 600_000

Found = TypeVar("Found")


def until(
    look: Callable[[], Found],
    failure: str | Callable[[], str],
    *,
    pause: Callable[[float], None] = time.sleep,
) -> Found:
    """Look again and again until there is something, and return it."""
    ends, interval = time.monotonic() + MOST_SECONDS, SHORTEST
    while not (found := look()):
        if time.monotonic() > ends:
            raise AssertionError(failure if isinstance(failure, str) else failure())
        pause(interval)
        interval = min(interval * GROWTH, LONGEST)
    return found
