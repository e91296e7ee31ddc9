"""A table against the register: what it would bring in, and what the register has already."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from engine import canonical
from engine.assets.tables import Mistake, Table, read_table
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.stores import assets


def checked(tx: Transaction, municipality_id: int, rows: Sequence[Sequence[str]]) -> Table:
    """Return the table with what is wrong in it, and with what the register has already."""
    table = read_table(rows, today=local_date(tx.now))
    numbers = assets.taken(tx, municipality_id, [one.inventory_no for one in table.lines if one.inventory_no])
    plots = assets.plots_taken(
        tx, municipality_id, [one.cadastral_code for one in table.lines if one.cadastral_code]
    )
    known = [
        Mistake(line.row, column, code, value)
        for line in table.lines
        for column, code, value, taken in (
            ("inventory_no", "number_taken", line.inventory_no, numbers),
            ("cadastral_code", "plot_taken", line.cadastral_code, plots),
        )
        if value in taken and value is not None
    ]
    return Table(table.lines, (*table.mistakes, *known))


def digest_of(rows: Sequence[Sequence[str]]) -> bytes:
    """Return what tells one table from another: its cells, whatever file they came in."""
    return sha256(canonical.dumps([list(row) for row in rows])).digest()
