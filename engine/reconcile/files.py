"""Files: everything a row cites is in the store and is what it was.

A file that nothing cites is told of and no difference: a program died between keeping it and saying whose
it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

from engine.db.pool import Transaction
from engine.documents.files import FileStore
from engine.documents.keys import KeyMissing, KeyringUnusable
from engine.errors import Broken, NotFound, Unavailable
from engine.queries import reconciling
from engine.reconcile.report import Checked

A_DAY = timedelta(days=1)  # what is younger may still get its row


def check(tx: Transaction, store: FileStore) -> Checked:
    """Read every cited file and compare its digest."""
    cited = [(row.digest, row.what) for row in reconciling.files(tx)]
    strays = _strays({digest for digest, _ in cited}, store, before=(tx.now - A_DAY).timestamp())
    return Checked("files", f"{len(cited)} files", tuple(_missing(cited, store)), tuple(strays))


def _strays(cited: set[str], store: FileStore, *, before: float) -> Iterator[str]:
    for digest in store.digests():
        if digest in cited:
            continue
        with suppress(NotFound):  # removed since it was listed
            if store.written_at(digest) < before:
                yield f"nothing cites the file {digest}"


def _missing(cited: list[tuple[str, str]], store: FileStore) -> Iterator[str]:
    locked: Counter[str] = Counter()
    for digest, what in sorted(cited):
        try:
            store.get(digest)
        except NotFound:
            yield f"{what}: the file {digest} is missing"
        except Broken:
            yield f"{what}: the file {digest} was altered"
        except KeyMissing as error:
            locked[f"the key {error.params['key']} is not in the keyring"] += 1
        except KeyringUnusable as error:
            locked[f"there is no usable keyring at {error.params['file']}"] += 1
        except Unavailable:
            yield f"{what}: the file {digest} can't be read"
    for why, count in sorted(locked.items()):
        yield f"{count} files can't be opened: {why}"
