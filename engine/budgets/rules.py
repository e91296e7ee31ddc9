"""The years a line of a budget may be of, and the job that gives out what has become free."""

from __future__ import annotations

from typing import Final

OFFER: Final = "offer_budget"
YEARS: Final = range(2000, 3000)
