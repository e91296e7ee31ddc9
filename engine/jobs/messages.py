"""Messages between cases: signals, cases that others ask for; and what nobody wanted."""

from __future__ import annotations

import logging
import traceback
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

import procrastinate

from engine import canonical
from engine.cases.incidents import Cause, cause_of
from engine.commands.applications import OpenProceeding
from engine.commands.messages import DeliverMessage, DeliverSignal, ExpireMessage
from engine.commands.supervision import SettleProceeding
from engine.errors import Broken, Rejected, Unavailable
from engine.jobs.backoff import Backoff
from engine.stores import messages
from engine.tenancy import system

if TYPE_CHECKING:
    from engine.bootstrap import Engine

log = logging.getLogger(__name__)

BATCH = 200


def register(app: procrastinate.App, engine: Engine, *, queue: str, retry: Backoff) -> None:
    """Add the tasks of this module to the application."""

    @app.task(name="deliver_message", queue=queue, retry=retry)
    def message(message_id: str, municipality_id: int) -> None:
        deliver_message(engine, message_id, municipality_id)

    @app.task(name="deliver_signal", queue=queue, retry=retry)
    def signal(signal_id: str, case_id: str, municipality_id: int) -> None:
        deliver_signal(engine, signal_id, case_id, municipality_id)

    # Nothing else would open the case, so nobody gives up while our own database is away.
    @app.task(name="open_proceeding", queue=queue, retry=replace(retry, most_attempts=None))
    def proceeding(**asked: Any) -> None:
        open_proceeding(engine, **asked)


def deliver_message(engine: Engine, message_id: str, municipality_id: int) -> None:
    """Give a kept message to whoever waits for it. Doing it twice changes nothing."""
    engine.send(DeliverMessage(UUID(message_id)), actor=system(municipality_id))


def deliver_signal(engine: Engine, signal_id: str, case_id: str, municipality_id: int) -> None:
    """Give a signal to one of the cases that waited for it. Doing it twice changes nothing."""
    engine.send(DeliverSignal(UUID(signal_id), UUID(case_id)), actor=system(municipality_id))


def open_proceeding(engine: Engine, *, municipality_id: int, key: str, answers: str, **asked: Any) -> None:
    """Open the case that another one has asked for. Doing it twice opens one.

    What refuses it is an incident of the case that asked, for a supervisor to try again or to pass over.
    """
    actor, subject, asking = system(municipality_id), UUID(key), str(asked["since"])
    cause: Cause | None = None
    try:
        command = OpenProceeding(answers=canonical.loads(answers.encode()), **asked)
        engine.send(command, actor=actor, key=subject)
    except Unavailable:
        raise
    except Exception as error:
        cause = cause_of(error)
        if not isinstance(error, Rejected | Broken):  # what nobody foresaw is told without what people wrote
            frames = "".join(traceback.format_tb(error.__traceback__))
            log.error("a proceeding was not opened: unexpected %s\n%s", type(error).__qualname__, frames)
    settled = SettleProceeding(asking, subject)
    if cause is not None:
        settled = replace(settled, code=cause.code, params=dict(cause.params))
    engine.send(settled, actor=actor)


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
