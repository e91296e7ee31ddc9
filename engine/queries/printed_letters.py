"""Letters that wait for proof of delivery, as they are printed for the post: of many tasks at once.

Of each case those are printed whose opening its diagram waits for (`letter.opened`), to the address that the
application names (`mms:use` = `post`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from engine.answers import special
from engine.catalogue.listed import postal_places
from engine.catalogue.published import Published, published
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.documents.files import FileStore
from engine.formats import full_name
from engine.operations.delivery import OPENED
from engine.queries import documents, inbox
from engine.queries.case_answers import answers_at
from engine.queries.views import Names
from engine.stores import cases, papers, reads
from engine.stores.cases import CaseRow
from engine.stores.known import known

MOST: Final = 50  # tasks at once
NO_LETTER, WITHHELD = "no_letter", "withheld"


@dataclass(frozen=True)
class PrintedLetter:
    """A letter on paper: to whom, where, and its page or the file of its act."""

    letter_id: UUID
    case_id: UUID
    case_number: str
    recipient: Names
    settlement: Names | None
    lines: tuple[str, ...]  # of the address, as the applicant wrote them
    sender: Mapping[str, Any]  # the letterhead of the municipality
    municipality: Names
    language: str
    subject: str
    page: str  # HTML, for a letter without an act
    document: str | None  # the digest of the act


@dataclass(frozen=True)
class LeftOut:
    """A case of whose letters none is printed, and why."""

    case_id: UUID
    case_number: str
    why: str  # NO_LETTER or WITHHELD


@dataclass(frozen=True)
class ToPrint:
    letters: tuple[PrintedLetter, ...]
    left_out: tuple[LeftOut, ...]


def of_tasks(tx: Transaction, task_ids: Sequence[UUID]) -> ToPrint:
    """Return what is printed for tasks that the actor sees, each case once."""
    letters: list[PrintedLetter] = []
    left_out: list[LeftOut] = []
    for case_id in inbox.cases_of(tx, task_ids):
        row = cases.load(tx, case_id)
        if row is None:
            continue
        found = _withheld(tx, row) or _of_case(tx, row)
        if isinstance(found, LeftOut):
            left_out.append(found)
        else:
            letters += found
    return ToPrint(tuple(letters), tuple(left_out))


def record(tx: Transaction, found: ToPrint) -> None:
    """Note for each case that its letter was taken away."""
    for letter in found.letters:
        row = cases.load(tx, letter.case_id)
        assert row is not None
        told = str(letter.letter_id)
        reads.record(tx, row.id, "letter.printed", municipality_id=row.municipality_id, letter=told)


def act(tx: Transaction, files: FileStore, letter: PrintedLetter) -> bytes:
    """Return the file of the letter's act."""
    assert letter.document is not None
    return documents.content(tx, files, letter.document, case_id=letter.case_id).content


def _withheld(tx: Transaction, row: CaseRow) -> LeftOut | None:
    try:
        special.refuse_closed(tx, row)
    except special.Withheld:
        return LeftOut(row.id, row.number, WITHHELD)
    return None


def _of_case(tx: Transaction, row: CaseRow) -> list[PrintedLetter] | LeftOut:
    wanted = dict.fromkeys(letter_id for _, letter_id in papers.awaited_openings(tx, row.id, OPENED))
    if not wanted:
        return LeftOut(row.id, row.number, NO_LETTER)
    version, place, today = published(tx, row.version_id), known(tx, row.municipality_id), local_date(tx.now)
    settlement, lines = _address(tx, row, version)
    letters = (papers.letter(tx, letter_id) for letter_id in wanted)
    return [
        PrintedLetter(
            letter_id=letter.id,
            case_id=row.id,
            case_number=row.number,
            recipient=full_name(row),
            settlement=place.settlement_names(settlement) if settlement else None,
            lines=lines,
            sender=place.letterhead(today),
            municipality=row.municipality_names,
            language=letter.language,
            subject=letter.subject,
            page=letter.body,
            document=letter.document and bytes(letter.document).hex(),
        )
        for letter in letters
    ]


def _address(tx: Transaction, row: CaseRow, version: Published) -> tuple[str | None, tuple[str, ...]]:
    """Return the code of the settlement and the lines that the application names."""
    places = [*postal_places(version), version.village_at or ""]
    found = answers_at(tx, {(row.id, place) for place in places if place})
    values = [found.get((row.id, place)) for place in places]
    settlement = values.pop()
    lines = tuple(" ".join(line.split()) for line in values if isinstance(line, str) and line.strip())
    return settlement if isinstance(settlement, str) else None, lines
