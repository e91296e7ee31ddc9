"""The rollout of MMS: how far it is with a municipality."""

from __future__ import annotations

from typing import Final

OUTSIDE: Final = "outside"  # not among the municipalities of MMS
PLANNED: Final = "planned"
PREPARING: Final = "preparing"  # staff and settings are entered
LIVE: Final = "live"
STATES: Final = (OUTSIDE, PLANNED, PREPARING, LIVE)
