"""Proving an installation: what is stored agrees with itself, and this release can go on with it.

Everything `mms reconcile` checks, then the schema, the published services, and open cases moved one
step and back. Changes nothing. Refuses to repair.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from engine.backup import dry
from engine.bootstrap import Engine
from engine.catalogue.published import published
from engine.catalogue.store import versions
from engine.clock import local_date
from engine.db import migrate
from engine.db.pool import Database, Transaction
from engine.db.replication import Server
from engine.queries import proving
from engine.reconcile import reconcile
from engine.reconcile.report import Checked
from engine.tenancy import system


def prove(engine: Engine) -> Iterator[Checked]:
    """Yield each check as it is done."""
    url = engine.settings.owner_url
    wrong = () if migrate.is_current(url) else ("it is not this release's",)
    yield Checked("schema", ", ".join(migrate.heads(url)) or "empty", wrong)
    yield from reconcile(engine)
    database = Database(url, size=1, runtime_role=None, is_snapshot=True)
    try:
        with database.transaction(system(), now=engine.clock.now()) as tx:
            yield _services(tx)
            yield dry.check(engine, tx)
    finally:
        database.close()


def counts(server: Server, before: Mapping[str, int]) -> Checked:
    """Compare the rows of each table with those in the base backup; what is never deleted only grows."""
    now, differences = server.counts(), []
    deletable = server.tables()
    for name, least in sorted(before.items()):
        if name not in now:
            differences.append(f"the table {name} is gone")
        elif now[name] < least and not deletable[name]:
            differences.append(f"{name} had {least} rows when the base backup was made and has {now[name]}")
    return Checked("counts", f"{sum(now.values())} rows in {len(now)} tables", tuple(differences))


def outgoing(engine: Engine) -> list[Any]:
    """Return what would be done at once if the installation were not in quarantine."""
    database = Database(engine.settings.owner_url, size=1, runtime_role=None, is_snapshot=True)
    try:
        with database.transaction(system(), now=engine.clock.now()) as tx:
            return proving.outgoing(tx)
    finally:
        database.close()


def told(rows: list[Any]) -> str:
    """Return what would go out as one line; empty where it is nothing."""
    words = {"mail": "mails", "job": "jobs", "timer": "due timers"}
    found = Counter(row.kind for row in rows)
    return ", ".join(f"{found[kind]} {word}" for kind, word in words.items() if found[kind])


def _services(tx: Transaction) -> Checked:
    """Compile every version that cases run under or that new ones may get."""
    rows = versions.in_use(tx, today=local_date(tx.now))
    broken = []
    for row in rows:
        digest = bytes(row.digest)
        try:
            published(tx, versions.find(tx, digest).id)
        except Exception as error:  # the packages that read a version raise errors of their own
            why = getattr(error, "error_code", None) or getattr(error, "code", type(error).__name__)
            broken.append(f"{row.code}@{digest.hex()[:8]} with {row.open_cases} open cases: {why}")
    return Checked("published services", f"{len(rows)} versions in use", tuple(broken))
