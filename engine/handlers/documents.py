"""Keeping an uploaded file, and forgetting what nobody has filed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta

from engine.commands.applications import ForgetUpload, RecordInfected, StoredDocument, StoreDocument
from engine.connectors.clamd import Clamd
from engine.db.pool import Transaction
from engine.documents.files import FileStore, digest_of
from engine.documents.limits import MB, UploadLimits
from engine.documents.uploads import take_in
from engine.errors import NotFound, Rejected
from engine.operations.outside import Connections
from engine.routes import ForAnother, Route, Sender
from engine.signatures.received import judged, verdict_of
from engine.stores import reference, uploads

A_DAY = timedelta(days=1)


class Infected(Rejected):
    """The virus scanner found something in the file."""

    code = "document.infected"


def store_document(
    connections: Connections, limits: UploadLimits
) -> Callable[[StoreDocument, Transaction], StoredDocument]:
    """Return the handler. The file is on disk before the row says so; a file without a row is nobody's.

    The file is looked at before the database is asked anything, so that nobody waits for a connection
    meanwhile. Sending a file again gives the same answer.
    """

    def handle(command: StoreDocument, tx: Transaction) -> StoredDocument:
        content = command.content
        if content and len(content) <= limits.file_mb * MB:
            _refuse_infected(connections.scanner, content)
        upload = take_in(
            content,
            command.name,
            max_bytes=limits.file_mb * MB,
            takes_containers=command.takes_containers,
        )
        signatures = judged(upload.content, connections)
        municipality = reference.municipality(tx, command.municipality) if command.municipality else None
        if command.municipality and municipality is None:
            raise NotFound
        digest = digest_of(upload.content)
        uploads.lock(tx, digest)
        _refuse_too_much(tx, command, digest, limits=limits, size=upload.size)
        connections.files.put(upload.content)
        uploads.add(
            tx,
            signatures=signatures,
            digest=bytes.fromhex(digest),
            token=command.token[:200],
            municipality_id=municipality and municipality.id,
            name=upload.name,
            type=upload.media_type,
            size=upload.size,
        )
        return StoredDocument(digest, upload.name, upload.size, upload.media_type, verdict_of(signatures))

    return handle


def record_infected(command: RecordInfected, tx: Transaction) -> None:
    """Note in a stream of its own who tried to upload what."""
    tx.log(
        "uploads", "upload.infected", signature=command.signature, digest=command.digest, size=command.size
    )


def forget_upload(files: FileStore, limits: UploadLimits) -> Callable[[ForgetUpload, Transaction], bool]:
    """Return the handler that forgets one upload, and its file where nobody else cites it."""

    def handle(command: ForgetUpload, tx: Transaction) -> bool:
        uploads.lock(tx, command.digest)
        is_needed = uploads.forget(tx, command.upload_id, tx.now - limits.kept)
        if not is_needed:
            # Before the commit: what is left of a crash is a row that the next poll finds again.
            files.remove(command.digest)
        return not is_needed

    return handle


def _refuse_infected(scanner: Clamd | None, content: bytes) -> None:
    found = scanner.infection_of(content) if scanner is not None else None
    if found is not None:
        digest = hashlib.sha256(content).hexdigest()
        raise Infected(signature=found, digest=digest, size=len(content))


def _refuse_too_much(
    tx: Transaction, command: StoreDocument, digest: str, *, limits: UploadLimits, size: int
) -> None:
    """Hold the person to what one form and one day may bring."""
    beside = [other for other in dict.fromkeys(command.beside) if other != digest][: 2 * limits.form_files]
    known = uploads.own(tx, beside) if beside else {}
    if len(known) >= limits.form_files:
        raise Rejected("document.form_full", most=limits.form_files)
    if sum(row.size for row in known.values()) + size > limits.form_mb * MB:
        raise Rejected("document.form_too_large", megabytes=limits.form_mb)
    today = uploads.since(tx, tx.now - A_DAY, besides=digest)
    if today.files >= limits.day_files or today.bytes + size > limits.day_mb * MB:
        raise Rejected("document.day_full", most=limits.day_files, megabytes=limits.day_mb)


ROUTES = (
    Route(
        StoreDocument,
        build=lambda use: store_document(use.connections, use.settings.uploads),
        sender=Sender.PERSON,
        guests=True,
        programs=True,
        for_another=ForAnother.BESIDE,
        at_desk=True,
        result=StoredDocument,
    ),
    Route(
        RecordInfected,
        record_infected,
        sender=Sender.PERSON,
        guests=True,
        programs=True,
        for_another=ForAnother.BESIDE,
        at_desk=True,
    ),
    Route(
        ForgetUpload,
        build=lambda use: forget_upload(use.connections.files, use.settings.uploads),
        sender=Sender.SYSTEM,
    ),
)
