"""The files of a case: documents, the timeline with its hash chain, and the law it ran by."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from engine.answers import special
from engine.cases import sight
from engine.catalogue.store import versions
from engine.db.pool import Transaction
from engine.documents.files import FileStore
from engine.queries import documents
from engine.stores import cases, papers, proofs, reads
from signing.container import is_plain
from signing.package import Part
from signing.timeline import TIMELINE

EVENTS = """
select seq, at, actor_id, kind, digest, hash, salt, body from events where case_id = :case_id order by seq
"""
# The way that the case took; forms and texts are in the documents, as they were filled in.
LAW = (".bpmn", ".dmn")
RECEIVED = "signatures-on-receipt.json"  # of the files that came signed: what that was worth then


def kept(tx: Transaction, files: FileStore, case_id: UUID) -> bytes | None:
    """Return the package that was kept of the case as it stands, with its newest stamps."""
    row = sight.seen(tx, case_id)
    digest = papers.kept_package(tx, case_id, bytes(row.chain_head))
    return None if digest is None else documents.content(tx, files, digest.hex(), case_id=case_id).content


def parts(tx: Transaction, files: FileStore, case_id: UUID) -> tuple[str, tuple[Part, ...]]:
    """Return the number of the case and its files; the read is recorded.

    Raises `NotFound`, and `special.Withheld` where data of health would leave with it unopened.
    """
    row = sight.seen(tx, case_id)
    special.refuse_closed(tx, row)
    reads.record(
        tx,
        case_id,
        "case.read",
        municipality_id=row.municipality_id,
        municipalities=list(tx.actor.municipalities),
    )
    events = tx.all(EVENTS, case_id=case_id)
    timeline = json.dumps(_timeline(row, events), ensure_ascii=False).encode()
    found = [Part(TIMELINE, "application/json", timeline)]
    received = []
    for part, document in _documents(tx, files, case_id):
        found.append(part)
        if document.signatures is not None:
            received.append({"file": part.name, **document.signatures})
    if received:
        found.append(Part(RECEIVED, "application/json", json.dumps(received, ensure_ascii=False).encode()))
    for path, content in sorted(versions.files(tx, row.version_id).items()):
        if path.endswith(LAW):
            found.append(Part(f"service/{path}", "application/xml", content))
    return row.number, tuple(found)


def _timeline(row: cases.CaseRow, events: list[Any]) -> dict[str, Any]:
    return {
        "case": row.number,
        "count": row.event_count,
        "head": bytes(row.chain_head).hex(),
        "events": [
            {
                "seq": event.seq,
                "at": event.at.isoformat(),
                "actor": event.actor_id,
                "kind": event.kind,
                "salt": None if event.salt is None else bytes(event.salt).hex(),
                "body": None if event.body is None else bytes(event.body).decode(),
                "digest": bytes(event.digest).hex(),
                "hash": bytes(event.hash).hex(),
            }
            for event in events
        ],
    }


def _documents(tx: Transaction, files: FileStore, case_id: UUID) -> Iterator[tuple[Part, Any]]:
    taken: set[str] = set()
    renewed = proofs.newest(tx, case_id)
    for document in papers.documents(tx, case_id):
        name = _free_name(taken, document.name)
        taken.add(name.casefold())
        newest = renewed.get(bytes(document.digest), bytes(document.digest))
        yield Part(name, document.type, files.get(newest.hex())), document


def _free_name(taken: set[str], name: str) -> str:
    """Return a path in the package that leads nowhere else and that no other file has."""
    wanted = f"documents/{name}"
    path = PurePosixPath(wanted if is_plain(wanted) and "/" not in name else "documents/document")
    found, number = path, 2
    while str(found).casefold() in taken:
        found, number = path.with_stem(f"{path.stem} ({number})"), number + 1
    return str(found)
