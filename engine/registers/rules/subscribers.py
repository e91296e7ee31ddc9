"""Subscribers of a register's changes, and the fields that each learns: as the register's file says.

A subscriber learns the state, its first day and the fields that its line names, never the ground: that
somebody is in detention or studies is no business of an electricity supplier. Refuses to know how a change is
delivered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.texts import OFFICIAL


@dataclass(frozen=True)
class Subscriber:
    """A body that acts on the entries of a register. `code` is the name of the system that listens."""

    code: str
    names: Mapping[str, str]
    purpose: str
    legal_ground: str
    fields: tuple[str, ...] = ()

    def shown(self, entry: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the subscriber learns of an entry."""
        fields = {name: entry["fields"].get(name) for name in self.fields}
        return {name: entry[name] for name in ("state", "valid_from", "order_number")} | {"fields": fields}


def subscribers_of(register: Mapping[str, Any]) -> tuple[Subscriber, ...]:
    """Return the subscribers of the register's changes."""
    return tuple(
        Subscriber(
            subscriber["code"],
            subscriber["names"],
            purpose=subscriber["purpose"][OFFICIAL],
            legal_ground=_ground(subscriber["law"]),
            fields=tuple(subscriber.get("fields", ())),
        )
        for subscriber in register.get("consumers", ())
    )


def _ground(law: Mapping[str, Any]) -> str:
    article = law.get("article")
    return f"{law['act'][OFFICIAL]}, {article}" if article else str(law["act"][OFFICIAL])
