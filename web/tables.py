"""A list as a file that spreadsheet programs open: CSV, in UTF-8 that they recognise.

A cell that a program would take for a formula is marked as text: what people wrote must not run in an office.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """Return the list as a download called `name`.csv."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(heads)
    table.writerows([_cell(value) for value in row] for row in rows)
    response = Response("\ufeff" + text.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _cell(value: object) -> str:
    if isinstance(value, int):
        return str(value)
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
