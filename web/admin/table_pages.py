"""Pages that take a table over: a file is checked, what would come of it is shown, then it is confirmed.

What was shown is what is taken over: the form brings the digest of the plan, and the engine compares it with
what would come of the same rows now. Refuses to know what a table is about.

To add a page for another kind of table: a `TableKind` with its columns, the template from the macros of
`web/templates/admin/table_parts.html`, the words of the columns `<group>.column.<code>` in `engine/texts`.
Examples: `staff_table.py` (one person confirms), `settlements.py` (a second person approves).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue

from engine.errors import NotAllowed, NotFound, Rejected
from web import rate_limits
from web.errors import ErrorWords, words_of
from web.tables import as_csv
from web.uploaded_tables import ACCEPTED, Rows, packed, pasted, unpacked, uploaded
from web.words import error_words, say
from web.workbooks import workbook

Page = Callable[..., ResponseReturnValue]


@dataclass(frozen=True)
class TableKind:
    """A kind of table: how its files are called, where the words of its columns lie, what it may hold."""

    file: str  # without its ending
    group: str
    columns: Sequence[str]
    required: Sequence[str]
    most: int

    def word(self, column: str) -> str:
        return say(f"{self.group}.column.{column}") or column

    def rows(self) -> Rows:
        """Return the rows that travelled with the page."""
        return unpacked(request.form.get("rows", ""), most=self.most)

    def cells(self) -> tuple[tuple[str, ...], ...]:
        """Return the rows that travelled with the page, as commands carry them."""
        return tuple(tuple(row) for row in self.rows())

    def check(self, plan: Callable[[Rows], Any], page: Page) -> ResponseReturnValue:
        """Read the file or the cells that were sent, and show what would come of them or has to be mended."""
        rate_limits.hit("uploads")
        try:
            found = uploaded("table", most=self.most)
            rows = found[1] if found else pasted("pasted", most=self.most)
        except Rejected as refused:
            return page(words_of(refused))
        return page(is_file_missing=True) if rows is None else self.show(rows, plan, page)

    def confirm(
        self, send: Callable[[], ResponseReturnValue], plan: Callable[[Rows], Any], page: Page
    ) -> ResponseReturnValue:
        """Send the command; where it is refused, show what would come of the rows now and why."""
        rows = self.rows()
        try:
            return send()
        except (NotFound, NotAllowed):
            raise
        except Rejected as refused:
            return self.show(rows, plan, page, words_of(refused))

    def show(
        self, rows: Rows, plan: Callable[[Rows], Any], page: Page, error: ErrorWords | None = None
    ) -> ResponseReturnValue:
        """Show what would come of the rows, which may be something else than was shown before."""
        try:
            planned = plan(rows)
        except (NotFound, NotAllowed):
            raise
        except Rejected as refused:
            return page(words_of(refused))
        return page(error, planned=planned, rows=packed(rows))

    def template(self, title: str, lists: Mapping[str, Sequence[str]]) -> Response:
        """Return the file to fill in, its headings in the page's language; `lists` are choices by column."""
        return self.download(self.file, title, (), lists)

    def download(
        self, name: str, title: str, rows: Sequence[Sequence[str]], lists: Mapping[str, Sequence[str]]
    ) -> Response:
        """Return rows as a file that can be taken over again: XLSX, or CSV where the address asks for it."""
        heads = [self.word(column) for column in self.columns]
        if request.args.get("as") == "csv":
            return as_csv(name, heads, rows)
        choices = {self.word(column): offered for column, offered in lists.items()}
        return workbook(name, title=title, heads=heads, rows=rows, lists=choices, most=self.most)

    def shown(self) -> dict[str, Any]:
        """Return what the templates of every kind need."""
        return {
            "accepted": ACCEPTED,
            "most": self.most,
            "columns": self.columns,
            "required": self.required,
            "column_word": self.word,
            "error_words": error_words,
        }


def has_errors(error: ErrorWords | None, planned: Any, *, is_file_missing: bool) -> bool:
    return bool(error or is_file_missing or (planned and planned.mistakes))


def code_of(error: ErrorWords | None, *, is_wrong: bool) -> int:
    """Return the status of a page that may show mistakes."""
    if error:
        return error.status
    return 422 if is_wrong else 200
