"""Bringing messages and signals to the cases that wait for them, and ending messages that nobody wanted."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from uuid import UUID

import procrastinate

from engine.commands import DeliverMessage, DeliverSignal, ExpireMessage
from engine.errors import Broken, Rejected
from engine.stores import messages
from engine.tenancy import system

if TYPE_CHECKING:
    from engine.bootstrap import Engine

log = logging.getLogger(__name__)

BATCH = 200


def register(
    app: procrastinate.App, engine: Engine, *, queue: str, retry: procrastinate.BaseRetryStrategy
) -> None:
    """Add the tasks of this module to the application."""

    @app.task(name="deliver_message", queue=queue, retry=retry)
    def message(message_id: str, municipality_id: int) -> None:
        deliver_message(engine, message_id, municipality_id)

    @app.task(name="deliver_signal", queue=queue, retry=retry)
    def signal(signal_id: str, case_id: str, municipality_id: int) -> None:
        deliver_signal(engine, signal_id, case_id, municipality_id)


def deliver_message(engine: Engine, message_id: str, municipality_id: int) -> None:
    """Give a kept message to who waits for it. Doing it twice changes nothing."""
    engine.send(DeliverMessage(UUID(message_id)), actor=system(municipality_id))


def deliver_signal(engine: Engine, signal_id: str, case_id: str, municipality_id: int) -> None:
    """Give a signal to one of the cases that waited for it. Doing it twice changes nothing."""
    engine.send(DeliverSignal(UUID(signal_id), UUID(case_id)), actor=system(municipality_id))


def expire(engine: Engine) -> int:
    """End messages whose lifetime is over; return how many were looked at."""
    with engine.read(system()) as tx:
        found = messages.expired(tx, limit=BATCH)
    for message_id, municipality_id in found:
        try:
            engine.send(ExpireMessage(message_id), actor=system(municipality_id))
        except (Rejected, Broken) as error:
            log.error("message %s can't expire: %s", message_id, error.error_code)
    return len(found)
