"""De-listed settlements: a batch is planned over the holders of a status who live there.

The plan is the system's; somebody looks at it and starts it. Refuses to know what becomes of each case.
"""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID, uuid5

from engine.catalogue.cohorts import cohort_of
from engine.catalogue.published import published
from engine.catalogue.store import versions
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.formats import show_date
from engine.notifications.common import TEXTS
from engine.registers.commands.batches import PlanDelistedSettlements
from engine.registers.store import batches
from engine.routes import Route, Sender
from engine.stores import switches
from engine.texts import OFFICIAL

GROUND: Final = "batches.delisted_settlement"
# Ids follow from the service, the place and the day, so that what is planned twice is one.
NAMESPACE: Final = UUID("7c1f6a52-3f0e-4a52-8f8b-0b7d1f2a9e44")


def plan_delisted_settlements(command: PlanDelistedSettlements, tx: Transaction) -> int:
    """Plan a batch for each de-listed settlement that still has holders; return how many are new."""
    place, today = tx.actor.municipality_id, local_date(tx.now)
    if place is None:
        raise NotFound
    planned = 0
    for row in versions.all_in_force(tx, municipality_id=place, on=today):
        is_meant = row.settings.get("cohort", {}).get("on_lost_place")
        if is_meant and switches.is_offered(tx, place, row.code, on=today):
            planned += sum(_plan(tx, place, row, settlement) for settlement in _delisted(tx, place, row))
    return planned


def _delisted(tx: Transaction, place: int, service: Any) -> list[Any]:
    cohort = cohort_of(published(tx, service.id))
    today = local_date(tx.now)
    return batches.delisted_settlements(
        tx, place, register=cohort.register["code"], place=cohort.place, on=today
    )


def _plan(tx: Transaction, place: int, service: Any, settlement: Any) -> bool:
    """Plan the batch; False where the same de-listing has brought one before."""
    cohort = cohort_of(published(tx, service.id))
    cause = f"{settlement.code}:{settlement.valid_until.isoformat()}"
    batch_id = uuid5(NAMESPACE, f"{service.code}:{cause}")
    day = show_date(settlement.valid_until.isoformat())
    is_new = batches.insert(
        tx,
        id=batch_id,
        municipality_id=place,
        service=service.code,
        register=cohort.register["code"],
        condition=f'entry.fields.{cohort.place} = "{settlement.code}"',
        unit=None,
        ground=TEXTS.get(OFFICIAL, GROUND, place=settlement.names[OFFICIAL], day=day),
        planned_by=None,
        cause=cause,
        since=settlement.valid_until,
    )
    if is_new:
        tx.log(f"runs/{batch_id}", "batch.planned", service=service.code, cause=cause)
        batches.queue(tx, batches.CHOOSING, batch_id, place)
    return is_new


ROUTES = (Route(PlanDelistedSettlements, plan_delisted_settlements, sender=Sender.SYSTEM),)
