"""The worker that delivers register changes to subscribers: each change once, in the order of each person.

A subscriber that is off is tried again, at longest after an hour, for as long as it takes. Refuses to know
what a change means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import procrastinate

from engine.connectors.subscribers import Change
from engine.errors import Rejected, Unavailable
from engine.registers.commands.subscribers import ChangeDelivered, ChangeNotDelivered
from engine.registers.store import outbox as register_outbox
from engine.tenancy import system

if TYPE_CHECKING:
    from engine.bootstrap import Engine


def register(
    app: procrastinate.App, engine: Engine, *, queue: str, retry: procrastinate.BaseRetryStrategy
) -> None:
    """Add the tasks of this module to the application."""

    @app.task(name=register_outbox.TASK, queue=queue, retry=retry)
    def deliver(change_id: str, municipality_id: int) -> None:
        deliver_change(engine, UUID(change_id), municipality_id)


def deliver_change(engine: Engine, change_id: UUID, municipality_id: int) -> None:
    """Deliver the change, unless that is done. Raises `Unavailable` where it is to be delivered later."""
    actor = system(municipality_id)
    with engine.read(actor) as tx:
        row = register_outbox.load(tx, change_id)
        if row is None or row.state != "waiting":
            return
        if not register_outbox.is_next(tx, change_id):
            raise Unavailable("subscriber.earlier_waits", system=row.subscriber)
    change = Change(
        row.id,
        row.number,
        row.register,
        municipality=row.municipality,
        personal_number=row.personal_number,
        recorded_at=row.recorded_at,
        content=row.content,
    )
    try:
        subscriber = engine.connections.subscribers.get(row.subscriber)
        if subscriber is None:
            raise Unavailable("registry.not_configured", system=row.subscriber)
        receipt = subscriber.deliver(change, legal_ground=row.legal_ground, purpose=row.purpose)
    except Unavailable as error:
        engine.send(ChangeNotDelivered(change_id, error.error_code), actor=actor)
        raise
    except Rejected as error:
        engine.send(ChangeNotDelivered(change_id, error.error_code, is_final=True), actor=actor)
        return
    engine.send(ChangeDelivered(change_id, receipt), actor=actor)
