"""Permission: who may send which command at all, as its route says.

Whether *this* task or case is theirs, its handler decides.
"""

from __future__ import annotations

from typing import Any

from engine.bus import Envelope, Next
from engine.errors import NotAllowed, NotSignedIn
from engine.routes import Sender


def permitted(envelope: Envelope, following: Next) -> Any:
    """Let the command pass if its sender may send it."""
    actor, route = envelope.actor, envelope.route
    needed = route.sender
    if needed is Sender.SYSTEM and not actor.is_system:
        raise NotAllowed
    if needed in (Sender.OFFICE, Sender.ADMINISTRATION) and actor.is_system:
        return following(envelope)
    if needed not in (Sender.ANYBODY, Sender.SYSTEM) and actor.person_id is None:
        raise NotSignedIn
    if actor.assurance == "guest" and needed is not Sender.ANYBODY and not route.guests:
        raise NotAllowed
    if actor.is_service_account and not route.programs:
        raise NotAllowed
    if needed in (Sender.STAFF, Sender.OFFICE) and not actor.is_staff:
        raise NotAllowed
    return following(envelope)
