"""Exports of whole registers: asked for, advanced by a worker, kept as a file, forgotten.

Who may open the register is asked here, by the worker, and again when the file is handed out. Refuses to know
what the file says.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from engine.db.pool import Transaction
from engine.documents.files import FileStore, digest_of
from engine.documents.limits import ExportLimits
from engine.errors import Rejected
from engine.offices.administration import as_the_engine
from engine.registers import kept_registers
from engine.registers.commands.exports import (
    AdvanceRegisterExport,
    AskRegisterExport,
    FailRegisterExport,
    ForgetRegisterExport,
    KeepRegisterExport,
    RegisterExportAsked,
)
from engine.registers.rules.export_parts import FORMATS, ORDERS
from engine.registers.rules.states import states_of
from engine.registers.store import exports
from engine.routes import Route, Sender
from engine.stores import uploads
from engine.texts import LANGUAGES


class PartUnknown(Rejected):
    """The register has no such state, or its list no such order or format."""

    code = "register_export.part_unknown"


def ask_register_export(command: AskRegisterExport, tx: Transaction) -> RegisterExportAsked:
    """Keep what was asked for, and let a worker write it. Raises `NotFound`, `PartUnknown`."""
    register = kept_registers.find(tx, command.register, command.municipality)
    is_known = (
        command.state in (None, *states_of(register.declared))
        and command.order in ORDERS
        and command.format in FORMATS
        and command.language in LANGUAGES
    )
    if not is_known:
        raise PartUnknown
    asked = {
        "on": command.on.isoformat(),
        "state": command.state,
        "village": command.village,
        "is_ending": command.is_ending,
        "order": command.order,
    }
    asked_by = tx.actor.person_id
    with as_the_engine(tx, register.place_id):
        export_id = exports.ask(
            tx,
            uuid4(),
            asked=asked,
            register=register.code,
            place=register.place_id,
            format=command.format,
            language=command.language,
            asked_by=asked_by,
        )
    told = {"export": str(export_id), "register": register.code, "format": command.format}
    tx.log(f"register-exports/{register.place_id}", "register.export_asked", **told, **asked)
    return RegisterExportAsked(export_id)


def advance_register_export(command: AdvanceRegisterExport, tx: Transaction) -> None:
    exports.advance(tx, command.export_id, written=command.written, total=command.total)


def keep_register_export(files: FileStore) -> Callable[[KeepRegisterExport, Transaction], None]:
    """Return the handler. The file is on disk before the row says so; a file without a row is nobody's."""

    def handle(command: KeepRegisterExport, tx: Transaction) -> None:
        row = exports.locked(tx, command.export_id)
        if row is None or row.state != "waiting":
            return
        digest = digest_of(command.content)
        uploads.lock(tx, digest)
        files.put(command.content)
        size = len(command.content)
        exports.keep(tx, command.export_id, digest=digest, size=size, written=command.written)

    return handle


def fail_register_export(command: FailRegisterExport, tx: Transaction) -> None:
    exports.fail(tx, command.export_id, command.reason)


def forget_register_export(
    files: FileStore, limits: ExportLimits
) -> Callable[[ForgetRegisterExport, Transaction], bool]:
    """Return the handler that forgets one, and its file where nobody else cites it."""

    def handle(command: ForgetRegisterExport, tx: Transaction) -> bool:
        if command.digest is not None:
            uploads.lock(tx, command.digest)
        is_needed = exports.forget(tx, command.export_id, tx.now - limits.kept)
        if command.digest is None or is_needed:
            return False
        # Before the commit: what is left of a crash is a row that the next poll finds again.
        files.remove(command.digest)
        return True

    return handle


ROUTES = (
    Route(AskRegisterExport, ask_register_export, sender=Sender.STAFF, result=RegisterExportAsked),
    Route(AdvanceRegisterExport, advance_register_export, sender=Sender.SYSTEM),
    Route(
        KeepRegisterExport,
        build=lambda use: keep_register_export(use.connections.files),
        sender=Sender.SYSTEM,
    ),
    Route(FailRegisterExport, fail_register_export, sender=Sender.SYSTEM),
    Route(
        ForgetRegisterExport,
        build=lambda use: forget_register_export(use.connections.files, use.settings.exports),
        sender=Sender.SYSTEM,
    ),
)
