"""Writing whole registers as files, and forgetting the files whose days are over.

A worker that dies leaves an export that waits; the next one begins again, and of two files the first is kept.
Refuses to know how a list becomes a file (`engine/registers/whole_list.py`).
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final
from uuid import UUID

import procrastinate

from engine.cases.incidents import cause_of
from engine.errors import Unavailable
from engine.queries.sessions import roles_of
from engine.registers.commands.exports import (
    AdvanceRegisterExport,
    FailRegisterExport,
    ForgetRegisterExport,
    KeepRegisterExport,
)
from engine.registers.store import exports
from engine.registers.whole_list import WholeList
from engine.tenancy import Actor, system

if TYPE_CHECKING:
    from engine.bootstrap import Engine

log = logging.getLogger(__name__)

FORGOTTEN_AT_ONCE: Final = 100


def register(
    app: procrastinate.App, engine: Engine, *, queue: str, retry: procrastinate.BaseRetryStrategy
) -> None:
    """Add the tasks of this module to the application."""

    @app.task(name=exports.WRITING, queue=queue, retry=retry)
    def write_register_export(export_id: str, municipality_id: int) -> None:
        write(engine, UUID(export_id), municipality_id)

    @app.periodic(cron="27 * * * *")
    @app.task(name="forget_register_exports", queue=queue, queueing_lock="forget_register_exports")
    def forget_register_exports(timestamp: int) -> None:
        del timestamp
        forget(engine)


def write(engine: Engine, export_id: UUID, municipality_id: int) -> None:
    """Write the file of an export that waits for it."""
    with engine.read(system(municipality_id)) as tx:
        row = exports.find(tx, export_id)
        if row is None or row.state != "waiting":
            return
        reader = Actor(row.asked_by, roles=roles_of(tx, row.asked_by))
    place = system(municipality_id)

    def advance(written: int, total: int) -> None:
        engine.send(AdvanceRegisterExport(export_id, written, total), actor=place)

    whole = WholeList(engine, row, reader, advance=advance)
    try:
        content = whole.content()
    except Unavailable:
        raise
    except Exception as error:  # whoever asked is told, whatever it is
        code = cause_of(error).code
        log.error("export %s: %s", export_id, code)
        engine.send(FailRegisterExport(export_id, code), actor=place)
        return
    engine.send(KeepRegisterExport(export_id, content, whole.written), actor=place)


def forget(engine: Engine) -> int:
    """Forget the exports whose days are over, each by itself; return how many files were removed."""
    with engine.read(system()) as tx:
        before = tx.now - engine.settings.exports.kept
        found = exports.forgotten(tx, before, limit=FORGOTTEN_AT_ONCE)
    removed = 0
    for export in found:
        try:
            removed += engine.send(ForgetRegisterExport(export.id, export.digest), actor=system())
        except Unavailable as error:
            log.warning("an export is not forgotten yet: %s", error.error_code)
    return removed
