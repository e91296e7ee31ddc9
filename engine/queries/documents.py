"""The content of a file, for those who may read it."""

from __future__ import annotations

from uuid import UUID

from engine.db.pool import Transaction
from engine.documents.files import FileStore
from engine.errors import NotFound
from engine.queries import reads
from engine.queries.views import StoredFile
from engine.stores import papers


def content(tx: Transaction, files: FileStore, digest: str, *, case_id: UUID | None) -> StoredFile:
    """Return a file of the case, or the person's own upload. Raises `NotFound`.

    A digest alone opens nothing: there must be a row that this principal sees.
    """
    try:
        wanted = bytes.fromhex(digest)
    except ValueError:
        raise NotFound from None
    row = papers.document(tx, wanted, case_id=case_id)
    if row is None:
        raise NotFound
    if case_id is not None:
        reads.note(tx, case_id, "document.read", municipality_id=row.municipality_id, document=digest)
    return StoredFile(files.get(digest), row.name, row.type)
