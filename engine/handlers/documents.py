"""Keeping an uploaded file."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from engine.commands import StoredDocument, StoreDocument
from engine.db.pool import Transaction
from engine.documents.files import FileStore
from engine.documents.uploads import take_in
from engine.errors import NotFound
from engine.stores import papers, reference

MAX_BYTES = 10 * 2**20


def store_document(files: FileStore) -> Callable[[StoreDocument, Transaction], StoredDocument]:
    """Return the handler. The file is on disk before the row says so; a file without a row is nobody's."""

    def handle(command: StoreDocument, tx: Transaction) -> StoredDocument:
        municipality = reference.municipality(tx, command.municipality)
        if municipality is None:
            raise NotFound
        upload = take_in(command.content, command.name, max_bytes=MAX_BYTES)
        digest = files.put(upload.content)
        papers.add_document(
            tx,
            id=uuid4(),
            digest=bytes.fromhex(digest),
            municipality_id=municipality.id,
            case_id=None,
            owner_id=tx.actor.person_id,
            kind="upload",
            name=upload.name,
            title=upload.name,
            type=upload.media_type,
            size=upload.size,
        )
        return StoredDocument(digest, upload.name, upload.size, upload.media_type)

    return handle
