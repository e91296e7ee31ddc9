"""Paying at the treasury, step by step around the commands: none of these holds a transaction while it waits.

An order is noted before the treasury hears of it, so whatever is cut off in between is found again by
asking. Doing any of this twice changes nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from engine.catalogue.published import published
from engine.connectors.treasury import FAILED, PAID, UNKNOWN, PaymentContext, Receipt, Treasury
from engine.db.pool import Transaction, as_json
from engine.errors import DatabaseTrouble, NotFound, Unavailable
from engine.payments.commands import MoneyReceived, OrderFailed, OrderStillOpen, PaymentOrder, StartPayment
from engine.payments.store import payments
from engine.stores import cases, work
from engine.tenancy import Actor, system
from engine.texts import OFFICIAL

if TYPE_CHECKING:
    from engine.bootstrap import Engine

BATCH = 100
OPEN = "open"
CLAIMED_FOR = timedelta(minutes=10)
# An order that the treasury does not know this long after was never laid before it.
LAID_WITHIN = timedelta(hours=1)


def begin(engine: Engine, payment_id: UUID, *, actor: Actor, language: str, key: UUID) -> str:
    """Lay an order before the treasury; return the address of its page for this order.

    What earlier orders came to is asked first: who has paid is not sent to pay again. The same key leads to
    the same order, unless that has ended meanwhile. Raises `Unavailable` while the treasury does not
    answer, `Rejected` where there is nothing to pay.
    """
    treasury = _treasury(engine)
    with engine.read(actor) as tx:
        open_orders = payments.open_orders_of(tx, payment_id)
    for order_id in open_orders:
        settle(engine, order_id)
    order: PaymentOrder = engine.send(StartPayment(payment_id), actor=actor, key=key)
    while _state_of(engine, order.order_id) != OPEN:
        # The page was sent again after its order had ended: its next key follows from that order.
        order = engine.send(StartPayment(payment_id), actor=actor, key=uuid5(order.order_id, str(key)))
    return treasury.lay(
        order.order_id,
        number=order.number,
        amount_tetri=order.amount_tetri,
        purpose=order.purpose[language],
        return_url=f"{engine.settings.public_url}/payments/{order.order_id}/return",
        stated=_stated(engine, order.order_id),
    )


def settle(engine: Engine, order_id: UUID) -> str:
    """Ask the treasury how an order ended and record it; return the state it is in now.

    Raises `NotFound`, and `Unavailable` while the treasury does not answer.
    """
    with engine.read(system()) as tx:
        place = payments.place_of(tx, order_id)
    if place is None:
        raise NotFound
    if place.state not in (OPEN, "failed"):
        return str(place.state)
    actor = system(place.municipality_id)
    receipt = _treasury(engine).ask(order_id, stated=_stated(engine, order_id))
    if receipt.state == PAID:
        engine.send(_received(order_id, receipt), actor=actor)
    elif receipt.state == FAILED or (receipt.state == UNKNOWN and _is_forgotten(engine, order_id, actor)):
        engine.send(OrderFailed(order_id), actor=actor)
    else:
        engine.send(OrderStillOpen(order_id), actor=actor)
    return _state_of(engine, order_id)


def _stated(engine: Engine, order_id: UUID) -> PaymentContext:
    with engine.read(system()) as tx:
        place = payments.place_of(tx, order_id)
    with engine.read(system(place.municipality_id)) as tx:
        case = cases.load(tx, place.case_id)
        assert case is not None  # an order belongs to one
        version = published(tx, case.version_id)
    return PaymentContext(case.number, version.law, version.names[OFFICIAL])


def _state_of(engine: Engine, order_id: UUID) -> str:
    with engine.read(system()) as tx:
        return str(payments.place_of(tx, order_id).state)


def ask_about(engine: Engine, order_id: UUID) -> None:
    """Settle an order as a worker does: where the treasury does not answer, it is asked again later."""
    try:
        settle(engine, order_id)
    except DatabaseTrouble:
        raise
    except Unavailable:
        with engine.read(system()) as tx:
            place = payments.place_of(tx, order_id)
        engine.send(OrderStillOpen(order_id), actor=system(place.municipality_id))


def poll(engine: Engine) -> int:
    """Have workers ask about orders that nobody came back from; return how many."""
    with engine.read(system()) as tx:
        due = payments.claim_open(tx, until=tx.now + CLAIMED_FOR, limit=BATCH)
        for order_id in due:
            queue(tx, order_id)
    return len(due)


def queue(tx: Transaction, order_id: UUID) -> None:
    """Have a worker ask about an order."""
    work.queue(tx, "settle_order", lock=f"order:{order_id}", args=as_json({"order_id": str(order_id)}))


def is_open(tx: Transaction, order_id: UUID) -> bool:
    """Say whether there is such an order whose end is not known, for a caller that may claim anything."""
    place = payments.place_of(tx, order_id)
    return place is not None and place.state in (OPEN, "failed")


def _is_forgotten(engine: Engine, order_id: UUID, actor: Actor) -> bool:
    with engine.read(actor) as tx:
        started_at: datetime = payments.order(tx, order_id).started_at
        return tx.now - started_at > LAID_WITHIN


def _received(order_id: UUID, receipt: Receipt) -> MoneyReceived:
    # The connector gives all three of an order that is paid.
    assert receipt.amount_tetri is not None
    assert receipt.paid_at is not None
    assert receipt.reference is not None
    return MoneyReceived(order_id, receipt.amount_tetri, receipt.paid_at, receipt.reference)


def _treasury(engine: Engine) -> Treasury:
    treasury = engine.connections.treasury
    if treasury is None:
        raise Unavailable("registry.not_configured", system="treasury")
    return treasury
