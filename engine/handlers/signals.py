"""Signals: what a case or a supervisor throws reaches every case that waits for it, each by a command."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from engine.cases.incidents import cause_of, report, resolve, step_name
from engine.cases.messages import checked_name, read_payload
from engine.commands.cases import StepTaken
from engine.commands.messages import BroadcastSignal, DeliverSignal
from engine.db.pool import Transaction
from engine.errors import PASSING, NotAllowed, NotFound
from engine.operations.operation import Operations
from engine.roles import Right
from engine.routes import Route, Sender
from engine.steps import open_case
from engine.stores import messages, reference

QUEUED = "queued"
STREAM = "messages"


def broadcast_signal(command: BroadcastSignal, tx: Transaction) -> None:
    """Throw a signal from outside; the cases that wait for it now will have it."""
    place = reference.municipality(tx, command.municipality)
    if place is None or place.id not in tx.actor.municipalities:
        raise NotFound
    if not tx.actor.is_system and not tx.actor.may(Right.SUPERVISE, place.id):
        raise NotAllowed
    name = checked_name(command.name)
    messages.throw_signal(
        tx,
        uuid4(),
        municipality_id=place.id,
        name=name,
        payload=read_payload(command.payload),
        case_id=None,
    )
    tx.log(f"{STREAM}/{place.id}", "signal.broadcast", name=name)


def deliver_signal(operations: Operations) -> Callable[[DeliverSignal, Transaction], StepTaken | None]:
    """Return the handler. A case that does not wait any more has missed the signal."""

    def handle(command: DeliverSignal, tx: Transaction) -> StepTaken | None:
        row = messages.signal_for(tx, command.signal_id, command.case_id)
        if row is None or row.state != QUEUED:
            return None
        if row.token is None:
            messages.settle_signal(tx, row.id, row.case_id, state="missed")
            return None
        try:
            with tx.savepoint():
                case = open_case(tx, operations, row.case_id)
                case.record("signal.received", signal=row.name, step=step_name(case, row.token))
                messages.settle_signal(tx, row.id, row.case_id, state="delivered")
                resolve(case, token=row.token, how="retried", subject=row.id)
                return case.act(lambda run: run.signal(row.name, row.payload))
        except PASSING:
            raise
        except Exception as error:
            case = open_case(tx, operations, row.case_id)
            report(case, cause_of(error), kind="signal", subject=row.id, token=row.token)
            case.save_in_place()
            return None

    return handle


ROUTES = (
    Route(BroadcastSignal, broadcast_signal, sender=Sender.OFFICE),
    Route(
        DeliverSignal,
        build=lambda use: deliver_signal(use.operations),
        sender=Sender.SYSTEM,
        result=StepTaken,
    ),
)
