"""Issuing a certificate of an own entry of a register.

What the paper will say is fixed here, in both languages; drawing it is left to whoever shows it. The
code is the only way for a stranger to find a certificate, so it is made to be beyond guessing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from engine.cases import sight
from engine.cases.numbers import format_number
from engine.catalogue.published import published
from engine.certificate_codes import PATTERN, SERIES, new_code
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import Broken, NotFound, Rejected
from engine.formats import full_name
from engine.notifications.common import TEXTS
from engine.registers.commands.certificates import IssueCertificate, IssueExtract
from engine.registers.rules import field_words
from engine.registers.rules.states import state_of
from engine.registers.store import certificates, entries
from engine.registers.store.place_names import PlaceNames
from engine.routes import ForAnother, Route, Sender
from engine.stores import cases, people
from engine.tenancy import system
from engine.texts import LANGUAGES

MOST_A_DAY = 10


class TooManyCertificates(Rejected):
    """The person has been given as many certificates as a day allows."""

    code = "certificate.too_many"


def issue_certificate(command: IssueCertificate, tx: Transaction) -> None:
    person_id = tx.actor.party_id
    if person_id is None:
        raise Broken("actor.not_a_person")
    today, actor, center = local_date(tx.now), tx.actor, None
    if actor.acts_for is not None and actor.is_assisting:
        center = actor.acts_for.center
        _switch_to_keeper(tx, command.entry_id, on=today)
    found = certificates.own_entries(tx, person_id, on=today, entry_id=command.entry_id)
    if not found:
        raise NotFound
    if certificates.issued_within(tx, person_id, timedelta(days=1)) >= MOST_A_DAY:
        raise TooManyCertificates(most=MOST_A_DAY)
    number = _issue(tx, found[0], center=center)
    tx.switch_principal(actor)
    tx.log(f"certificates/{person_id}", "certificate.issued", number=number, entry=str(command.entry_id))


def issue_extract(command: IssueExtract, tx: Transaction) -> None:
    """Issue it to whoever sees the cases of the entry's service; the person finds it among theirs."""
    today, actor = local_date(tx.now), tx.actor
    entry = entries.seen(tx, command.entry_id)
    if entry is None or not sight.versions_seen(tx, entry.municipality_id, {entry.version_id}):
        raise NotFound
    tx.switch_principal(system(entry.municipality_id))
    found = certificates.own_entries(tx, entry.person_id or 0, on=today, entry_id=command.entry_id)
    if not found:
        raise NotFound
    number = _issue(tx, found[0], center=None)
    tx.switch_principal(actor)
    stream = f"certificates/{entry.person_id}"
    tx.log(stream, "certificate.issued", number=number, entry=str(command.entry_id), by_office=True)


def _issue(tx: Transaction, entry: Any, *, center: int | None) -> str:
    """Keep what the paper will say and return its number."""
    person, year = people.person(tx, entry.person_id), local_date(tx.now).year
    taken = cases.next_number(tx, entry.municipality_id, SERIES, year)
    number = format_number(PATTERN, municipality=entry.municipality_code, year=year, n=taken)
    certificates.add(
        tx,
        id=uuid4(),
        code=new_code(),
        number=number,
        municipality_id=entry.municipality_id,
        person_id=entry.person_id,
        entry_id=entry.id,
        initials={language: _initials(person, language) for language in LANGUAGES},
        content=_content(tx, entry, person),
        center=center,
    )
    return number


def _switch_to_keeper(tx: Transaction, entry_id: UUID, *, on: date) -> None:
    """Let the municipality whose entry it is give the certificate, to whoever came with their card."""
    row = next((entry for entry in certificates.at_desk(tx, on=on) if entry.id == entry_id), None)
    if row is None:
        raise NotFound
    tx.switch_principal(system(row.municipality_id))


def _content(tx: Transaction, entry: Any, person: Any) -> dict[str, Any]:
    """Return everything the paper says, in both languages."""
    register = published(tx, entry.version_id).register(entry.register)
    places = PlaceNames(tx, entry.municipality_id)
    fields = [field for field in register["fields"] if entry.fields.get(field["name"]) is not None]
    return {
        "register": register["names"],
        "municipality": entry.municipality_official,
        "name": full_name(person),
        "personal_number": person.personal_number,
        "valid_from": entry.valid_from.isoformat(),
        "valid_until": entry.valid_until and entry.valid_until.isoformat(),
        "rows": [
            *_state(register, entry),
            *(
                {
                    "label": field["names"],
                    "value": dict(field_words.in_words(field, entry.fields[field["name"]], places)),
                }
                for field in fields
            ),
        ],
    }


def _state(register: Mapping[str, Any], entry: Any) -> list[dict[str, Any]]:
    """Return the row that says in which state the entry is, where the register knows states."""
    names = state_of(register, entry).names
    if not names:
        return []
    label = {language: TEXTS.get(language, "register.state") for language in LANGUAGES}
    return [{"label": label, "value": dict(names)}]


def _initials(person: Any, language: str) -> str:
    return f"{person.given_name[language][:1]}. {person.family_name[language][:1]}."


ROUTES = (
    Route(
        IssueCertificate, issue_certificate, sender=Sender.PERSON, for_another=ForAnother.ACT, at_desk=True
    ),
    Route(IssueExtract, issue_extract, sender=Sender.STAFF),
)
