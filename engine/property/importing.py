"""A table against the register: what it would bring in, and what the register has already."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from engine import canonical
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.property.rules.cells import Mistake
from engine.property.rules.table_rights import by_number, refused_beside
from engine.property.rules.tables import Table, read_table
from engine.property.store import assets
from engine.property.store import tables as asset_tables


def checked(
    tx: Transaction, municipality_id: int, rows: Sequence[Sequence[str]], *, is_locked: bool = False
) -> Table:
    """Return the table with what is wrong in it, and with what the register has already.

    Locked, nobody else decides meanwhile over the assets whose rights it brings.
    """
    table = read_table(rows, today=local_date(tx.now))
    if is_locked:
        asset_tables.lock(tx, municipality_id, table.named_elsewhere)
    mistakes = (*table.mistakes, *_known(tx, municipality_id, table), *_refused(tx, municipality_id, table))
    return Table(table.lines, table.rights, mistakes)


def _known(tx: Transaction, municipality_id: int, table: Table) -> list[Mistake]:
    numbers = assets.taken(
        tx, municipality_id, [line.inventory_no for line in table.lines if line.inventory_no]
    )
    plots = assets.plots_taken(
        tx, municipality_id, [line.cadastral_code for line in table.lines if line.cadastral_code]
    )
    return [
        Mistake(line.row, column, code, value)
        for line in table.lines
        for column, code, value, taken in (
            ("inventory_no", "number_taken", line.inventory_no, numbers),
            ("cadastral_code", "plot_taken", line.cadastral_code, plots),
        )
        if value in taken and value is not None
    ]


def _refused(tx: Transaction, municipality_id: int, table: Table) -> list[Mistake]:
    held = by_number(asset_tables.rights_of(tx, municipality_id, table.named_elsewhere))
    owned = {line.row: line.valid_from for line in table.lines}
    found: list[Mistake | None] = []
    for line in table.rights:
        if line.of_row is not None:
            found.append(refused_beside(line, (), owned[line.of_row]))
        elif line.inventory_no and line.inventory_no not in held:
            found.append(Mistake(line.row, "inventory_no", "number_unknown", line.inventory_no))
        elif line.inventory_no:
            found.append(refused_beside(line, held[line.inventory_no], None))
    return [mistake for mistake in found if mistake]


def digest_of(rows: Sequence[Sequence[str]]) -> bytes:
    """Return what tells one table from another: its cells, whatever file they came in."""
    return sha256(canonical.dumps([list(row) for row in rows])).digest()
