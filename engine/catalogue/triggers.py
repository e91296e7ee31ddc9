"""Triggers of services: what the office opens because of something that happened, and how its cases begin.

A service says in `triggers` of its `service.json` on which event of the civil registry it is opened for the
holder of an entry, under which condition, and how its first form is answered. Both are FEEL over `event` and
`entry`. Refuses to know how cases are opened, and where events come from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.catalogue.cohorts import ENTRY
from engine.catalogue.entry_expressions import readable
from engine.catalogue.published import Published, published
from engine.catalogue.store import versions
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import Rejected
from engine.lawbook import LawOfDay
from engine.stores import switches
from feel import to_json

EVENT: Final = frozenset({"kind", "happened_on", "settlement", "settlement_name", "citizenship"})
KNOWN_OF_ENTRY: Final = ENTRY & {"key", "state", "ground", "since", "order_number", "fields"}
KNOWN: Final = {"event": EVENT, "entry": KNOWN_OF_ENTRY}
NAMES: Final = frozenset(KNOWN)
ALWAYS: Final = "=true"
# What a case that waits is told by, and what the message carries.
MESSAGES: Final = {
    "death": "applicant_died",
    "address": "address_changed",
    "citizenship": "citizenship_changed",
}


@dataclass(frozen=True)
class Trigger:
    """One line of `triggers`. Two proceedings with the same answers to `same` are one."""

    on: str
    register: str
    condition: str
    answers: str
    same: tuple[str, ...]


def triggers_of(settings: Mapping[str, Any]) -> tuple[Trigger, ...]:
    return tuple(
        Trigger(
            trigger["on"],
            trigger["register"],
            condition=trigger.get("condition", ALWAYS),
            answers=trigger["answers"],
            same=tuple(trigger.get("same", ())),
        )
        for trigger in settings.get("triggers", ())
    )


def triggered(tx: Transaction, municipality_id: int, kind: str) -> Iterator[tuple[Published, Trigger]]:
    """Yield the services of the municipality that such an event may open."""
    today = local_date(tx.now)
    for row in versions.all_in_force(tx, municipality_id=municipality_id, on=today):
        for trigger in triggers_of(row.settings):
            if trigger.on == kind and switches.is_offered(tx, municipality_id, row.code, on=today):
                yield published(tx, row.id), trigger


@dataclass(frozen=True)
class Reading:
    """An event held against the entry of the person it is about, by the law of the day it happened."""

    tx: Transaction
    municipality_id: int
    event: Any
    entry: Any

    def is_meant(self, trigger: Trigger) -> bool:
        return self._evaluate(trigger.condition) is True

    def answers(self, trigger: Trigger) -> dict[str, Any]:
        """Return what the case begins with, as its first form takes it."""
        found = to_json(self._evaluate(trigger.answers))
        if not isinstance(found, dict):
            raise Rejected("trigger.answers_unusable")
        return {name: one for name, one in found.items() if one is not None}

    def _evaluate(self, text: str) -> Any:
        event, entry = self.event, self.entry
        scope = {
            "event": {"kind": event.kind, "happened_on": event.happened_on, **event.content},
            "entry": {
                "key": entry.key,
                "state": entry.state,
                "ground": entry.ground,
                "since": entry.valid_from,
                "order_number": entry.order_number,
                "fields": entry.fields,
            },
        }
        with LawOfDay(self.tx, self.municipality_id, event.happened_on).current():
            return readable(text, NAMES).evaluate(scope, now=self.tx.now)
