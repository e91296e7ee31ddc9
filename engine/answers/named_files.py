"""The files that answers name: what is known of them, and giving them to the case.

What an answer says of a file is a stranger's word. Checked is what was stored, by the limits of the form
and by what one form may bring in all. Refuses to know how files are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction
from engine.documents.limits import MB, UploadLimits
from engine.errors import Broken, Rejected
from engine.signatures.received import verdict_of
from engine.stores import papers, uploads

_DIGEST = re.compile(r"[0-9a-f]{64}")
DEEPEST = 40  # no form has groups within groups like that


class ForeignDocument(Rejected):
    """The answers name a file that this person has not uploaded."""

    code = "submission.foreign_document"


def documents_in(answers: Any, depth: int = 0) -> Iterator[str]:
    """Yield the digest of every file the answers refer to."""
    if depth > DEEPEST:
        return
    if isinstance(answers, dict):
        if isinstance(answers.get("document"), str):
            yield answers["document"]
        for value in answers.values():
            yield from documents_in(value, depth + 1)
    elif isinstance(answers, list):
        for value in answers:
            yield from documents_in(value, depth + 1)


def files_known(tx: Transaction, answers: Any) -> dict[str, dict[str, Any]]:
    """Describe the files that typed answers name and this person has sent, as `forms.validate` asks it."""
    named = sorted({digest for digest in documents_in(answers) if _DIGEST.fullmatch(digest)})
    found = uploads.own(tx, named) if named else {}
    return {digest: described(digest, row) for digest, row in found.items()}


def described(digest: str, row: Any) -> dict[str, Any]:
    """Describe a stored file as answers refer to it; `signed` says what its signatures were worth, if any."""
    known = {"document": digest, "name": row.name, "size": row.size, "type": row.type}
    verdict = verdict_of(row.signatures)
    return {**known, "signed": verdict} if verdict else known


def attach_documents(
    tx: Transaction, case_id: UUID, answers: dict[str, Any], *, limits: UploadLimits
) -> None:
    """Give the uploads that the answers name to the case. Raises `ForeignDocument`."""
    named = sorted(set(documents_in(answers)))
    if not named:
        return
    if tx.actor.person_id is None:
        raise Broken("actor.not_a_person")
    own = papers.attach(tx, case_id=case_id, owner_id=tx.actor.person_id, digests=named)
    if own.keys() != set(named):
        raise ForeignDocument
    # The caps held for each upload, with what its sender said lay beside it; here nothing is said.
    if len(own) > limits.form_files:
        raise Rejected("document.form_full", most=limits.form_files)
    if sum(row.size for row in own.values()) > limits.form_mb * MB:
        raise Rejected("document.form_too_large", megabytes=limits.form_mb)
