"""Tables that people upload: read in a child that can do nothing else, and kept in the page until confirmed.

Between showing a table and taking it over nothing is stored here: the rows travel with the page and are
checked anew. Refuses to know what a table is about.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Sequence
from typing import Final

from flask import request
from werkzeug.exceptions import BadRequest

from engine.documents.examination.ask import examine
from engine.errors import Rejected

LARGEST_FILE: Final = 2 * 1024**2
LARGEST_ROWS: Final = 8 * 1024**2  # of what travels with the page, unpacked
ACCEPTED: Final = ".xlsx,.csv"
Rows = Sequence[Sequence[str]]


def uploaded(name: str, *, most: int) -> tuple[str, Rows] | None:
    """Return name and rows of the file that came under a name of the form, None where none came.

    At most two more rows than are asked for, so that too many can be told. Raises `Rejected`.
    """
    file = request.files.get(name)
    if file is None or not file.filename:
        return None
    return file.filename[:200], _read(file.stream.read(LARGEST_FILE + 1), most=most)


def pasted(name: str, *, most: int) -> Rows | None:
    """Return the cells that were pasted into a field, None where none were. Raises `Rejected`.

    Spreadsheet programs copy cells set apart by tabs, as a text that can be read like a file.
    """
    text = request.form.get(name, "")
    return _read(text.strip("\r\n").encode(errors="replace"), most=most) if text.strip() else None


def _read(content: bytes, *, most: int) -> Rows:
    if len(content) > LARGEST_FILE:
        raise Rejected("document.table_too_large", rows=most)
    rows: Rows = examine("table", content, rows=most + 1).told["rows"]
    return rows


def packed(rows: Rows) -> str:
    """Return the rows as a hidden field holds them."""
    return base64.b64encode(zlib.compress(json.dumps(rows).encode())).decode()


def unpacked(text: str, *, most: int) -> Rows:
    """Return the rows that travelled with the page. What is no such thing was not sent by our page."""
    try:
        unpacker = zlib.decompressobj()
        rows = json.loads(unpacker.decompress(base64.b64decode(text, validate=True), LARGEST_ROWS))
    except (ValueError, zlib.error, RecursionError):
        raise BadRequest from None
    is_table = isinstance(rows, list) and all(
        isinstance(row, list) and all(isinstance(cell, str) and _is_text(cell) for cell in row)
        for row in rows
    )
    if unpacker.unconsumed_tail or not is_table or len(rows) > most + 2:
        raise BadRequest
    return rows  # type: ignore[no-any-return]


def _is_text(cell: str) -> bool:
    """Say whether it can be stored: JSON may hold halves of characters, and nothing that ends a string."""
    try:
        cell.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in cell
