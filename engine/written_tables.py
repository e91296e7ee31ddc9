"""Tables written for spreadsheet programs, XLSX and CSV, row by row: none is kept in memory.

A cell that a program would take for a formula is marked as text: what people wrote must not run in an office.
`engine/spreadsheets.py` reads them. Refuses to know what a table is about.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Final

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV: Final = "text/csv"
MARK: Final = "\ufeff"  # by which spreadsheet programs recognise UTF-8
DECIMAL_COMMA: Final = frozenset({"ka"})
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
WIDTH: Final = 24
LONGEST_TITLE: Final = 31  # of a sheet, says the format


def write_csv(
    target: IO[bytes], heads: Sequence[str], rows: Iterable[Sequence[object]], *, language: str
) -> None:
    """Write a table in UTF-8, with the separator that programs of the language expect."""
    text = io.TextIOWrapper(target, "utf-8", newline="", write_through=False)
    text.write(MARK)
    table = csv.writer(text, delimiter=separator(language), lineterminator="\r\n")
    table.writerow(heads)
    table.writerows([_cell(value) for value in row] for row in rows)
    text.flush()
    text.detach()


def separator(language: str) -> str:
    """Return what stands between cells: where numbers have a decimal comma, programs expect a semicolon."""
    return ";" if language in DECIMAL_COMMA else ","


def write_workbook(
    target: IO[bytes], title: str, heads: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """Write a table as the only sheet of a workbook."""
    book = openpyxl.Workbook(write_only=True)
    try:
        write_sheet(book.create_sheet(title[:LONGEST_TITLE]), heads, rows)
    except BaseException:
        with TemporaryFile() as nowhere:  # only a book that is saved removes what openpyxl keeps on the disk
            book.save(nowhere)
        raise
    book.save(target)


def write_sheet(sheet: Worksheet, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table into a sheet of a workbook that is only written; whole numbers stay numbers."""
    sheet.freeze_panes = "A2"
    for column in range(1, len(heads) + 1):
        sheet.column_dimensions[get_column_letter(column)].width = WIDTH
    first = [WriteOnlyCell(sheet, defused(head)) for head in heads]
    for cell in first:
        cell.font = Font(bold=True)
    sheet.append(first)
    for row in rows:
        sheet.append([value if isinstance(value, int) else defused(str(value or "")) for value in row])


def defused(text: str) -> str:
    """Return a text as a cell may hold it: marked where a program would take it for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _cell(value: object) -> str:
    return str(value) if isinstance(value, int | Decimal) else defused("" if value is None else str(value))
