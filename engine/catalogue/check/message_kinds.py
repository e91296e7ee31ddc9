"""The kinds of what the platform's own messages carry, by the name that diagrams wait for.

What services and other programs send each other is declared nowhere, so nothing is known of it. A new message
of the platform belongs here; `tests/catalogue/test_message_kinds.py` holds each to what is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engine.cases.messages import ASSET_GONE, BUDGET_RESERVED, PAYMENT_SETTLED, WITHDRAWN
from engine.catalogue.check.reserved_kinds import closed
from engine.catalogue.triggers import MESSAGES
from engine.operations.delivery import OPENED
from engine.process import Element
from feel.analyse import UNKNOWN, Kind
from feel.analyse.kinds import NUMBER, STRING

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
    BUDGET_RESERVED: Kind("context", members=(("request", STRING), ("amount_tetri", NUMBER)), is_closed=True),
}


def kind_of_payload(element: Element) -> Kind:
    """Return the kind of what an element receives, where it waits for a message of the platform."""
    return PAYLOADS.get(element.message_name or "", UNKNOWN) if element.receives == "message" else UNKNOWN
