"""A connection that keeps a cursor for each of the few statements that every step takes.

Such a cursor remembers how the parameters of its statement are written and how its row is read; finding
that out anew takes the client as long as all the rest of asking. Refuses to know what is asked.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, TypeAlias

import psycopg
from psycopg.rows import tuple_row

TupleCursor: TypeAlias = psycopg.Cursor[tuple[Any, ...]]


class Connection(psycopg.Connection[Any]):
    """One connection; like any other it is used by one thread at a time."""

    @cached_property
    def _kept(self) -> dict[str, TupleCursor]:
        return {}

    def tuples(self, statement: str) -> TupleCursor:
        """Return the cursor that is kept for a statement; whoever uses it next takes its rows away."""
        cursor = self._kept.get(statement)
        if cursor is None:
            cursor = self._kept[statement] = self.cursor(row_factory=tuple_row)
        return cursor
