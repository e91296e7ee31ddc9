"""Where the e-mail copies of a case's letters go.

A service may ask for the address; then the answer counts, and no answer means that no copy is wanted.
Refuses to know forms and cases: it gets the service's settings and the data.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def address_for(settings: Mapping[str, Any], document: Mapping[str, Any], *, known: str | None) -> str | None:
    """Return the address; `known` is the one that the person has with us, for services that do not ask."""
    place = settings.get("contact", {}).get("email")
    if place is None:
        return known or None
    found: Any = document
    for step in place.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found if isinstance(found, str) and found else None
