"""The address to which the e-mail copies of a case's letters go.

A service may ask for the address; then the answer counts, and no answer means that no copy is wanted.
Refuses to know forms and cases: it gets the service's settings and the data.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def address_for(settings: Mapping[str, Any], document: Mapping[str, Any], *, known: str | None) -> str | None:
    """Return the address; `known` is the one that the person has with us, for services that do not ask."""
    if not asks_for_address(settings):
        return known or None
    place: str = settings["contact"]["email"]
    found: Any = document
    for step in place.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found if isinstance(found, str) and found else None


def asks_for_address(settings: Mapping[str, Any]) -> bool:
    """Say whether the service's application asks for the address."""
    return settings.get("contact", {}).get("email") is not None
