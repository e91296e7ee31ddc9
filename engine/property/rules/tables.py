"""A table of assets: rows of text become assets and rights to them, or mistakes that name row and column.

The first row names the columns, by their codes or by their words in any language. A row tells of an asset, of
a right that somebody has to it, or of both; one that tells of a right alone names the asset by its number.
Refuses to know files and SQL.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from engine.property.rules import kinds, table_rights
from engine.property.rules.cells import Cells, Mistake
from engine.property.rules.table_rights import RightLine, right_line
from engine.spreadsheets import folded, words_of

Row = Sequence[str]
REQUIRED: Final = ("kind", "name", "category", "value", "valid_from")
ASSET_COLUMNS: Final = (*REQUIRED, "cadastral_code", *kinds.EVERY_FIELD)
COLUMNS: Final = ("inventory_no", *ASSET_COLUMNS, *table_rights.COLUMNS)
MOST_ROWS: Final = 1_000
MOST_MISTAKES: Final = 200


@dataclass(frozen=True)
class Line:
    """An asset as a row describes it, all its values checked. Without a number it gets the next one."""

    row: int
    inventory_no: str | None
    kind: str
    name: str
    category: str
    cadastral_code: str | None
    value_tetri: int
    valid_from: date
    fields: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """Contents of a table of property. With a mistake nothing of it may be taken over."""

    lines: tuple[Line, ...]
    rights: tuple[RightLine, ...]
    mistakes: tuple[Mistake, ...]

    @property
    def named_elsewhere(self) -> list[str]:
        """The numbers of assets that the register has to have, for the table only gives rights to them."""
        return sorted(
            {right.inventory_no for right in self.rights if right.of_row is None and right.inventory_no}
        )


def read_table(rows: Sequence[Row], *, today: date) -> Table:
    """Return the assets and rights of a table and everything that is wrong with it."""
    if not rows:
        return Table((), (), (Mistake(1, None, "empty"),))
    columns, mistakes = _head(rows[0])
    if mistakes:
        return Table((), (), tuple(mistakes))
    if len(rows) - 1 > MOST_ROWS:
        return Table((), (), (Mistake(MOST_ROWS + 2, None, "too_many"),))
    lines, rights = [], []
    for number, row in enumerate(rows[1:], start=2):
        cells = Cells(number, dict(zip(columns, row, strict=False)), mistakes)
        has_right = cells.has_any(table_rights.COLUMNS)
        has_asset = cells.has_any(ASSET_COLUMNS) or (any(row) and not has_right)
        if has_asset or has_right:
            _check_text(cells)
        if has_asset:
            lines.append(_line(cells, today))
        if has_right:
            rights.append(right_line(cells, has_asset=has_asset))
    if not lines and not rights:
        mistakes.append(Mistake(2, None, "empty"))
    rights = _placed(rights, lines)
    mistakes += [*_doubled(lines), *table_rights.overlapping(rights)]
    return Table(tuple(lines), tuple(rights), tuple(mistakes[:MOST_MISTAKES]))


def _head(row: Row) -> tuple[list[str], list[Mistake]]:
    names = [words_of("asset.column", COLUMNS).get(folded(cell), "") for cell in row]
    wrong = [
        Mistake(1, None, "unknown_column", cell)
        for cell, name in zip(row, names, strict=True)
        if cell.strip() and not name
    ]
    wrong += [Mistake(1, name, "column_twice") for name in COLUMNS if names.count(name) > 1]
    has_rights = bool(set(names) & set(table_rights.COLUMNS))
    has_assets = not has_rights or bool(set(names) & set(ASSET_COLUMNS))
    needed = (
        *(REQUIRED if has_assets else ("inventory_no",)),
        *(table_rights.REQUIRED if has_rights else ()),
    )
    return names, [*wrong, *(Mistake(1, name, "missing_column") for name in needed if name not in names)]


def _check_text(cells: Cells) -> None:
    for name, text in cells.given.items():
        if len(text) > kinds.LONGEST_TEXT:
            cells.wrong(name, "too_long")
    number = cells.text("inventory_no")
    if number and not kinds.INVENTORY_NO.fullmatch(number):
        cells.wrong("inventory_no", "number_invalid")


def _line(cells: Cells, today: date) -> Line:
    cells.need(*REQUIRED)
    kind, plot = cells.choice("kind", kinds.KINDS, "kind"), cells.text("cadastral_code")
    if plot and not kinds.CADASTRAL_CODE.fullmatch(plot):
        cells.wrong("cadastral_code", "plot_invalid")
    fields = {name: text for name in kinds.EVERY_FIELD if (text := cells.text(name))}
    for name in sorted(set(fields) - set(kinds.FIELDS[kind])) if kind else ():
        cells.wrong(name, "not_of_kind")
    return Line(
        row=cells.row,
        inventory_no=cells.text("inventory_no") or None,
        kind=kind,
        name=cells.text("name"),
        category=cells.choice("category", kinds.CATEGORIES, "category"),
        cadastral_code=plot or None,
        value_tetri=cells.money("value"),
        valid_from=cells.day("valid_from", latest=today, code="day_invalid") or today,
        fields=fields,
    )


def _placed(rights: Iterable[RightLine], lines: Iterable[Line]) -> list[RightLine]:
    """Return the rights, each with the row of its asset where the table has it, before or after."""
    rows = {line.inventory_no: line.row for line in lines if line.inventory_no}
    return [replace(right, of_row=right.of_row or rows.get(right.inventory_no or "")) for right in rights]


def _doubled(lines: Iterable[Line]) -> list[Mistake]:
    """Return what two rows say of the same number or plot."""
    seen: set[tuple[str, str]] = set()
    found = []
    for line in lines:
        for column, value in (("inventory_no", line.inventory_no), ("cadastral_code", line.cadastral_code)):
            if value and (column, value) in seen:
                found.append(Mistake(line.row, column, "twice", value))
            elif value:
                seen.add((column, value))
    return found
