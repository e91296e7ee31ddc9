"""A table of a spreadsheet program as rows of text: the first visible sheet of an XLSX file, or CSV.

Formulas, macros, links and styles are left where they are: of a formula only the value that was saved counts.
Runs in the confined child only.
"""

from __future__ import annotations

import codecs
import csv
import io
import math
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from engine.errors import Rejected

MOST_COLUMNS: Final = 60
LONGEST_CELL: Final = 2_000
MOST_PARTS: Final = 200
LARGEST_INSIDE: Final = 64 * 1024**2
# What a broken or forged file makes the reader raise; whatever else it raises ends the child.
_DAMAGED = (
    InvalidFileException,
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    OSError,
)


def warm_up() -> None:
    """Read a table once, because later nothing can be loaded."""
    book, target = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["a", 1, date(2026, 1, 1)])
    book.save(target)
    work(target.getvalue(), {"rows": 1})
    work(b"a;b\n", {"rows": 1})


def work(content: bytes, head: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Return the rows as text, at most one more than are asked for, so that too many can be told."""
    rows = _sheet(content) if content.startswith(b"PK\x03\x04") else _csv(content)
    told = []
    for row in rows:
        cells = [_text(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MOST_COLUMNS or any(len(cell) > LONGEST_CELL for cell in cells):
            raise Rejected("document.table_too_large", rows=head["rows"])
        told.append(cells)
        if len(told) > head["rows"]:
            break
    return {"rows": told}, b""


def _sheet(content: bytes) -> Iterable[Iterable[Any]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            inside = parts.infolist()
        if len(inside) > MOST_PARTS or sum(part.file_size for part in inside) > LARGEST_INSIDE:
            raise Rejected("document.too_complex")
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        sheet = (shown or book.worksheets)[0]  # people send what they see
        sheet.reset_dimensions()  # what the file says of its size is not to be believed
        yield from sheet.iter_rows(values_only=True)
    except (*_DAMAGED, IndexError, SyntaxError):  # of XML
        raise Rejected("document.table_unreadable") from None


def _csv(content: bytes) -> Iterable[Iterable[Any]]:
    try:
        is_utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))  # "Unicode text" of Excel
        text = content.decode("utf-16" if is_utf16 else "utf-8-sig")
        if "\0" in text:
            raise ValueError
        first = text.split("\n", 1)[0]
        separator = max(";,\t", key=first.count)
        yield from csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    except (ValueError, csv.Error):
        raise Rejected("document.table_unreadable") from None


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        if not math.isfinite(cell):  # 1E999, which no spreadsheet writes
            raise Rejected("document.table_unreadable")
        return str(int(cell)) if cell == int(cell) else f"{cell:.6f}".rstrip("0")
    return str(cell).strip()
