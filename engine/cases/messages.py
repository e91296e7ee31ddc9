"""Messages and signals: the name of one, its key, and what it carries from outside.

Everything is checked here before it is stored. Refuses to know who waits for it.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from engine import canonical
from engine.db.pool import without_nul
from engine.errors import Broken, Rejected

WITHDRAWN = "withdrawn"  # what diagrams call the message of an applicant who withdraws
# What the platform itself sends a case, under the id of the payment or request that the diagram waits for.
PAYMENT_SETTLED = "payment.settled"
BUDGET_RESERVED = "budget.reserved"
COLLECTIVE_DECIDED = "collective.decided"  # under the id of the offer to be granted by one order with others
ASSET_GONE = "asset.gone"  # under the id of the thing, which the municipality has no longer
LONGEST_NAME = 200
LARGEST_PAYLOAD = 64 * 1024  # bytes of JSON
DEEPEST_PAYLOAD = 50
LONGEST_LIFETIME = timedelta(days=366)


class InvalidMessage(Rejected):
    """The message can't be taken as it is."""

    code = "message.invalid"


def checked_name(name: Any, code: str = "message.name_invalid") -> str:
    """Return a name or key that people and tables can hold."""
    if not isinstance(name, str) or not 0 < len(name.strip()) <= LONGEST_NAME or not name.isprintable():
        raise InvalidMessage(code)
    return name


def checked_lifetime(lifetime: timedelta) -> timedelta:
    if not timedelta(0) <= lifetime <= LONGEST_LIFETIME:
        raise InvalidMessage("message.lifetime_invalid", most=LONGEST_LIFETIME.days)
    return lifetime


def read_payload(content: bytes) -> Any:
    """Return what JSON text from outside says. Its size is looked at before it is parsed."""
    if len(content) > LARGEST_PAYLOAD:
        raise InvalidMessage("message.payload_too_large", most=LARGEST_PAYLOAD // 1024)
    try:
        value = canonical.loads(content)
    except canonical.NotCanonical as error:
        raise InvalidMessage("message.payload_not_json") from error
    return checked_payload(value)


def checked_payload(value: Any) -> Any:
    """Return a payload that a case can hold."""
    if _depth(value) > DEEPEST_PAYLOAD:
        raise InvalidMessage("message.payload_too_deep", most=DEEPEST_PAYLOAD)
    try:
        size = len(canonical.dumps(value))
    except canonical.NotCanonical as error:
        raise InvalidMessage("message.payload_not_json") from error
    if size > LARGEST_PAYLOAD:
        raise InvalidMessage("message.payload_too_large", most=LARGEST_PAYLOAD // 1024)
    if without_nul(value) != value:
        raise InvalidMessage("message.payload_not_json")
    return value


def correlation_key(value: Any, *, otherwise: str | None = None) -> str:
    """Return the key that a diagram's expression gave, as text; a missing one is `otherwise`."""
    if value is None and otherwise is not None:
        return otherwise
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        value = canonical.dumps(value).decode()
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_NAME or "\x00" in value:
        raise Broken("message.no_key")
    return value


def _depth(value: Any) -> int:
    deepest, pending = 0, [(value, 1)]
    while pending:
        found, depth = pending.pop()
        deepest = max(deepest, depth)
        if isinstance(found, dict):
            pending.extend((item, depth + 1) for item in found.values())
        elif isinstance(found, list | tuple):
            pending.extend((item, depth + 1) for item in found)
    return deepest
