"""Keeping what people say of pages and services, and nothing of who says it: not even the hour."""

from __future__ import annotations

from uuid import uuid4

from engine.catalogue.store import versions
from engine.clock import local_date
from engine.db.pool import Transaction, without_nul
from engine.errors import Rejected
from engine.feedback import store as feedback
from engine.feedback.commands import GiveFeedback
from engine.routes import ForAnother, Route, Sender
from engine.stores import reference

LONGEST = 1000
KINDS = ("page", "service")


class FeedbackUnusable(Rejected):
    """Nothing was chosen, or what was said is too long."""

    code = "feedback.unusable"


def give_feedback(command: GiveFeedback, tx: Transaction) -> None:
    comment = without_nul(command.comment).strip()
    if command.kind not in KINDS or not 1 <= command.rating <= 5 or len(comment) > LONGEST:
        raise FeedbackUnusable(longest=LONGEST)
    place = reference.municipality(tx, command.municipality) if command.municipality else None
    today = local_date(tx.now)
    in_force = (
        versions.in_force(tx, command.service, municipality_id=None, on=today) if command.service else None
    )
    feedback.add(
        tx,
        id=uuid4(),
        kind=command.kind,
        page=command.page,
        service_code=command.service if in_force is not None else None,
        municipality_id=None if place is None else place.id,
        rating=command.rating,
        comment=comment,
        language=command.language,
        given_on=today,
    )


ROUTES = (
    Route(GiveFeedback, give_feedback, sender=Sender.ANYBODY, for_another=ForAnother.BESIDE, at_desk=True),
)
