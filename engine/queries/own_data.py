"""Everything that is kept about the signed-in person: the export of all their data, which they download.

What people read is limited to the newest, so that one page can carry it; the records beside are whole.
Files are not in it: each case gives its own.

To change the export, the one file of all their own data ("all my data") that a citizen downloads: another
table is a row of `HANDED_OUT` in `engine/queries/own_records.py` and nothing more; what the file says
besides: here; of what the file is made (JSON, PDF, an
archive): `web/citizen/case_file.py`; the page: `web/citizen/own_data.py` with
`web/templates/citizen/own_data_file.html`; for programs: `web/api/own_data.py`. `tests/web/test_my_data.py`,
`tests/engine/test_own_records.py`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from engine.db.pool import Transaction
from engine.errors import NotSignedIn
from engine.formats import full_name
from engine.queries import cases, contacts, drafts, own_cases, reads, sessions
from engine.queries.contacts import OwnContact
from engine.queries.own_records import own_records
from engine.queries.reads import ReadEntry
from engine.queries.session_views import OwnSession
from engine.queries.views import CaseView
from engine.registers.queries import certificates
from engine.stores import people

MOST_READS = 1000
MOST_CASES = 200


@dataclass(frozen=True)
class OwnData:
    """Data that are kept of a person, ready to be shown in either language."""

    person: dict[str, Any]
    cases: tuple[CaseView, ...]
    entries: tuple[certificates.OwnEntry, ...]
    certificates: tuple[certificates.Certificate, ...]
    drafts: tuple[Any, ...]
    contacts: tuple[OwnContact, ...]
    sessions: tuple[OwnSession, ...]
    reads: tuple[ReadEntry, ...]
    records: dict[str, list[dict[str, Any]]]

    def as_plain(self) -> dict[str, Any]:
        return asdict(self)


def own_data(tx: Transaction, language: str) -> OwnData:
    """Return everything about the signed-in person."""
    if tx.actor.person_id is None:
        raise NotSignedIn
    person = people.person(tx, tx.actor.person_id)
    return OwnData(
        person={
            "name": dict(full_name(person)),
            "personal_number": person.personal_number,
            "birth_date": person.birth_date,
            "email": person.email,
            "phone": person.phone,
        },
        cases=tuple(cases.view(tx, case_id, language) for case_id in _case_ids(tx)),
        entries=certificates.own_entries(tx),
        certificates=certificates.own_certificates(tx),
        drafts=drafts.mine(tx),
        contacts=contacts.mine(tx),
        sessions=sessions.mine(tx),
        reads=reads.own_reads(tx, limit=MOST_READS).reads,
        records=own_records(tx),
    )


def _case_ids(tx: Transaction) -> list[Any]:
    found: list[Any] = []
    before: str | None = None
    while len(found) < MOST_CASES:
        page = own_cases.own_cases(tx, before=before)
        found += [card.case_id for card in page.cases]
        if (before := page.next_before) is None:
            break
    return found[:MOST_CASES]
