"""Documents and letters: what a case or a person keeps in writing."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid5

from engine.db.pool import Transaction, as_json
from engine.stores import uploads

ADD_DOCUMENT = """
insert into documents (id, digest, municipality_id, case_id, owner_id, kind, name, title, titles, type, size,
    added_at)
values (:id, :digest, :municipality_id, :case_id, :owner_id, :kind, :name, :title, cast(:titles as jsonb),
    :type, :size, :now)
on conflict (id) do nothing
"""
ATTACH = """
insert into documents (id, digest, municipality_id, case_id, owner_id, kind, name, title, type, size,
    signatures, added_at)
select gen_random_uuid(), cast(:digest as bytea), c.municipality_id, c.id, :owner_id, 'upload', :name, :name,
    :type, :size, cast(:signatures as jsonb), :now
from cases c where c.id = :case_id
    and not exists (select from documents d where d.case_id = c.id and d.digest = :digest)
"""
# Papers of one case that lie with another too; whose they are does not change.
SHARE = """
insert into documents (id, digest, municipality_id, case_id, owner_id, kind, name, title, type, size,
    signatures, added_at)
select gen_random_uuid(), d.digest, d.municipality_id, :case_id, d.owner_id, d.kind, d.name, d.title, d.type,
    d.size, d.signatures, :now
from documents d where d.case_id = :other and d.kind = 'upload' and encode(d.digest, 'hex') = any (:digests)
"""
PACKAGE = "package"  # the kind of a document that holds all others
OF_CASE = """
select * from documents where case_id = :case_id and kind <> 'package' order by added_at, id
"""
KEPT_PACKAGE = """
select digest from documents where case_id = :case_id and id = :id and kind = 'package'
"""
FIND = """
select * from documents where digest = :digest and case_id = :case_id limit 1
"""
ADD_LETTER = """
insert into letters (id, case_id, municipality_id, applicant_id, template, language, subject, body, others,
    document, sent_at)
values (:id, :case_id, :municipality_id, :applicant_id, :template, :language, :subject, :body,
    cast(:others as jsonb), :document, :now)
on conflict (id) do nothing
"""
LANGUAGE = "select language_of_letters(:case_id)"
LETTER = """
select l.*, c.number as case_number from letters l join cases c on c.id = l.case_id where l.id = :id
"""
LETTERS_OF_CASE = """
select l.*, c.number as case_number from letters l join cases c on c.id = l.case_id
where l.case_id = :case_id order by l.sent_at
"""
COPIED = """
update letters set copied_by = :by, mailed_at = case when :by = 'email' then cast(:now as timestamptz) end
where id = :id and copied_by is null
"""
OF_REPORT = "select applicant_id, mailed_at from letter_of_report(:id)"
READ = """
update letters set read_at = :now
where case_id = :case_id and read_at is null and id <> all (cast(:but as uuid[]))
"""
DELIVERED = """
update letters set delivered_on = :on, delivered_by = :by
where id = :id and case_id = :case_id and delivered_on is null
"""
# Letters whose opening the diagram waits for; the key of the message is the letter's id.
AWAITED = """
select a.token, l.id
from messages_awaited a join letters l on l.case_id = a.case_id and l.id::text = a.correlation_key
where a.case_id = :case_id and a.kind = 'message' and a.name = :message
order by l.sent_at, l.id, length(a.token), a.token
"""


def add_document(tx: Transaction, **columns: Any) -> None:
    tx.run(ADD_DOCUMENT, **columns, now=tx.now)


def attach(tx: Transaction, *, case_id: UUID, owner_id: int, digests: list[str]) -> dict[str, Any]:
    """Give a person's uploads to the case; return those that are the person's at all, by digest.

    The lock keeps the poller away until the case's row says that the file is needed.
    """
    for digest in digests:
        uploads.lock(tx, digest)
    own = uploads.own(tx, digests)
    for digest, row in own.items():
        described = {"name": row.name, "type": row.type, "size": row.size}
        described["signatures"] = row.signatures and as_json(row.signatures)
        tx.run(
            ATTACH, case_id=case_id, owner_id=owner_id, digest=bytes.fromhex(digest), **described, now=tx.now
        )
    return own


def share(tx: Transaction, *, case_id: UUID, other: UUID, digests: list[str]) -> None:
    """Let uploads of another case lie with this one as well."""
    tx.run(SHARE, case_id=case_id, other=other, digests=digests, now=tx.now)


def documents(tx: Transaction, case_id: UUID) -> list[Any]:
    return tx.all(OF_CASE, case_id=case_id)


def kept_package(tx: Transaction, case_id: UUID, head: bytes) -> bytes | None:
    """Return the digest of the package that was kept when the timeline ended so."""
    found = tx.scalar(KEPT_PACKAGE, case_id=case_id, id=id_of_package(case_id, head))
    return None if found is None else bytes(found)


def id_of_package(case_id: UUID, head: bytes) -> UUID:
    return uuid5(case_id, f"package {head.hex()}")


def document(tx: Transaction, digest: bytes, *, case_id: UUID) -> Any:
    """Return the row that lets this principal read the file, or None."""
    return tx.one(FIND, digest=digest, case_id=case_id)


def add_letter(tx: Transaction, **columns: Any) -> None:
    tx.run(ADD_LETTER, **columns, now=tx.now)


def language_of_letters(tx: Transaction, case_id: UUID) -> str:
    """Return the language in which the applicant of the case wants letters."""
    return str(tx.scalar(LANGUAGE, case_id=case_id))


def letter(tx: Transaction, letter_id: UUID) -> Any:
    return tx.one(LETTER, id=letter_id)


def letters_of_case(tx: Transaction, case_id: UUID) -> list[Any]:
    return tx.all(LETTERS_OF_CASE, case_id=case_id)


def letter_copied(tx: Transaction, letter_id: UUID, by: str) -> None:
    """Note what became of the copy of a letter, once."""
    tx.run(COPIED, id=letter_id, by=by, now=tx.now)


def letter_anywhere(tx: Transaction, letter_id: UUID) -> Any:
    """Return whose letter it is and when it was mailed, whoever wrote it; the system alone asks."""
    return tx.one(OF_REPORT, id=letter_id)


def letters_read(tx: Transaction, case_id: UUID, *, but: list[UUID]) -> None:
    """Note that the applicant has seen the letters of the case, except some."""
    tx.run(READ, case_id=case_id, but=but, now=tx.now)


def letter_delivered(tx: Transaction, letter_id: UUID, *, case_id: UUID, on: date, by: str) -> None:
    """Note when and how a letter reached the applicant; the first word stands."""
    tx.run(DELIVERED, id=letter_id, case_id=case_id, on=on, by=by)


def awaited_openings(tx: Transaction, case_id: UUID, message: str) -> list[tuple[str, UUID]]:
    """Return the tokens that wait until the applicant opens a letter, with the letters, oldest first."""
    return [(row.token, row.id) for row in tx.all(AWAITED, case_id=case_id, message=message)]
