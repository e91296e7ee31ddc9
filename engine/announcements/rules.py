"""Kinds of announcements: which there are, how each is answered, and who announces for whom.

Handlers and pages say it alike. Refuses to know what is announced.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engine.roles import NATIONAL_ADMIN, Right
from engine.tenancy import Actor

KINDS: Final = ("announcement", "new_service", "law", "event", "consultation")
# An event is signed up for, a consultation asks for opinions; the others are only told.
ANSWERED_BY: Final[Mapping[str, str]] = {"event": "sign_up", "consultation": "opinion"}
STANCES: Final = ("for", "against", "other")


def may_announce(actor: Actor, municipality_id: int | None) -> bool:
    """Say whether somebody announces things for a municipality, or, without one, for the state."""
    if municipality_id is not None:
        return actor.may(Right.ANNOUNCE, municipality_id)
    return any(grant.role == NATIONAL_ADMIN and grant.municipality_id is None for grant in actor.roles)
