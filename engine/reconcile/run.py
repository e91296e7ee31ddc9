"""All checks, over one consistent view of the database.

Everything is read in a single read-only snapshot, so a check can't meet half of a commit made
while it runs. Refuses to repair anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from engine.bootstrap import Engine
from engine.db.pool import Database
from engine.queries import belonging, invariants, reconciling, run_rules
from engine.reconcile import cases, clocks, files, holdings, ledger, mailbox, numbering, streams, versions
from engine.reconcile.report import Checked
from engine.tenancy import system


class NotTheOwner(Exception):
    """Row-level security hides rows from this account of the database, so nothing could be checked."""


def reconcile(engine: Engine, *, ledger_file: Path | None = None) -> Iterator[Checked]:
    """Yield each check as it is done. With a ledger, also what its client was told."""
    database = Database(engine.settings.database_url, runtime_role=None, is_snapshot=True)
    try:
        with database.transaction(system(), now=engine.clock.now()) as tx:
            if not reconciling.sees_everything(tx):
                raise NotTheOwner(NotTheOwner.__doc__)
            yield from cases.checks(tx)
            yield streams.check(tx)
            yield clocks.check(tx)
            yield numbering.check(tx)
            for rule in (*invariants.RULES, *belonging.RULES, *run_rules.RULES):
                yield Checked(rule.name, invariants.counted(tx, rule), invariants.differences(tx, rule))
            yield holdings.check(tx)
            yield versions.check(tx)
            yield files.check(tx, engine.connections.files)
            if engine.settings.is_demo:
                yield mailbox.check(tx, engine.settings.home / "mail")
            if ledger_file is not None:
                yield ledger.check(tx, ledger.read(ledger_file))
    finally:
        database.close()
