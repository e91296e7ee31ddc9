"""All checks, over one consistent view of the database. Refuses to repair anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from engine.bootstrap import Engine
from engine.queries import belonging, invariants
from engine.reconcile import cases, clocks, files, holdings, ledger, mailbox, numbering, streams, versions
from engine.reconcile.report import Checked
from engine.reconcile.view import whole_view
from engine.registers.queries import batch_invariants


def reconcile(engine: Engine, *, ledger_file: Path | None = None) -> Iterator[Checked]:
    """Yield each check as it is done. With a ledger, also what its client was told."""
    with whole_view(engine.settings.owner_url, now=engine.clock.now()) as tx:
        yield from cases.checks(tx)
        yield streams.check(tx)
        yield clocks.check(tx)
        yield numbering.check(tx)
        for rule in (*invariants.RULES, *belonging.RULES, *batch_invariants.RULES):
            yield Checked(rule.name, invariants.counted(tx, rule), invariants.differences(tx, rule))
        yield holdings.check(tx)
        yield versions.check(tx)
        yield files.check(tx, engine.connections.files)
        if engine.settings.is_demo:
            yield mailbox.check(tx, engine.settings.home / "mail")
        if ledger_file is not None:
            yield ledger.check(tx, ledger.read(ledger_file))
