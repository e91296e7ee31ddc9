"""Writing to the other side of a case.

The case does not move by it and nobody's page of it grows old: the message has a row and an event in
a hash chain of its own.
"""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

from engine.cases import sight
from engine.commands.correspondence import MarkMessagesSeen, WriteToCase
from engine.db.pool import Transaction, without_nul
from engine.errors import Broken, NotFound, Rejected
from engine.routes import ForAnother, Route, Sender
from engine.stores import applicant_notices, cases, correspondence
from engine.stores.cases import CaseRow

LONGEST = 4000
MOST_A_DAY = 20
KINDS = ("message", "correction")


class NothingWritten(Rejected):
    """There is no text."""

    code = "writing.empty"


class WrittenTooLong(Rejected):
    """The text is longer than a message may be."""

    code = "writing.too_long"


class WrittenTooOften(Rejected):
    """Somebody has written as many messages as a day allows."""

    code = "writing.too_often"


class CaseOver(Rejected):
    """The case is closed; nobody reads what is written on it."""

    code = "writing.case_over"


def write_to_case(command: WriteToCase, tx: Transaction) -> None:
    row, author = _case(tx, command)
    text = without_nul(command.text).replace("\r\n", "\n").strip()
    if not text:
        raise NothingWritten
    if len(text) > LONGEST:
        raise WrittenTooLong(longest=LONGEST)
    if command.kind not in KINDS or (command.as_office and command.kind != "message"):
        raise Rejected
    # Data may be wrong in a case that is over, too.
    if row.closed_at is not None and command.kind == "message" and not command.as_office:
        raise CaseOver
    if correspondence.written_within(tx, row.id, author, timedelta(days=1)) >= MOST_A_DAY:
        raise WrittenTooOften(most=MOST_A_DAY)
    message_id = uuid4()
    if command.as_office and not correspondence.has_unseen(tx, row.id):
        # Of several that wait unread the first is told of.
        applicant_notices.add(tx, message_id, row, "message")
    correspondence.add(
        tx,
        id=message_id,
        case_id=row.id,
        municipality_id=row.municipality_id,
        applicant_id=row.applicant_id,
        is_from_office=command.as_office,
        author_id=author,
        kind=command.kind,
        body=text,
    )
    # Who answers has seen what was written.
    correspondence.seen(tx, row.id, is_from_office=not command.as_office)
    digest = sha256(text.encode()).hexdigest()
    tx.log(f"messages/{row.id}", "case.written", message=str(message_id), digest=digest)


def mark_messages_seen(command: MarkMessagesSeen, tx: Transaction) -> None:
    row, _ = _case(tx, WriteToCase(command.case_id, "", as_office=True))
    correspondence.seen(tx, row.id, is_from_office=False)
    tx.log(f"messages/{row.id}", "case.messages_seen")


def _case(tx: Transaction, command: WriteToCase) -> tuple[CaseRow, int]:
    """Return the case and who writes, as the side that the command names. Raises `NotFound`."""
    row, author = cases.load(tx, command.case_id), tx.actor.person_id
    if author is None:
        raise Broken("actor.not_a_person")
    if row is None:
        raise NotFound
    is_applicant = row.applicant_id == tx.actor.party_id
    in_office = row.municipality_id in tx.actor.municipalities and not is_applicant
    works_there = in_office and sight.may_see(tx, row)
    if not (works_there if command.as_office else is_applicant):
        raise NotFound
    return row, author


ROUTES = (
    Route(
        WriteToCase,
        write_to_case,
        sender=Sender.PERSON,
        guests=True,
        for_another=ForAnother.ACT,
        at_desk=True,
    ),
    Route(MarkMessagesSeen, mark_messages_seen, sender=Sender.STAFF),
)
