"""A whole list of a register on its way into a file: read by a cursor as whoever asked for it sees it.

Each look is recorded, and told as progress, before its line is written. What a worker that died has noted is
not noted again. Refuses to know what becomes of the file.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from datetime import date
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any, Final, cast

from engine.db.pool import Transaction
from engine.registers import kept_registers
from engine.registers.kept_registers import EXPORTED, KeptRegister
from engine.registers.queries import entry_file, entry_list
from engine.registers.queries.entry_list import EntryFilter, EntryLine
from engine.registers.rules.export_parts import CSV
from engine.tenancy import Actor

if TYPE_CHECKING:
    from engine.bootstrap import Engine

AT_ONCE: Final = 500  # entries read, and noted, in a transaction


class WholeList:
    """The list that an export asks for, and how many of its entries are in the file so far."""

    def __init__(
        self, engine: Engine, export: Any, reader: Actor, *, advance: Callable[[int, int], None]
    ) -> None:
        """`advance` is told how many entries of how many are written."""
        self.written = 0
        self._engine, self._export, self._reader, self._advance = engine, export, reader, advance

    def content(self) -> bytes:
        """Return the file; it lies on the disk, without a name, until it is whole. Raises `NotFound`."""
        with TemporaryFile() as target, self._engine.read(self._reader) as tx:
            found = kept_registers.find(tx, self._export.register, self._export.municipality)
            lines = self._lines(tx, found)
            if self._export.format == CSV:
                with gzip.GzipFile(fileobj=target, mode="wb", mtime=0) as packed:
                    self._write(cast(IO[bytes], packed), found, lines)
            else:
                self._write(target, found, lines)
            target.seek(0)
            return target.read()

    def _write(self, target: IO[bytes], found: KeptRegister, lines: Iterator[EntryLine]) -> None:
        entry_file.write(target, self._export.format, found, lines, language=self._export.language)

    def _lines(self, tx: Transaction, found: KeptRegister) -> Iterator[EntryLine]:
        asked = {**self._export.asked, "on": date.fromisoformat(self._export.asked["on"])}
        part = EntryFilter(**asked)
        total = entry_list.number(tx, found, part)
        self._advance(0, total)
        for rows, lines in entry_list.whole(tx, found, part, size=AT_ONCE):
            with self._engine.read(self._reader) as noting:
                found.record_look(noting, EXPORTED, rows, once_since=self._export.asked_at)
            yield from lines
            self.written += len(lines)
            self._advance(self.written, total)
