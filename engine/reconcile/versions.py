"""Versions: the files of each are those that its digest names, and an act put it into force."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.catalogue.semantics import Semantics
from engine.catalogue.store import versions
from engine.catalogue.versions import digest
from engine.db.pool import Transaction
from engine.queries import reconciling
from engine.reconcile.report import Checked


def check(tx: Transaction) -> Checked:
    """Read the files of every version and compare their digest."""
    known = reconciling.versions(tx)
    return Checked("versions", f"{len(known)} versions", tuple(_differences(tx, known)))


def _differences(tx: Transaction, known: list[Any]) -> Iterator[str]:
    for version in known:
        name = f"{version.code}@{bytes(version.digest).hex()[:8]}"
        if digest(versions.files(tx, version.id), Semantics.of(version.semantics)) != bytes(version.digest):
            yield f"{name}: its files are not those that were published"
        if not version.publications:
            yield f"{name}: no publication put it into force"
