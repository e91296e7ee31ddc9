"""Seeds of the simulations: the same for every change, or drawn anew and printed to be repeated.

`SEED` is the first seed, `SIMULATION=whole` asks for many (`make simulate`); without them a simulation is
small and always the same.
"""

from __future__ import annotations

import os
from typing import Final

SEED: Final = int(os.environ.get("SEED") or 1)
IS_WHOLE: Final = os.environ.get("SIMULATION") == "whole"


def size(*, small: int, whole: int) -> int:
    """Return how many are drawn in this run."""
    return whole if IS_WHOLE else small


def seeds(*, small: int, whole: int) -> range:
    """Return the seeds of this run."""
    return range(SEED, SEED + size(small=small, whole=whole))
