"""Tables as spreadsheet programs write them: titles, hidden sheets, dates, numbers, formulas, encodings."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from engine.documents.examination.tables import work
from engine.errors import Rejected
from engine.offices.staff_table import COLUMNS as STAFF
from engine.offices.staff_table import Appointing, read_table
from engine.place_cells import Place
from engine.settlements.table import SettlementLine
from engine.settlements.table import read_table as read_settlements
from engine.spreadsheets import Mistake

HEADS = ("municipality", "name_ka", "name_en", "altitude", "first_on", "last_on")
ROW = ("keda", "დანდალო", "Dandalo", 1200, date(2026, 9, 10), datetime(2030, 12, 31))
KEDA = Place(1, "keda", {"ka": "ქედა", "en": "Keda"})
FOUND = ("დანდალო", 1200, date(2026, 9, 10), date(2030, 12, 31))


def workbook(*lines: Sequence[Any], prepared: Callable[[Worksheet], None] = lambda sheet: None) -> bytes:
    book, target = openpyxl.Workbook(), io.BytesIO()
    for line in lines:
        book.active.append(list(line))
    prepared(book.active)
    book.save(target)
    return target.getvalue()


def with_saved_value(content: bytes, value: str) -> bytes:
    """Return the workbook as a program that calculates saves it: with the value beside the formula."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as parts, zipfile.ZipFile(target, "w") as written:
        for part in parts.infolist():
            inside = parts.read(part).replace(b"</f><v></v>", f"</f><v>{value}</v>".encode())
            written.writestr(part, inside.replace(b"</f><v />", f"</f><v>{value}</v>".encode()))
    return target.getvalue()


def read(content: bytes) -> tuple[list[SettlementLine], tuple[Mistake, ...]]:
    return read_settlements(work(content, {"rows": 100})[0]["rows"], (KEDA,))


def settlements(content: bytes) -> list[tuple[Any, ...]]:
    lines, mistakes = read(content)
    assert mistakes == ()
    return [(line.names["ka"], line.altitude, line.listed_since, line.last_on) for line in lines]


def test_dates_and_numbers__in_real_cells__are_read() -> None:
    as_float = (*ROW[:3], 1200.0, *ROW[4:])

    assert settlements(workbook(HEADS, ROW)) == [FOUND]
    assert settlements(workbook(HEADS, as_float)) == [FOUND]


def test_title_in_merged_cells_and_blank_rows__above_the_heading__are_passed_over() -> None:
    def merged(sheet: Worksheet) -> None:
        sheet.merge_cells("A1:F1")

    content = workbook(("მაღალმთიანი დასახლებები",), (), HEADS, (), ROW, prepared=merged)
    wrong = workbook(("მაღალმთიანი დასახლებები",), (), HEADS, (), ("atlantis", *ROW[1:]), prepared=merged)

    assert settlements(content) == [FOUND]
    assert [(mistake.row, mistake.column) for mistake in read(wrong)[1]] == [(5, "municipality")]


def test_heading__that_names_too_few_columns__is_told_by_the_first_row() -> None:
    _, mistakes = read(workbook(("municipality", "name_ka"), ROW[:2]))

    assert [(mistake.row, mistake.column) for mistake in mistakes] == [(1, "name_en")]


def test_sheet__that_is_hidden__is_not_what_was_sent() -> None:
    def with_hidden(sheet: Worksheet) -> None:
        hidden = sheet.parent.create_sheet("old", 0)
        hidden.append(["secret"])
        hidden.sheet_state = "hidden"

    assert settlements(workbook(HEADS, ROW, prepared=with_hidden)) == [FOUND]


def test_formula__with_its_saved_value__counts_as_the_value() -> None:
    content = with_saved_value(workbook(HEADS, (*ROW[:3], "=1000+200", *ROW[4:])), "1200")

    assert settlements(content) == [FOUND]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_csv__of_any_program__is_read(encoding: str, separator: str) -> None:
    lines = [HEADS, ("keda", "დანდალო", "Dandalo", "1200", "10.09.2026", "2030-12-31")]
    text = "\r\n".join(separator.join(line) for line in lines)

    assert settlements(text.encode(encoding)) == [FOUND]


@pytest.mark.parametrize("value", ["1E999", "nan"])
def test_number__that_is_none__is_refused(value: str) -> None:
    with pytest.raises(Rejected) as caught:
        read(with_saved_value(workbook(HEADS, (*ROW[:3], "=1", *ROW[4:])), value))

    assert caught.value.error_code == "document.table_unreadable"


@pytest.mark.parametrize(
    ("number", "codes"),
    [
        ("01001000001", []),
        (1001000001, ["staff_table.number_cut"]),
        (1001000001.0, ["staff_table.number_cut"]),
        (12345678901.0, []),
    ],
)
def test_personal_number__as_text_or_as_an_amount__is_never_guessed(number: Any, codes: list[str]) -> None:
    person = (number, "დემო", "მოხელე", "Demo", "Clerk", "specialist")
    rows = work(workbook(STAFF[:6], person), {"rows": 10})[0]["rows"]

    table = read_table(rows, Appointing("keda", "Order No. 1", date(2026, 9, 1), {}))

    assert [mistake.error.error_code for mistake in table.mistakes] == codes
