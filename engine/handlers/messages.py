"""Messages and signals: meeting the case that waits, or being kept for it.

A message is taken by one case, at most once: its row is settled in the commit of the step that takes
it. A delivery that breaks loses nothing: the message stays and an incident opens on the case.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

from engine import canonical
from engine.cases.incidents import cause_of, report, resolve, step_name
from engine.cases.messages import checked_lifetime, checked_name, read_payload
from engine.commands.cases import StepTaken
from engine.commands.messages import DeliverMessage, ExpireMessage, PublishedMessage, PublishMessage
from engine.db.pool import Transaction
from engine.errors import PASSING, NotFound, Rejected
from engine.operations.operation import Operations
from engine.routes import Route, Sender
from engine.steps import open_case
from engine.stores import messages, reference

KEPT = "kept"
STREAM = "messages"


class MessageIdReused(Rejected):
    """The sender's id came with another message before."""

    code = "message.id_reused"


class NobodyWaits(Rejected):
    """Nobody waits for the message and it may not be kept."""

    code = "message.nobody_waits"


def publish_message(operations: Operations) -> Callable[[PublishMessage, Transaction], PublishedMessage]:
    """Return the handler: deliver the message in this transaction if a case waits, else keep it."""

    def handle(command: PublishMessage, tx: Transaction) -> PublishedMessage:
        place = reference.municipality(tx, command.municipality)
        if place is None or place.id not in tx.actor.municipalities:
            raise NotFound
        name, key = checked_name(command.name), checked_name(command.correlation_key)
        payload, lifetime = read_payload(command.payload), checked_lifetime(command.lifetime)
        messages.lock(tx, name, key)
        message_id = uuid4()
        content = canonical.dumps([key, payload])
        known = {
            "municipality_id": place.id,
            "name": name,
            "message_id": command.message_id and checked_name(command.message_id),
        }
        digest = sha256(content).digest()
        if not messages.keep(
            tx,
            id=message_id,
            correlation_key=key,
            digest=digest,
            payload=payload,
            sent_by=None,
            expires_at=tx.now + lifetime,
            **known,
        ):
            return _known(tx, known, digest)
        step = _meet(tx, operations, messages.message(tx, message_id))
        if step is None and lifetime == timedelta(0):
            raise NobodyWaits
        return _published(messages.message(tx, message_id))

    return handle


def deliver_message(operations: Operations) -> Callable[[DeliverMessage, Transaction], StepTaken | None]:
    """Return the handler. A message that was taken meanwhile, or that nobody awaits, does nothing."""

    def handle(command: DeliverMessage, tx: Transaction) -> StepTaken | None:
        row = messages.message(tx, command.message_id)
        if row is None or row.state != KEPT:
            return None
        messages.lock(tx, row.name, row.correlation_key)
        return _meet(tx, operations, row)

    return handle


def expire_message(operations: Operations) -> Callable[[ExpireMessage, Transaction], StepTaken | None]:
    """Return the handler. A case that began to wait in time still gets its message."""

    def handle(command: ExpireMessage, tx: Transaction) -> StepTaken | None:
        row = messages.message(tx, command.message_id)
        if row is None or row.state != KEPT or row.expires_at >= tx.now:
            return None
        messages.lock(tx, row.name, row.correlation_key)
        if messages.waiting_for(tx, row) is not None:
            return _meet(tx, operations, row)
        messages.expire(tx, row.id)
        tx.log(f"{STREAM}/{row.municipality_id}", "message.expired", name=row.name, message=str(row.id))
        return None

    return handle


def _meet(tx: Transaction, operations: Operations, row: Any) -> StepTaken | None:
    """Give the message to the case that waits; None if none does, or if its step broke."""
    waiting = messages.waiting_for(tx, row)
    if waiting is None:
        return None
    try:
        with tx.savepoint():
            case = open_case(tx, operations, waiting.case_id)
            case.record("message.received", message=row.name, step=step_name(case, waiting.token))
            messages.delivered(tx, row.id, case_id=waiting.case_id, token=waiting.token)
            resolve(case, token=waiting.token, how="retried", subject=row.id)
            return case.act(lambda run: run.deliver(row.name, row.payload, token=waiting.token))
    except PASSING:
        raise
    except Exception as error:
        case = open_case(tx, operations, waiting.case_id)
        report(case, cause_of(error), kind="message", subject=row.id, token=waiting.token)
        case.save_in_place()
        return None


def _known(tx: Transaction, found: Any, digest: bytes) -> PublishedMessage:
    row = messages.known(tx, **found)
    if row is None or bytes(row.digest) != digest:
        raise MessageIdReused
    return _published(row)


def _published(row: Any) -> PublishedMessage:
    return PublishedMessage(row.id, row.case_id, row.expires_at)


ROUTES = (
    Route(
        PublishMessage,
        build=lambda use: publish_message(use.operations),
        sender=Sender.SYSTEM,
        result=PublishedMessage,
    ),
    Route(
        DeliverMessage,
        build=lambda use: deliver_message(use.operations),
        sender=Sender.SYSTEM,
        result=StepTaken,
    ),
    Route(
        ExpireMessage,
        build=lambda use: expire_message(use.operations),
        sender=Sender.SYSTEM,
        result=StepTaken,
    ),
)
