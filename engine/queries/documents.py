"""The content of a file, for those who may read it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from engine.answers import special
from engine.answers.named_files import described
from engine.cases import sight
from engine.catalogue.published import published
from engine.db.pool import Transaction
from engine.documents.files import FileStore
from engine.errors import NotFound
from engine.queries.views import StoredFile
from engine.stores import cases, papers, proofs, reads, uploads


def content(tx: Transaction, files: FileStore, digest: str, *, case_id: UUID) -> StoredFile:
    """Return a file of the case. Raises `NotFound`.

    A digest alone opens nothing: there must be a row that this principal sees. The reading is noted. A signed
    document comes with its newest time stamps.
    """
    try:
        wanted = bytes.fromhex(digest)
    except ValueError:
        raise NotFound from None
    row = papers.document(tx, wanted, case_id=case_id)
    if row is None:
        raise NotFound
    _refuse_unseen(tx, case_id, digest)
    reads.record(tx, case_id, "document.read", municipality_id=row.municipality_id, document=digest)
    proof = proofs.find(tx, wanted, case_id=case_id)
    newest = wanted if proof is None or proof.renewed is None else bytes(proof.renewed)
    return StoredFile(files.get(newest.hex()), row.name, row.type)


def _refuse_unseen(tx: Transaction, case_id: UUID, digest: str) -> None:
    """Refuse a file to whoever may not see the case, or has not opened its data of a special category."""
    case = cases.load(tx, case_id)
    if case is None:
        return
    if not sight.may_see(tx, case):
        raise NotFound
    version = published(tx, case.version_id)
    if digest in special.files(case, version) and not special.is_open(tx, case, version):
        raise special.Withheld


def own_upload(tx: Transaction, digest: str) -> dict[str, Any] | None:
    """Describe a file this person has sent, as answers refer to it; None for anybody else's."""
    row = uploads.own(tx, [digest]).get(digest)
    return row and described(digest, row)
