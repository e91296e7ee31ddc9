"""Change notices of register entries for their subscribers, written in the commit that changes the entry.

What each subscriber learns is fixed here; a worker delivers it (`engine/jobs/subscribers.py`). Refuses to
know their systems.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from engine.registers.subscribers import consumers_of
from engine.stores import register_outbox
from engine.texts import LANGUAGES

if TYPE_CHECKING:
    from engine.steps import OpenCase


def tell_consumers(
    case: OpenCase,
    register: Mapping[str, Any],
    entry_id: UUID,
    person_id: int | None,
    entry: Mapping[str, Any],
) -> None:
    """Queue the change for each consumer of the register; an entry about nobody is told to nobody."""
    consumers = consumers_of(register)
    if not consumers or person_id is None:
        return
    for consumer in consumers:
        register_outbox.add(
            case.tx,
            id=uuid5(entry_id, consumer.code),
            consumer=consumer.code,
            consumer_names=consumer.names,
            register=register["code"],
            entry_id=entry_id,
            municipality_id=case.row.municipality_id,
            person_id=person_id,
            case_id=case.row.id,
            content=consumer.told_of(entry),
            legal_ground=consumer.legal_ground,
            purpose=consumer.purpose,
        )
    together = {
        language: ", ".join(consumer.names[language] for consumer in consumers) for language in LANGUAGES
    }
    case.note("register.to_be_told", consumers=together)
