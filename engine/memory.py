"""How often a process looks for objects that hold each other and that nobody holds.

Almost everything goes by itself once nobody holds it. Python looks for the rest after every 700 new
objects, each time at more of what stays: that was half the time in which a service folder is checked.
"""

from __future__ import annotations

import gc
from typing import Final

NEW_OBJECTS: Final = 20_000


def collect_seldom() -> None:
    """Look for such objects less often; each program of MMS calls it as it begins."""
    gc.set_threshold(NEW_OBJECTS, 5, 2)  # at everything once in 200,000 and not in 70,000
