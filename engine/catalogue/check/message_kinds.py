"""The kinds of what messages carry, by the name that diagrams wait for: the platform's and declared ones.

What services and other programs send each other is declared by modules and blocks. A new message of the
platform belongs here; `tests/catalogue/test_message_kinds.py` holds each to what is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engine.cases.messages import (
    ASSET_GONE,
    BUDGET_RESERVED,
    COLLECTIVE_DECIDED,
    PAYMENT_SETTLED,
    WITHDRAWN,
)
from engine.catalogue.check.reserved_kinds import closed
from engine.catalogue.declared_messages import DeclaredMessage
from engine.catalogue.triggers import MESSAGES
from engine.operations.delivery import OPENED
from engine.process import Element
from feel.analyse import UNKNOWN, Kind, list_of, one_of
from feel.analyse.kinds import BOOLEAN, CONTEXT, NUMBER, STRING

_REGISTRY_EVENT: Final = ("settlement", "settlement_name", "citizenship", "happened_on")
PAYLOADS: Final[Mapping[str, Kind]] = {
    WITHDRAWN: closed(()),
    OPENED: closed(("letter", "on")),
    ASSET_GONE: closed(("state",)),
    **{name: closed(_REGISTRY_EVENT) for name in MESSAGES.values()},
    MESSAGES["death"]: closed((*_REGISTRY_EVENT, "died_on")),
    PAYMENT_SETTLED: Kind(
        "context",
        members=(
            ("payment", STRING),
            ("amount_tetri", NUMBER),
            ("paid_at", STRING),
            ("reference", STRING),
        ),
        is_closed=True,
    ),
    COLLECTIVE_DECIDED: Kind("context", members=(("granted", BOOLEAN),), is_closed=True),
    BUDGET_RESERVED: Kind("context", members=(("request", STRING), ("amount_tetri", NUMBER)), is_closed=True),
}


_DECLARED: Final = {
    "string": STRING,
    "date": STRING,
    "number": NUMBER,
    "boolean": BOOLEAN,
    "context": CONTEXT,
    "list": list_of(UNKNOWN),
}


def kind_of_payload(element: Element, declared: Mapping[str, DeclaredMessage]) -> Kind:
    """Return the kind of what an element receives, where it waits for a message that somebody declares."""
    if element.receives != "message":
        return UNKNOWN
    return kind_of_message(element.message_name or "", declared)


def kind_of_message(name: str, declared: Mapping[str, DeclaredMessage]) -> Kind:
    """Return the kind of what a message carries; of one that nobody declares nothing is known."""
    message = declared.get(name)
    if name in PAYLOADS or message is None:
        return PAYLOADS.get(name, UNKNOWN)
    members = ((part, _kind(*said)) for part, said in message.carries.items())
    return Kind("context", members=tuple(members), is_closed=True)


def _kind(name: str, values: tuple[str, ...]) -> Kind:
    return one_of(values) if values and name == STRING.name else _DECLARED.get(name, UNKNOWN)
