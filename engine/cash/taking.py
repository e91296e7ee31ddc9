"""Taking cash, step by step around the command: no transaction is held while the treasury is asked."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import UUID

from engine.cash import store
from engine.cash.commands import CashReceived, ReceiveCash
from engine.centers.rules.at_center import center_of
from engine.clock import local_date
from engine.errors import NotFound, Unavailable
from engine.payments import paying
from engine.payments.store import payments
from engine.tenancy import Actor, system

if TYPE_CHECKING:
    from engine.bootstrap import Engine


def take_cash(engine: Engine, payment_id: UUID, *, actor: Actor, key: UUID) -> CashReceived:
    """Take a payment in cash, unless it turns out that the treasury has it; return the receipt.

    While the treasury does not answer cash is taken all the same: what it took besides is returned.
    """
    with engine.read(actor) as tx:
        found = store.at_desk(tx, center_of(actor), payment_id=payment_id, today=local_date(tx.now))
    if found is None:
        raise NotFound
    with engine.read(system(found.municipality_id)) as tx:
        open_orders = payments.open_orders_of(tx, payment_id)
    with suppress(Unavailable):
        for order_id in open_orders:
            paying.settle(engine, order_id)
    received: CashReceived = engine.send(ReceiveCash(payment_id), actor=actor, key=key)
    return received
