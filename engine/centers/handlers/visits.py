"""Noting what visitors of a community centre were given, and what came of it; nobody is named."""

from __future__ import annotations

from uuid import uuid4

from engine.centers.commands.visits import RecordOutcome, RecordVisit, VisitRecorded
from engine.centers.rules.visits import ABOUT_A_SERVICE, OF_THE_HOUSE, OUTCOMES
from engine.centers.store import directory, visits
from engine.clock import local_date
from engine.db.pool import Transaction, without_nul
from engine.errors import NotAllowed, NotFound, Rejected
from engine.roles import Right
from engine.routes import Route, Sender

MOST_PEOPLE, LONGEST = 500, 200


class VisitInvalid(Rejected):
    """A visit can't be noted like this."""

    code = "visit.invalid"


def record_visit(command: RecordVisit, tx: Transaction) -> VisitRecorded:
    """Keep the visit at the centre of whoever notes it. Raises `VisitInvalid`."""
    center, today = _center(tx), local_date(tx.now)
    if command.kind not in ABOUT_A_SERVICE + OF_THE_HOUSE:
        raise VisitInvalid("visit.kind_missing")
    service_id = command.service_id if command.kind in ABOUT_A_SERVICE else None
    if command.kind in ABOUT_A_SERVICE:
        row = None if service_id is None else directory.service(tx, service_id)
        if row is None or row.withdrawn_on is not None:
            raise VisitInvalid("visit.service_missing")
    if not 1 <= command.people <= MOST_PEOPLE:
        raise VisitInvalid("visit.people_invalid", most=MOST_PEOPLE)
    referred_to: str = without_nul(command.referred_to).strip() if command.kind == "referred" else ""
    if len(referred_to) > LONGEST:
        raise VisitInvalid("visit.too_long", longest=LONGEST)
    visit_id = uuid4()
    number = visits.record(
        tx,
        id=visit_id,
        center=center,
        kind=command.kind,
        service_id=service_id,
        referred_to=referred_to,
        people=command.people,
        visited_on=today,
        recorded_by=tx.actor.person_id,
    )
    tx.log(f"center/{center}", "visit.recorded", visit=str(visit_id), number=number, what=command.kind)
    return VisitRecorded(visit_id, number)


def record_outcome(command: RecordOutcome, tx: Transaction) -> None:
    """Keep what came of it. Raises `VisitInvalid`, and `NotFound` for a visit of another centre."""
    center = _center(tx)
    if command.outcome not in OUTCOMES:
        raise VisitInvalid("visit.outcome_missing")
    on = local_date(tx.now)
    if not visits.record_outcome(tx, command.visit_id, center=center, outcome=command.outcome, on=on):
        raise NotFound
    tx.log(f"center/{center}", "visit.outcome", visit=str(command.visit_id), outcome=command.outcome)


def _center(tx: Transaction) -> int:
    center = tx.actor.center
    if center is None or not tx.actor.may_somewhere(Right.ASSIST):
        raise NotAllowed
    return center


ROUTES = (
    Route(RecordVisit, record_visit, sender=Sender.PERSON, result=VisitRecorded),
    Route(RecordOutcome, record_outcome, sender=Sender.PERSON),
)
