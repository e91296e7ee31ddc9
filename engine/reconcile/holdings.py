"""The one place of a person in the country: every current entry of a national register holds it."""

from __future__ import annotations

from engine.catalogue.published import published
from engine.db.pool import Transaction
from engine.queries import reconciling
from engine.reconcile.report import Checked


def check(tx: Transaction) -> Checked:
    """Find entries whose place somebody else could take."""
    kinds = reconciling.registers_in_use(tx)
    national = {row.register for row in kinds if _is_national(tx, row.version_id, row.register)}
    rows = reconciling.entries_without_holding(tx, sorted(national))
    return Checked(
        "national places",
        f"{len(national)} national registers",
        tuple(
            f"register {row.register}, case {row.number}: the person's place in the country is free"
            for row in rows
        ),
    )


def _is_national(tx: Transaction, version_id: int, register: str) -> bool:
    return bool(published(tx, version_id).register(register)["national"] == "one_per_key")
