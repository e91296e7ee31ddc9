"""The following of entries of the directory, while each name is held by one service of a partner. Pure.

Services may exchange their names, two of them or more in turn: all that change are looked at together. Of
several that would be called alike the one that is called so already, or came first, has the name; the others
stay as they are until it is free.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from engine.texts import OFFICIAL

Id = TypeVar("Id", bound=Hashable)


@dataclass(frozen=True)
class ServiceState:
    """A partner's service as the directory or an entry has it."""

    partner: str
    content: Mapping[str, Any]
    is_withdrawn: bool

    @property
    def called(self) -> tuple[str, str] | None:
        """Partner and name, which no other service may have; None for what was withdrawn."""
        return None if self.is_withdrawn else (self.partner, self.content["names"][OFFICIAL])


@dataclass(frozen=True)
class EnteredService:
    """The entry in force about a service; `order` tells which of two came first."""

    state: ServiceState
    order: tuple[Any, ...]


def followed(now: Mapping[Id, ServiceState], newest: Mapping[Id, EnteredService]) -> list[Id]:
    """Return the services that become as their newest entries say."""
    moving = {known for known, entry in newest.items() if now.get(known) != entry.state}
    while refused := _refused(now, newest, moving):
        moving -= refused
    return sorted(moving, key=lambda known: newest[known].order)


def _refused(now: Mapping[Id, ServiceState], newest: Mapping[Id, EnteredService], moving: set[Id]) -> set[Id]:
    """Return those of the moving whose name another keeps, or takes before them."""
    taken = {state.called for known, state in now.items() if known not in moving}
    refused = set()

    def comes_first(known: Id) -> tuple[Any, ...]:
        was = now.get(known)
        return was is None or was.called != newest[known].state.called, newest[known].order

    for known in sorted(moving, key=comes_first):
        name = newest[known].state.called
        if name is not None and name in taken:
            refused.add(known)
        taken.add(name)
    return refused
