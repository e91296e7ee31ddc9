"""The panels of a dashboard: a chart and the table beside it, each number with the address of its cases.

A spreadsheet of the dashboard has the same tables. Refuses to know how figures are counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date as babel_date

from web.charts import Chart, scale_end
from web.i18n import current_language, format_number, t
from web.workbooks import Sheet

Segments = tuple[tuple[float, float, str], ...]  # beginning and length in percent of the scale, class


@dataclass(frozen=True)
class Cell:
    """Cell of a table: what it shows; a number carries the address of its cases, if there is one."""

    text: str
    number: int | None = None
    href: str | None = None
    is_bad: bool = False


@dataclass(frozen=True)
class PanelRow:
    name: str
    cells: tuple[Cell, ...]
    href: str | None = None
    note: str | None = None
    bar: Segments | None = None
    is_total: bool = False


@dataclass(frozen=True)
class Panel:
    """A titled part of a report; `scale` is where the bars within its table end."""

    code: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[PanelRow, ...]
    empty: str
    chart: Chart | None = None
    legend: tuple[tuple[str, str], ...] = ()
    note: str | None = None
    after: str | None = None
    scale: int | None = None

    @property
    def sheet(self) -> Sheet:
        """The table as a sheet of a workbook."""
        rows = [
            [
                f"{row.name} ({row.note})" if row.note else row.name,
                *(cell.text if cell.number is None else cell.number for cell in row.cells),
            ]
            for row in self.rows
        ]
        return Sheet(self.title, self.heads, rows)


def number(value: int | None, href: str | None = None, *, is_bad: bool = False) -> Cell:
    """Return the cell of a number; None is a dash."""
    if value is None:
        return Cell("–")
    return Cell(format_number(value), value, href, is_bad and value > 0)


def share(value: int | None, href: str | None = None) -> Cell:
    """Return the cell of a share in percent."""
    return Cell("–") if value is None else Cell(t("report.percent", number=format_number(value)), value, href)


def scale_of(values: Sequence[int]) -> int:
    return scale_end(max(values, default=0))


def segments(scale: int, *parts: tuple[int, str]) -> Segments:
    """Return parts of a bar that stand one after the other."""
    found, begun = [], 0
    for value, css in parts:
        if value > 0:
            found.append((round(100 * begun / scale, 2), round(100 * value / scale, 2), css))
        begun += value
    return tuple(found)


def whisker(scale: int, median: int | None, ninth: int | None) -> Segments:
    """Return a bar up to the median and a thin line up to what nine of ten stay under."""
    if median is None or ninth is None:
        return ()
    line = (0.0, round(100 * ninth / scale, 2), "ninth")
    return (line, (0.0, round(100 * median / scale, 2), "c1"))


def short_day(day: date) -> str:
    """Return a day and month as they stand under a column: 7.09."""
    return f"{day.day}.{day.month:02}"


def month_short(day: date) -> str:
    return str(babel_date(day, "LLL", locale=current_language()))
