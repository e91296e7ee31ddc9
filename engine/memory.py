"""Garbage collection: how often a process looks for reference cycles.

Reference counting frees almost everything at once. Python's cyclic collector runs after every 700 new
objects, each time over more of what stays: that was half the time in which a service folder is checked.
"""

from __future__ import annotations

import gc
from typing import Final

NEW_OBJECTS: Final = 20_000


def raise_gc_thresholds() -> None:
    """Raise the thresholds of the cyclic collector; each program of MMS calls it as it begins."""
    gc.set_threshold(NEW_OBJECTS, 5, 2)  # at everything once in 200,000 and not in 70,000
