"""One consistent view of everything that is stored, by an account from which nothing is hidden.

A single read-only snapshot, so nobody meets half of a commit made while they look.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from engine.db.pool import Database, Transaction
from engine.queries import reconciling
from engine.tenancy import system


class NotTheOwner(Exception):
    """Row-level security hides rows from this account of the database; the owner's is DATABASE_OWNER_URL."""


@contextmanager
def whole_view(database_url: str, *, now: datetime) -> Iterator[Transaction]:
    """Give a transaction that sees everything and can't write."""
    database = Database(database_url, runtime_role=None, is_snapshot=True)
    try:
        with database.transaction(system(), now=now) as tx:
            if not reconciling.sees_everything(tx):
                raise NotTheOwner(NotTheOwner.__doc__)
            yield tx
    finally:
        database.close()
