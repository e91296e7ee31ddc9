"""Changes of registers delivered to subscribers, for supervisors."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from engine.registers.commands.subscribers import RedeliverChange, SettleChange
from engine.registers.queries import subscribers as queries
from engine.registers.queries.subscribers import SubscribersPage
from engine.roles import Right
from web.api.callers import Who
from web.api.operations import operation
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Strict, text
from web.auth import current_actor
from web.engine_access import engine

CHANGE = "/subscribers/changes/<uuid:change_id>"
HEADS: dict[str, Any] = {"tag": "supervision", "right": Right.SUPERVISE}


class ChangeSettlement(Strict):
    """Note on how the other body learnt of the change."""

    note = text(500)


@operation(
    "GET",
    "/subscribers",
    Who.OFFICE,
    does=("რომელ უწყებებს ეცნობებათ ცვლილებები", "See which bodies subscribe to changes of registers"),
    pages=("inbox.subscribers",),
    scope="registers:read",
    gives=shape(SubscribersPage),
    **HEADS,
)
def list_subscribers() -> SubscribersPage:
    with engine().read(current_actor()) as tx:
        return queries.page(tx)


@operation(
    "POST",
    f"{CHANGE}/again",
    Who.OFFICE,
    does=("ცვლილების ხელახლა შეტყობინება", "Send a change again"),
    pages=("inbox.mend_change",),
    scope="registers:act",
    **HEADS,
)
def redeliver_change(change_id: UUID) -> None:
    send(RedeliverChange(change_id))


@operation(
    "POST",
    f"{CHANGE}/settlement",
    Who.OFFICE,
    does=("აღნიშვნა, საიდან შეიტყო სხვა უწყებამ ცვლილება", "Note how the other body learnt of a change"),
    pages=("inbox.mend_change",),
    scope="registers:act",
    takes=ChangeSettlement,
    **HEADS,
)
def settle_change(body: dict[str, str], change_id: UUID) -> None:
    send(SettleChange(change_id, body["note"]))
