"""Notes of the office on a case.

The case does not move by one and nobody's page of it grows old: a note has a row, and an event in the audit
log that is the office's own.
"""

from __future__ import annotations

from hashlib import sha256

from engine.cases import conflicts_of_interest, sight
from engine.commands.case_notes import WriteNote
from engine.db.pool import Transaction, without_nul
from engine.errors import Broken, NotFound, Rejected
from engine.routes import Route, Sender
from engine.stores import case_notes

LONGEST = 4000


class NothingNoted(Rejected):
    """There is no text."""

    code = "note.empty"


class NoteTooLong(Rejected):
    """The text is longer than a note may be."""

    code = "note.too_long"


def write_note(command: WriteNote, tx: Transaction) -> None:
    row, author = sight.seen(tx, command.case_id), tx.actor.person_id
    if author is None:
        raise Broken("actor.not_a_person")
    if row.municipality_id not in tx.actor.municipalities or conflicts_of_interest.is_party(tx.actor, row):
        raise NotFound
    text = without_nul(command.text).replace("\r\n", "\n").strip()
    if not text:
        raise NothingNoted
    if len(text) > LONGEST:
        raise NoteTooLong(longest=LONGEST)
    note = case_notes.add(tx, row.id, municipality_id=row.municipality_id, author_id=author, body=text)
    digest = sha256(text.encode()).hexdigest()
    tx.log(f"work/{row.id}", "note.written", note=note, digest=digest)


ROUTES = (Route(WriteNote, write_note, sender=Sender.STAFF),)
