"""Keeping an uploaded file."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from engine.commands import StoredDocument, StoreDocument
from engine.db.pool import Transaction
from engine.documents.files import FileStore
from engine.documents.sniff import accept_upload
from engine.errors import NotFound
from engine.stores import papers, reference


def store_document(files: FileStore) -> Callable[[StoreDocument, Transaction], StoredDocument]:
    """Return the handler. The file is on disk before the row says so; a file without a row is nobody's."""

    def handle(command: StoreDocument, tx: Transaction) -> StoredDocument:
        municipality = reference.municipality(tx, command.municipality)
        if municipality is None:
            raise NotFound
        upload = accept_upload(command.content, name=command.name)
        digest = files.put(command.content)
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
            size=len(command.content),
        )
        return StoredDocument(digest, upload.name, len(command.content), upload.media_type)

    return handle
