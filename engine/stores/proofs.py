"""Until when signed documents prove themselves, and the files that bear their newer time stamps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction

DUE = "select * from due_proofs(:now, :limit)"
FIND = "select * from proofs where case_id = :case_id and digest = :digest"
NEWEST = "select digest, renewed from proofs where case_id = :case_id and renewed is not null"
KEEP = """
update proofs set due_at = :due_at, proven_until = :proven_until, problem = :problem
where case_id = :case_id and digest = :digest
"""
RENEW = """
update proofs set due_at = :due_at, proven_until = :proven_until, problem = null, renewed = :renewed,
    renewed_at = :now
where case_id = :case_id and digest = :digest
"""


def due(tx: Transaction, *, limit: int) -> list[Any]:
    """Return the documents that are to be looked at now, in every municipality."""
    return tx.all(DUE, now=tx.now, limit=limit)


def find(tx: Transaction, digest: bytes, *, case_id: UUID) -> Any:
    return tx.one(FIND, case_id=case_id, digest=digest)


def newest(tx: Transaction, case_id: UUID) -> Mapping[bytes, bytes]:
    """Return which file stands for a document of the case now, for those that were renewed."""
    return {bytes(row.digest): bytes(row.renewed) for row in tx.all(NEWEST, case_id=case_id)}


def keep(
    tx: Transaction,
    digest: bytes,
    *,
    case_id: UUID,
    due_at: datetime | None,
    proven_until: datetime | None,
    problem: str | None,
) -> None:
    """Note when the document is to be looked at again, and what was in the way."""
    said = {"due_at": due_at, "proven_until": proven_until, "problem": problem}
    tx.run(KEEP, case_id=case_id, digest=digest, **said)


def renew(
    tx: Transaction,
    digest: bytes,
    *,
    case_id: UUID,
    renewed: bytes,
    due_at: datetime | None,
    proven_until: datetime | None,
) -> None:
    """Let the file with the newer stamp stand for the document."""
    said = {"due_at": due_at, "proven_until": proven_until, "renewed": renewed, "now": tx.now}
    tx.run(RENEW, case_id=case_id, digest=digest, **said)
