"""Last-seen (unread) markers of lists: a step is new to its viewer since the viewing before this one.

A viewing lasts some minutes: turning pages, opening a step and coming back belong to it. What was marked is
not marked in the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from engine.db.pool import Transaction
from engine.stores import last_seen
from engine.tenancy import Actor

VIEWING_LASTS: Final = timedelta(minutes=5)
LastSeen = Mapping[str, datetime | None]


def markers(tx: Transaction) -> LastSeen:
    """Return for each list since when a step is new; in a list that was never viewed none is."""
    began = tx.now - VIEWING_LASTS
    return {
        row.list: row.before_at if row.looked_at > began else row.looked_at for row in last_seen.of_person(tx)
    }


def record(tx: Transaction, name: str) -> None:
    """Record that the actor views a list."""
    last_seen.record(tx, name, ended=tx.now - VIEWING_LASTS)


def is_new(actor: Actor, row: Any, since: datetime | None) -> bool:
    """Say whether a step came since then, and not by what the actor did."""
    return since is not None and row.opened_at > since and row.touched_by != actor.person_id


def is_changed(actor: Actor, row: Any, since: datetime | None) -> bool:
    """Say whether somebody else, or the system, changed whose an older step is, or until when."""
    return (
        since is not None
        and row.touched_at is not None
        and row.touched_at > since >= row.opened_at
        and row.touched_by != actor.person_id
    )
