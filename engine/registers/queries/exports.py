"""Exports of whole registers as whoever asked for them sees them: how far they are, and the file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction
from engine.documents.files import FileStore
from engine.errors import NotFound
from engine.registers import kept_registers
from engine.registers.kept_registers import KeptRegister
from engine.registers.queries import entry_file
from engine.registers.store import exports


@dataclass(frozen=True)
class RegisterExport:
    """An export of a register: `written` of `total` entries, how long its file is kept, why there is none."""

    export_id: UUID
    register: KeptRegister
    on: date
    format: str
    state: str
    written: int
    total: int | None
    size: int | None
    reason: str | None
    kept_until: datetime | None


@dataclass(frozen=True)
class ExportFile:
    """The file of an export: its name, format and bytes, which of CSV are compressed (gzip)."""

    name: str
    format: str
    content: bytes


def export(tx: Transaction, export_id: UUID, *, kept: timedelta) -> RegisterExport:
    """Return an own export, while the register may be opened. Raises `NotFound`."""
    row, register = _own(tx, export_id)
    return RegisterExport(
        row.id,
        register,
        date.fromisoformat(row.asked["on"]),
        row.format,
        row.state,
        row.written,
        row.total,
        row.size,
        row.reason,
        row.ended_at and row.ended_at + kept,
    )


def latest(tx: Transaction, register: KeptRegister) -> UUID | None:
    """Return the own export of the register that was asked for last, None where there is none."""
    row = exports.latest(tx, register=register.code, place=register.place_id)
    export_id: UUID | None = row and row.id
    return export_id


def file(tx: Transaction, files: FileStore, export_id: UUID) -> ExportFile:
    """Return the file of an own export; that it was taken is on record. Raises `NotFound`."""
    row, register = _own(tx, export_id)
    if row.state != "ready":
        raise NotFound
    tx.log(f"register-exports/{register.place_id}", "register.export_taken", export=str(row.id))
    name = entry_file.name_of_file(register, date.fromisoformat(row.asked["on"]))
    return ExportFile(f"{name}.{row.format}", row.format, files.get(bytes(row.digest).hex()))


def _own(tx: Transaction, export_id: UUID) -> tuple[Any, KeptRegister]:
    row = exports.find(tx, export_id)
    if row is None:
        raise NotFound
    return row, kept_registers.find(tx, row.register, row.municipality)
