"""Since when what is in a list is new to whoever looks: since their look before this one.

A look lasts some minutes: turning pages, opening a step and coming back belong to it. What was marked is not
marked in the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from engine.db.pool import Transaction
from engine.stores import last_seen
from engine.tenancy import Actor

LASTS: Final = timedelta(minutes=5)
Since = Mapping[str, datetime | None]


def since(tx: Transaction) -> Since:
    """Return for each list since when it is new; of one that was never looked at nothing is."""
    began = tx.now - LASTS
    return {
        row.list: row.before_at if row.looked_at > began else row.looked_at for row in last_seen.of_person(tx)
    }


def note(tx: Transaction, name: str) -> None:
    """Note that the actor looks at a list."""
    last_seen.keep(tx, name, ended=tx.now - LASTS)


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
