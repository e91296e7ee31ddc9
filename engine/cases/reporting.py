"""A person's step that breaks: taken back, kept as an incident of its case, and told to the person.

So is a file with a virus, which is refused as any other but has to be known. Both are recorded in a
transaction of their own, because nothing of the command's is. What workers do reports its own failures
and is none of this module's business.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from engine.bus import Bus
from engine.cases.incidents import UNEXPECTED, cause_of
from engine.commands.applications import RecordInfected
from engine.commands.base import Command
from engine.commands.cases import CompleteTask, WithdrawCase
from engine.commands.supervision import MoveToken, ReportBroken
from engine.errors import PASSING, Broken, EngineError, Rejected
from engine.tenancy import Actor

INFECTED = "document.infected"

log = logging.getLogger(__name__)


@contextmanager
def reporting(bus: Bus, command: Command, actor: Actor) -> Iterator[None]:
    """Report what breaks in the block; an error that nobody foresaw becomes `Broken`."""
    try:
        yield
    except Rejected as refused:
        if refused.error_code == INFECTED:
            bus.send(RecordInfected(**refused.params), actor=actor)
        raise
    except PASSING:
        raise
    except Exception as error:
        where = _where(command)
        if where is None:
            raise
        broken = _as_broken(error)
        broken.is_recorded = _record(bus, where, error, actor=actor)
        raise broken from error


def _where(command: Command) -> dict[str, UUID | str | None] | None:
    """Return what the command was to move; None for one that moves no case or has its own report."""
    if isinstance(command, CompleteTask):
        return {"task_id": command.task_id}
    if isinstance(command, WithdrawCase):
        return {"case_id": command.case_id}
    if isinstance(command, MoveToken):
        return {"case_id": command.case_id, "token": command.token}
    return None


def _as_broken(error: Exception) -> Broken:
    if isinstance(error, Broken):
        return error
    # Where it happened, never what was in it: messages of databases and parsers quote people's data.
    frames = "".join(traceback.format_tb(error.__traceback__))
    log.error("unexpected %s\n%s", type(error).__qualname__, frames)
    return Broken(UNEXPECTED, type=type(error).__name__)


def _record(bus: Bus, where: dict[str, UUID | str | None], error: Exception, *, actor: Actor) -> bool:
    cause = cause_of(error)
    try:
        bus.send(ReportBroken(cause.code, dict(cause.params), **where), actor=actor)  # type: ignore[arg-type]
    except EngineError as failed:
        log.error("an incident could not be recorded: %s", failed.error_code)
        return False
    return True
