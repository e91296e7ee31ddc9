"""Changes of registers that other bodies are told, for whoever supervises."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from engine.commands import SettleChange, TellChangeAgain
from engine.queries import subscribers as queries
from engine.queries.subscribers import ConsumersPage
from engine.roles import Right
from web.api.callers import Who
from web.api.operations import operation
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Strict, text
from web.auth import current_actor
from web.engine_access import engine

CHANGE = "/consumers/changes/<uuid:change_id>"
HEADS: dict[str, Any] = {"tag": "supervision", "right": Right.SUPERVISE}


class LearntOtherwise(Strict):
    """How the other body learnt of the change."""

    note = text(500)


@operation("GET", "/consumers", Who.OFFICE, scope="registers:read", gives=shape(ConsumersPage), **HEADS)
def list_consumers() -> ConsumersPage:
    with engine().read(current_actor()) as tx:
        return queries.page(tx)


@operation("POST", f"{CHANGE}/again", Who.OFFICE, scope="registers:act", **HEADS)
def tell_change_again(change_id: UUID) -> None:
    send(TellChangeAgain(change_id))


@operation("POST", f"{CHANGE}/settlement", Who.OFFICE, scope="registers:act", takes=LearntOtherwise, **HEADS)
def settle_change(body: dict[str, str], change_id: UUID) -> None:
    send(SettleChange(change_id, body["note"]))
