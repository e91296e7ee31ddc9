"""Jobs by the hour: what workers tidy up, one of them at a time however many there are.

A new one is a task here and the command it sends. Refuses to know what is tidied up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import procrastinate

from engine.absences import store as absences
from engine.absences.commands import HandOverTasks
from engine.clock import local_date
from engine.commands.offices import ReleaseClaims
from engine.jobs import proofs, uploads
from engine.registers.commands.batches import PlanDelistedSettlements
from engine.registers.store import batches
from engine.tenancy import system

if TYPE_CHECKING:
    from engine.bootstrap import Engine


def register(app: procrastinate.App, engine: Engine, *, queue: str) -> None:
    """Add the tasks to the application."""

    @app.periodic(cron="17 * * * *")
    @app.task(name="forget_uploads", queue=queue, queueing_lock="forget_uploads")
    def forget_uploads(timestamp: int) -> None:
        del timestamp
        while uploads.poll(engine):
            pass

    @app.periodic(cron="37 * * * *")
    @app.task(name="renew_documents", queue=queue, queueing_lock="renew_documents")
    def renew_documents(timestamp: int) -> None:
        del timestamp
        while proofs.poll(engine) == proofs.BATCH:
            pass

    @app.periodic(cron="2 * * * *")  # offices end with a day
    @app.task(name="release_claims", queue=queue, queueing_lock="release_claims")
    def release_claims(timestamp: int) -> None:
        del timestamp
        hand_over_tasks(engine)  # first: what somebody stood in for goes back to whoever has returned
        engine.send(ReleaseClaims(), actor=system())

    @app.periodic(cron="41 1 * * *")  # before the office opens
    @app.task(name="plan_lost_places", queue=queue, queueing_lock="plan_lost_places")
    def plan_delisted_settlements(timestamp: int) -> None:
        del timestamp
        plan_for_delisted_settlements(engine)


def hand_over_tasks(engine: Engine) -> None:
    """Hand over steps of officials whose absence begins today, and give back those of who has returned."""
    with engine.read(system()) as tx:
        places = absences.places_due(tx, on=local_date(tx.now))
    for place in places:
        engine.send(HandOverTasks(), actor=system(place))


def plan_for_delisted_settlements(engine: Engine) -> int:
    """Plan batches for de-listed settlements; return how many batches are new."""
    with engine.read(system()) as tx:
        places = batches.municipalities_with_delisted(tx, on=local_date(tx.now))
    return sum(engine.send(PlanDelistedSettlements(), actor=system(place)) for place in places)
