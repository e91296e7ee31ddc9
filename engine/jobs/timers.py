"""The sweep: sends a command for each timer whose time has come, and ends messages that nobody wanted.

Any number of sweeps may run. A timer is fired by its command, which deletes it in the commit of
the step it causes, so two sweeps that see the same timer fire it once.
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING
from uuid import UUID

from engine.commands import FireTimer, PostponeTimer
from engine.errors import DATABASE_AWAY, Broken, Rejected, Unavailable
from engine.incidents import cause_of
from engine.jobs.messages import expire
from engine.stores import work
from engine.tenancy import Actor, system

if TYPE_CHECKING:
    from engine.bootstrap import Engine

log = logging.getLogger(__name__)

BATCH = 200


def sweep(engine: Engine) -> int:
    """Fire what is due now, oldest first; return how many timers fired."""
    with engine.read(system()) as tx:
        due = work.due_timers(tx, limit=BATCH)
    return sum(_fire(engine, timer_id, system(municipality_id)) for timer_id, municipality_id in due)


def _fire(engine: Engine, timer_id: UUID, actor: Actor) -> bool:
    """Fire one timer; whatever is wrong with its case becomes an incident and holds up no other."""
    try:
        engine.send(FireTimer(timer_id), actor=actor)
        return True
    except Unavailable as error:
        if error.error_code == DATABASE_AWAY:
            raise
        return False  # the case is busy; the next sweep finds the timer again
    except Exception as error:
        cause = cause_of(error)
        log.error("timer %s can't fire: %s", timer_id, cause.code)
    try:
        engine.send(PostponeTimer(timer_id, cause.code, dict(cause.params)), actor=actor)
    except (Rejected, Broken) as error:
        log.error("timer %s can't be postponed: %s", timer_id, error.error_code)
    return False


def run(engine: Engine, stop: threading.Event, *, every_seconds: float = 1.0) -> None:
    """Sweep until told to stop."""
    while not stop.is_set():
        try:
            fired = sweep(engine)
            expire(engine)
        except Unavailable:
            log.warning("the database is not answering; the sweep waits")
            fired = 0
        if fired < BATCH:
            stop.wait(every_seconds)
