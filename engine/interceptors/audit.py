"""Stores the events a command noted for streams other than cases, before it commits."""

from __future__ import annotations

from typing import Any

from engine.audit.hash_chain import append_logged
from engine.bus import Envelope, Next


def audited(envelope: Envelope, following: Next) -> Any:
    """Carry the command out, then chain what it noted."""
    result = following(envelope)
    append_logged(envelope.transaction)
    return result
