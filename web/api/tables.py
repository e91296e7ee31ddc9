"""Tables that a program sends as rows of cells: how they are taken, and what is wrong in them.

To add a kind of table: its rows go on from `FromDay`, what is confirmed from `Seen` too, the answer from
`CheckedTable`. Examples: `center_entries.py`, `staff_table.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from marshmallow import fields, validate

from engine.spreadsheets import LONGEST_CELL, Mistake
from web.api.shared import Strict, day, text
from web.words import error_words


class FromDay(Strict):
    """The act that something rests on, and the day from which it is so."""

    act = text(500)
    first_on = day()


class Seen(Strict):
    """`digest` is that of the answer that was looked at; something else is not taken over."""

    digest = text(64)


@dataclass(frozen=True)
class TableMistake:
    """Mistake in a row, counted as a spreadsheet counts, and what to do about it."""

    row: int
    column: str | None
    code: str
    detail: str


@dataclass(frozen=True, kw_only=True)
class CheckedTable:
    """With a mistake nothing of a table can be taken over; `digest` says what was shown."""

    mistakes: tuple[TableMistake, ...]
    digest: str


def rows_field(columns: Sequence[str], *, most: int) -> fields.List[Any]:
    """Return the field that takes a table with its heading: rows of cells, as text."""
    return fields.List(
        fields.List(text(LONGEST_CELL * 10), validate=validate.Length(max=len(columns) * 2)),
        required=True,
        validate=validate.Length(max=most + 2),
    )


def told(mistakes: Sequence[Mistake]) -> tuple[TableMistake, ...]:
    """Return the mistakes in the language of whoever asks."""
    return tuple(
        TableMistake(mistake.row, mistake.column, mistake.error.error_code, error_words(mistake.error) or "")
        for mistake in mistakes
    )
