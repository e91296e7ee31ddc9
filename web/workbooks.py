"""Workbooks (XLSX): a list to be taken away, and a table to fill in or correct, with lists to choose from.

Columns are text, so that no program drops the zero that a personal number begins with. Nothing in it is a
formula, whatever names people gave to what is listed.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

import openpyxl
from flask import Response
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from engine.written_tables import LONGEST_TITLE, WIDTH, XLSX, defused, write_sheet, write_workbook

AS_TEXT: Final = "@"
FORBIDDEN: Final = "\\/?*[]:"  # in the title of a sheet, says the format


def workbook(
    name: str,
    *,
    title: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    lists: Mapping[str, Sequence[str]],
    most: int,
) -> Response:
    """Return the workbook as a download called `name`.xlsx; `lists` holds the choices by heading.

    A choice is offered for up to `most` rows and not demanded: a cell may name several.
    """
    book = openpyxl.Workbook()
    sheet, choices = book.active, book.create_sheet()
    sheet.title, choices.title = title[:LONGEST_TITLE], "2"
    _head(sheet, heads)
    _head(choices, list(lists))
    sheet.freeze_panes = "A2"
    for number, cells in enumerate(rows, start=2):
        for column, text in enumerate(cells, start=1):
            sheet.cell(number, column, defused(text)).number_format = AS_TEXT
    for column, (head, offered) in enumerate(lists.items(), start=1):
        for row, words in enumerate(offered, start=2):
            choices.cell(row, column, defused(words))
        if offered:
            letter, target = get_column_letter(column), get_column_letter(list(heads).index(head) + 1)
            chosen = DataValidation("list", f"'2'!${letter}$2:${letter}${len(offered) + 1}", allow_blank=True)
            chosen.add(f"{target}2:{target}{most + 1}")
            sheet.add_data_validation(chosen)
    return _download(book, name)


def as_workbook(name: str, *, title: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """Return a list as a download called `name`.xlsx; rows are written one by one, and none is kept."""
    target = io.BytesIO()
    write_workbook(target, title, heads, rows)
    return _sent(target, name)


def _download(book: openpyxl.Workbook, name: str) -> Response:
    target = io.BytesIO()
    book.save(target)
    return _sent(target, name)


def _sent(target: io.BytesIO, name: str) -> Response:
    response = Response(target.getvalue(), mimetype=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def _head(sheet: Worksheet, heads: Sequence[str]) -> None:
    for column, words in enumerate(heads, start=1):
        sheet.cell(1, column, defused(words)).font = Font(bold=True)
        whole = sheet.column_dimensions[get_column_letter(column)]
        whole.width, whole.number_format = WIDTH, AS_TEXT


class Sheet(NamedTuple):
    """A sheet of a workbook: its title, headings and rows."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[object]]


def as_sheets(name: str, sheets: Sequence[Sheet]) -> Response:
    """Return tables as a download called `name`.xlsx, each as a sheet; numbers stay numbers."""
    book = openpyxl.Workbook(write_only=True)
    titles: set[str] = set()
    for sheet in sheets:
        title = _free_title(sheet.title, titles)
        titles.add(title)
        write_sheet(book.create_sheet(title), sheet.heads, sheet.rows)
    return _download(book, name)


def _free_title(words: str, taken: set[str]) -> str:
    """Return a title that the format allows and no other sheet has."""
    title = "".join(letter for letter in words if letter not in FORBIDDEN)[:LONGEST_TITLE]
    number = 1
    while title in taken:
        number += 1
        title = f"{title[: LONGEST_TITLE - 3]} {number}"
    return title
