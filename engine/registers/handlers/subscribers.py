"""The outcome of a delivery to a subscriber, and how supervisors redeliver or settle what was refused."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from engine.db.pool import Transaction, without_nul
from engine.errors import NotAllowed, NotFound, Rejected
from engine.registers.commands.subscribers import (
    ChangeDelivered,
    ChangeNotDelivered,
    RedeliverChange,
    SettleChange,
)
from engine.registers.store import outbox as register_outbox
from engine.roles import Right
from engine.routes import Route, Sender

LONGEST_NOTE: Final = 500
OVER: Final = ("taken", "settled")


class ChangeIsOver(Rejected):
    """The subscriber has learnt of the change meanwhile."""

    code = "subscriber.is_over"


class NoteMissing(Rejected):
    """Whoever settles a change by hand says how the subscriber learnt of it."""

    code = "subscriber.note_missing"


def change_delivered(command: ChangeDelivered, tx: Transaction) -> None:
    register_outbox.delivered(tx, command.change_id, command.receipt)
    _log(tx, command.change_id, "change.delivered", receipt=command.receipt)


def change_not_delivered(command: ChangeNotDelivered, tx: Transaction) -> None:
    """Count the attempt; the first one that fails, and a refusal, stay in the stream of the change."""
    row = register_outbox.load(tx, command.change_id)
    if row is None or row.state != "waiting":
        return
    if command.is_final:
        register_outbox.refused(tx, row.id, command.code)
        _log(tx, row.id, "change.refused", code=command.code)
        return
    register_outbox.unanswered(tx, row.id, command.code)
    if row.failing_since is None:
        _log(tx, row.id, "change.unanswered", code=command.code)


def redeliver_change(command: RedeliverChange, tx: Transaction) -> None:
    row = _supervised(tx, command.change_id)
    register_outbox.redeliver(tx, row)
    _log(tx, row.id, "change.again")


def settle_change(command: SettleChange, tx: Transaction) -> None:
    """Count the change as delivered on a supervisor's word; later changes of the person go on."""
    row = _supervised(tx, command.change_id)
    note = " ".join(without_nul(command.note).split())
    if not 3 <= len(note) <= LONGEST_NOTE:
        raise NoteMissing(longest=LONGEST_NOTE)
    register_outbox.settle(tx, row.id, note)
    _log(tx, row.id, "change.settled", note=note)


def _supervised(tx: Transaction, change_id: UUID) -> Any:
    """Return a change that is not over, locked, if this person may mend it."""
    state = register_outbox.lock(tx, change_id)
    row = register_outbox.load(tx, change_id)
    if state is None or row.municipality_id not in tx.actor.municipalities:
        raise NotFound
    if not tx.actor.may(Right.SUPERVISE, row.municipality_id):
        raise NotAllowed
    if state in OVER:
        raise ChangeIsOver
    return row


def _log(tx: Transaction, change_id: UUID, kind: str, **body: Any) -> None:
    tx.log(f"consumers/{change_id}", kind, **body)


ROUTES = (
    Route(ChangeDelivered, change_delivered, sender=Sender.SYSTEM),
    Route(ChangeNotDelivered, change_not_delivered, sender=Sender.SYSTEM),
    Route(RedeliverChange, redeliver_change, sender=Sender.STAFF),
    Route(SettleChange, settle_change, sender=Sender.STAFF),
)
