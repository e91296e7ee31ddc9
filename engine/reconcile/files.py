"""Files: everything a row cites is in the store and is what it was."""

from __future__ import annotations

from collections.abc import Iterator

from engine.db.pool import Transaction
from engine.documents.files import FileStore
from engine.errors import Broken, NotFound, Unavailable
from engine.queries import reconciling
from engine.reconcile.report import Checked


def check(tx: Transaction, store: FileStore) -> Checked:
    """Read every cited file and compare its digest."""
    cited = [(row.digest, row.what) for row in reconciling.files(tx)]
    return Checked("files", f"{len(cited)} files", tuple(_missing(cited, store)))


def _missing(cited: list[tuple[str, str]], store: FileStore) -> Iterator[str]:
    for digest, what in sorted(cited):
        try:
            store.get(digest)
        except NotFound:
            yield f"{what}: the file {digest} is missing"
        except Broken:
            yield f"{what}: the file {digest} was altered"
        except Unavailable:
            yield f"{what}: the file {digest} can't be read"
