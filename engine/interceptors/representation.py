"""Representation: what somebody may do for another, and that the mandate holds when they do it.

Whatever files or sends something needs a register's answer that is young enough, and the mandate's row is
held to the commit: an answer that ends it meanwhile waits, or is seen.
"""

from __future__ import annotations

from typing import Any

from engine.bus import Envelope, Next
from engine.clock import local_date
from engine.commands.mandates import ActFor
from engine.errors import NotFound
from engine.representation.mandates import (
    PRESENCE,
    ForOneselfOnly,
    MandateRefused,
    RegisterAway,
    is_fresh,
    refusal,
)
from engine.representation.presence import over
from engine.routes import ForAnother, Joint
from engine.stores import mandates


def represented(envelope: Envelope, following: Next) -> Any:
    """Let the command pass if its sender acts for themselves, or by a mandate that holds."""
    other = envelope.actor.acts_for
    if other is None:
        return following(envelope)
    route = envelope.route
    is_allowed = route.at_desk if envelope.actor.is_assisting else route.for_another is not None
    if not is_allowed:
        raise ForOneselfOnly
    if route.command is not ActFor and envelope.actor.assurance != "card":
        raise ForOneselfOnly
    if route.for_another is ForAnother.ACT:
        tx = envelope.transaction
        row = mandates.held(tx, other.mandate_id)
        if row is None or row.representative_id != envelope.actor.person_id:
            raise MandateRefused
        if row.represented_id != other.party_id:
            raise MandateRefused
        if over(row, tx.now):
            raise MandateRefused("mandate.presence_over")
        if reason := refusal(row, on=local_date(tx.now)):
            raise MandateRefused(f"mandate.{reason}")
        if row.together > 1 and route.joint is Joint.BY_BOTH:
            raise MandateRefused("mandate.by_both")
        if row.together == 1 and route.joint is Joint.THEIRS:
            raise NotFound
        if row.kind != PRESENCE and not is_fresh(tx, row.answered_at):
            raise RegisterAway
    return following(envelope)
