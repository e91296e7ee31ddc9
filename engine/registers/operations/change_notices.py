"""Change notices of register entries for their subscribers, written in the commit that changes the entry.

What each subscriber learns is fixed here; a worker delivers it (`engine/registers/jobs/subscribers.py`).
Refuses to know their systems.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from engine.registers.rules.subscribers import subscribers_of
from engine.registers.store import outbox as register_outbox
from engine.texts import LANGUAGES

if TYPE_CHECKING:
    from engine.steps import OpenCase


def notify_subscribers(
    case: OpenCase,
    register: Mapping[str, Any],
    entry_id: UUID,
    person_id: int | None,
    entry: Mapping[str, Any],
    *,
    before: Mapping[str, Any] | None = None,
) -> None:
    """Queue the change for each subscriber of the register; an entry about no person has none.

    With what the entry said `before`, only for those to whom it says something else now.
    """
    subscribers = [
        subscriber
        for subscriber in subscribers_of(register)
        if before is None or subscriber.shown(before) != subscriber.shown(entry)
    ]
    if not subscribers or person_id is None:
        return
    for subscriber in subscribers:
        register_outbox.add(
            case.tx,
            id=uuid5(entry_id, subscriber.code),
            subscriber=subscriber.code,
            subscriber_names=subscriber.names,
            register=register["code"],
            entry_id=entry_id,
            municipality_id=case.row.municipality_id,
            person_id=person_id,
            case_id=case.row.id,
            content=subscriber.shown(entry),
            legal_ground=subscriber.legal_ground,
            purpose=subscriber.purpose,
        )
    together = {
        language: ", ".join(subscriber.names[language] for subscriber in subscribers)
        for language in LANGUAGES
    }
    case.record("register.change_queued", subscribers=together)
