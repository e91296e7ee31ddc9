"""Changes of registers that have not reached their subscribers, for supervisors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from engine.db.pool import Transaction
from engine.roles import Right

Names = Mapping[str, str]
SHOWN = 100

# Each subscriber with its newest names and the state of its deliveries in these municipalities.
SUBSCRIBERS = """
select consumer as subscriber, (array_agg(consumer_names order by number desc))[1] as names,
       count(*) filter (where state = 'waiting') as waiting,
       count(*) filter (where state = 'refused') as refused,
       min(failing_since) filter (where state = 'waiting') as failing_since,
       (array_agg(code order by failed_at desc nulls last) filter (where state = 'waiting'))[1] as code,
       max(ended_at) filter (where state = 'taken') as last_taken_at
from told_changes where municipality_id = any (:places) group by consumer order by consumer
"""
REFUSED = """
select t.id, t.consumer_names as subscriber_names, t.code, t.failed_at, t.case_id, c.number
from told_changes t join cases c on c.id = t.case_id
where t.municipality_id = any (:places) and t.state = 'refused' order by t.number limit :limit
"""
COUNT = """
select count(*) from told_changes where municipality_id = any (:places)
  and (state = 'refused' or (state = 'waiting' and failing_since is not null))
"""


@dataclass(frozen=True)
class SubscriberView:
    """The state of deliveries to one subscriber. `failing_since` is None where it takes its changes."""

    names: Names
    waiting: int
    refused: int
    failing_since: datetime | None
    code: str | None
    last_taken_at: datetime | None


@dataclass(frozen=True)
class RefusedChange:
    """A change that a subscriber did not accept."""

    change_id: UUID
    subscriber: Names
    case_id: UUID
    case_number: str
    code: str
    refused_at: datetime


@dataclass(frozen=True)
class SubscribersPage:
    """All subscribers that had a change delivered or queued, and what they refused, the oldest first."""

    subscribers: tuple[SubscriberView, ...]
    refused: tuple[RefusedChange, ...]


def page(tx: Transaction) -> SubscribersPage:
    places = _supervised(tx)
    return SubscribersPage(
        tuple(
            SubscriberView(
                row.names, row.waiting, row.refused, row.failing_since, row.code, row.last_taken_at
            )
            for row in tx.all(SUBSCRIBERS, places=places)
        ),
        tuple(
            RefusedChange(row.id, row.subscriber_names, row.case_id, row.number, row.code, row.failed_at)
            for row in tx.all(REFUSED, places=places, limit=SHOWN)
        ),
    )


def count(tx: Transaction) -> int:
    """Return how many changes did not reach their subscribers at the first attempt and still have not."""
    return int(tx.scalar(COUNT, places=_supervised(tx)))


def _supervised(tx: Transaction) -> list[int]:
    return [place for place in tx.actor.municipalities if tx.actor.may(Right.SUPERVISE, place)]
