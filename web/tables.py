"""A list as a file that spreadsheet programs open: CSV, written by `engine/written_tables.py`."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import wraps
from typing import Any, Final, TypeVar, cast

from flask import Response, make_response, request
from lxml import html

from engine.written_tables import CSV, write_csv
from web.i18n import current_language, t

Row = TypeVar("Row")
After = TypeVar("After")

AS_TABLE = "table"  # ?as=table asks a page for the table that it shows
TABLE = "//main//table[contains(concat(' ', @class, ' '), ' rows ')]"
UNSPOKEN = ".//*[self::form or self::button or self::input or self::select or @aria-hidden='true']"
MOST_ROWS: Final = 5_000  # of a list with pages


def as_csv(name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """Return the list as a download called `name`.csv."""
    target = io.BytesIO()
    write_csv(target, heads, rows, language=current_language())
    response = Response(target.getvalue(), mimetype=CSV)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def paged_csv(
    name: str,
    heads: Sequence[str],
    page: Callable[[After | None], tuple[Sequence[Row], After | None]],
    cells: Callable[[Row], Sequence[object]],
) -> Response:
    """Return all pages of a list together. Where there is more than fits, the last line says so.

    `page` is asked for the rows after a key, nothing for the first, and says the key of the next page.
    """
    rows: list[Sequence[object]] = []
    after: After | None = None
    while len(rows) < MOST_ROWS:
        found, after = page(after)
        rows += map(cells, found)
        if after is None:
            break
    else:
        rows.append([t("table.cut", number=len(rows))])
    return as_csv(name, heads, rows)


def exported(view: Callable[..., Any]) -> Callable[..., Response]:
    """Let a page's first table be saved as it is shown; `parts.save_table` is the link to it.

    A cell with `data-value` gives that number, so that amounts can be summed. Of several tables `?of=` names
    the heading of one.
    """

    @wraps(view)
    def page(**values: Any) -> Response:
        shown = make_response(view(**values))
        if request.args.get("as") != AS_TABLE or shown.status_code != 200:
            return shown
        tables = html.fromstring(shown.get_data(as_text=True)).xpath(TABLE)
        if of := request.args.get("of"):
            tables = [table for table in tables if table.get("aria-labelledby") == of]
        heads, *rows = [_row(row) for row in tables[0].xpath(".//tr")] if tables else [[]]
        name = str(request.endpoint).rpartition(".")[2]
        return as_csv(name, cast(Sequence[str], heads), rows)

    return page


def _row(row: html.HtmlElement) -> list[object]:
    return [_shown(cell) for cell in row.xpath("./th|./td")]


def _shown(cell: html.HtmlElement) -> object:
    if value := cell.get("data-value"):
        return Decimal(value)
    for node in cell.xpath(UNSPOKEN):
        node.drop_tree()
    for node in cell.xpath(".//br"):
        node.tail = " " + (node.tail or "")
    return " ".join(cell.text_content().split())
