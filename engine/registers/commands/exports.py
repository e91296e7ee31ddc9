"""Exports of whole registers: asked for by an official, written by a worker, forgotten after some days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class AskRegisterExport(Command):
    """Ask for a part of a register as a file; of the first municipality where it is kept, if none is named.

    Whoever asks while a worker still writes their export of the register gets that one.
    """

    register: str
    municipality: str | None
    on: date
    state: str | None
    village: str | None
    is_ending: bool
    order: str
    format: str
    language: str


@dataclass(frozen=True)
class RegisterExportAsked:
    """Identifier of the export that was asked for."""

    export_id: UUID


@dataclass(frozen=True)
class AdvanceRegisterExport(Command):
    """Say how many entries of how many are written; a worker that begins again says less than before."""

    export_id: UUID
    written: int
    total: int


@dataclass(frozen=True)
class KeepRegisterExport(Command):
    """Keep the file, once: of two workers that wrote it the first is heard."""

    export_id: UUID
    content: bytes
    written: int


@dataclass(frozen=True)
class FailRegisterExport(Command):
    """The export can't be written, for this reason."""

    export_id: UUID
    reason: str


@dataclass(frozen=True)
class ForgetRegisterExport(Command):
    """Forget an export whose days are over, with its file if nobody else cites it."""

    export_id: UUID
    digest: str | None
