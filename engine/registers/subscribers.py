"""To whom a change of a register's entry is told, and how much of it: as the register's file says.

A consumer learns the state, its first day and the fields that its line names, never the ground: that somebody
is in detention or studies is no business of who sells electricity. Refuses to know how it is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.texts import OFFICIAL


@dataclass(frozen=True)
class Consumer:
    """A body that acts on the entries of a register. `code` is the name of the system that listens."""

    code: str
    names: Mapping[str, str]
    purpose: str
    legal_ground: str
    fields: tuple[str, ...] = ()

    def told_of(self, entry: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the consumer learns of an entry."""
        fields = {name: entry["fields"].get(name) for name in self.fields}
        return {name: entry[name] for name in ("state", "valid_from", "order_number")} | {"fields": fields}


def consumers_of(register: Mapping[str, Any]) -> tuple[Consumer, ...]:
    """Return whom the register's changes are told to."""
    return tuple(
        Consumer(
            one["code"],
            one["names"],
            purpose=one["purpose"][OFFICIAL],
            legal_ground=_ground(one["law"]),
            fields=tuple(one.get("fields", ())),
        )
        for one in register.get("consumers", ())
    )


def _ground(law: Mapping[str, Any]) -> str:
    article = law.get("article")
    return f"{law['act'][OFFICIAL]}, {article}" if article else str(law["act"][OFFICIAL])
