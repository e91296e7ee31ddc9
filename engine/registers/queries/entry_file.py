"""The list of a register as a file: its headings and a row for each entry, in the language of whoever asks.

To add a column to the file: `COLUMNS` and `cells` here, in the same order; what it shows in `EntryLine` of
`entry_list.py`, its heading `register_file.<name>` in `engine/texts/<language>/register_file.json`. A field
of one register is data: `fields` of its file in `bpmn/<module>/registers/`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import IO, Final

from engine.formats import show_date
from engine.notifications.common import TEXTS
from engine.registers.kept_registers import KeptRegister
from engine.registers.queries.entry_list import COLUMNS as FIELDS
from engine.registers.queries.entry_list import EntryLine
from engine.registers.rules import field_words
from engine.registers.rules.export_parts import CSV
from engine.texts import OFFICIAL
from engine.written_tables import write_csv, write_workbook

COLUMNS: Final = (
    "name",
    "number",
    "key",
    "place",
    "state",
    "from",
    "until",
    "order",
    "ground",
    "planned_end",
)


def name_of_file(register: KeptRegister, on: date) -> str:
    """Return how the file is called, without its ending."""
    return f"{register.code}-{on.isoformat()}"


def write(
    target: IO[bytes], kind: str, register: KeptRegister, lines: Iterable[EntryLine], *, language: str
) -> None:
    """Write the lines as a file of one of `FORMATS`."""
    rows = (cells(line, language) for line in lines)
    if kind == CSV:
        write_csv(target, heads(register, language), rows, language=language)
    else:
        write_workbook(target, title(language), heads(register, language), rows)


def title(language: str) -> str:
    return TEXTS.get(language, "register_file.sheet")


def heads(register: KeptRegister, language: str) -> list[str]:
    """Return the headings of the columns, those of the register's own fields last."""
    fields = field_words.columns(register.declared, most=FIELDS)
    own = [_said(field["names"], language) for field in fields]
    return [*(TEXTS.get(language, f"register_file.{name}") for name in COLUMNS), *own]


def cells(line: EntryLine, language: str) -> Sequence[object]:
    """Return the cells of an entry."""
    return (
        _said(line.name, language) or line.key,
        line.number,
        line.key if line.key != line.number else "",
        _said(line.place, language),
        _said(line.state, language),
        show_date(line.valid_from),
        show_date(line.valid_until),
        line.order_number,
        _said(line.ground, language),
        show_date(line.planned_end),
        *(_said(value, language) for value in line.values),
    )


def _said(names: Mapping[str, str] | None, language: str) -> str:
    """Return a name in the language, else in Georgian, else whatever there is."""
    if not names:
        return ""
    return names.get(language) or names.get(OFFICIAL) or next(iter(names.values()), "")
