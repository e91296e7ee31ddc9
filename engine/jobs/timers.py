"""The poller of due timers (scheduler tick); it also ends messages that nobody waited for.

It sends a command for each timer whose time has come. Any number of pollers may run: each claims a batch of
its own, and what a dead one had claimed is free again after a minute. A timer is fired by its command, which
deletes it in the commit of the step it causes, so it fires once, whoever sends the command how often.
"""

from __future__ import annotations

import logging
import threading
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from engine.cases.incidents import Cause, cause_of
from engine.commands.jobs import FireTimer, PostponeTimer
from engine.errors import Broken, DatabaseAway, Rejected, Unavailable
from engine.jobs import drafts
from engine.jobs.messages import expire
from engine.payments import paying as payments
from engine.stores import work
from engine.tenancy import Actor, system

if TYPE_CHECKING:
    from engine.bootstrap import Engine

log = logging.getLogger(__name__)

BATCH = 1_000
CLAIMED_FOR = timedelta(minutes=1)


def poll(engine: Engine) -> int:
    """Fire a batch of what is due now, oldest first; return how many timers fired."""
    with engine.read(system()) as tx:
        due = work.claim_due(tx, until=tx.now + CLAIMED_FOR, limit=BATCH)
    return sum(_fire(engine, timer_id, system(municipality_id)) for timer_id, municipality_id in due)


def _fire(engine: Engine, timer_id: UUID, actor: Actor) -> int:
    """Fire the timer, and before it what was due earlier in its case; return how many fired.

    Whatever is wrong with the case becomes an incident and holds up no other case.
    """
    fired = 0
    while True:
        try:
            done = engine.send(FireTimer(timer_id), actor=actor)
        except DatabaseAway:
            raise
        except Unavailable:
            return fired  # the case is busy; a later poll finds the timer again
        except Exception as error:
            _postpone(engine, timer_id, cause_of(error), actor=actor)
            return fired
        if done is None:
            return fired
        fired += 1
        if done.timer_id == timer_id:
            return fired


def _postpone(engine: Engine, timer_id: UUID, cause: Cause, *, actor: Actor) -> None:
    log.error("timer %s can't fire: %s", timer_id, cause.code)
    try:
        engine.send(PostponeTimer(timer_id, cause.code, dict(cause.params)), actor=actor)
    except (Rejected, Broken) as error:
        log.error("timer %s can't be postponed: %s", timer_id, error.error_code)


def run(engine: Engine, stop: threading.Event, *, every_seconds: float = 1.0) -> None:
    """Poll until told to stop."""
    while not stop.is_set():
        try:
            fired = poll(engine)
            expire(engine)
            drafts.expire(engine)
            payments.poll(engine)
        except Unavailable as error:
            log.warning("the poller waits: %s", error.error_code)
            fired = 0
        if fired < BATCH:
            stop.wait(every_seconds)
