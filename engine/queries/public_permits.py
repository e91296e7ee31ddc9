"""Construction permits of a municipality, as everybody may read them: about objects, never about people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from engine.db.pool import Transaction

ON_A_PAGE = 50
LAST_PAGE = 10_000
PERMITS = "select * from public_permits(:municipality, :limit, :offset)"


@dataclass(frozen=True)
class PermitsPage:
    """One page of the list, the newest permits first; `next_page` is None on the last one."""

    permits: Sequence[Any]
    number: int
    next_page: int | None


def permits_page(tx: Transaction, municipality: str, number: int) -> PermitsPage:
    """Return a page; one that does not exist is empty."""
    page = min(max(number, 1), LAST_PAGE)
    offset = (page - 1) * ON_A_PAGE
    found = tx.all(PERMITS, municipality=municipality, limit=ON_A_PAGE + 1, offset=offset)
    return PermitsPage(found[:ON_A_PAGE], page, page + 1 if len(found) > ON_A_PAGE else None)
