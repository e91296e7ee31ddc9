"""Offices at a community centre: who works at which; what handlers of its business ask first."""

from __future__ import annotations

from engine.errors import NeedsCard, NotAllowed, Rejected
from engine.roles import Right
from engine.tenancy import Actor

OF_A_CENTER = (Right.ASSIST, Right.KEEP_CENTER)


class NotTheSecond(Rejected):
    """Refusal of the same person: what a person has done is undone or confirmed by another."""

    code = "cash.not_the_second"


def center_of(actor: Actor, *rights: Right) -> int:
    """Return the centre of somebody who works there with their card. Raises `NotAllowed`, `NeedsCard`."""
    if actor.acts_for is not None and actor.acts_for.center is not None:
        if Right.ASSIST not in (rights or OF_A_CENTER):
            raise NotAllowed
        return actor.acts_for.center  # of the operator, while somebody stands at the desk
    if actor.center is None or not any(map(actor.may_somewhere, rights or OF_A_CENTER)):
        raise NotAllowed
    if actor.assurance != "card":
        raise NeedsCard
    return actor.center
