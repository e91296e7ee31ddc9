"""Making an address somebody's contact, and giving it up.

An address becomes a way in only after its owner has been proven by more than the address: in a session with
the card, or by an operator who has the person and their document before them. See the decision record.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from engine.commands.contacts import CodeAnswered, CodeRequested, ConfirmContact, EndContact, RequestBinding
from engine.db.pool import Transaction, as_json
from engine.errors import NeedsCard, NotAllowed, NotFound, Rejected
from engine.identity import one_time_codes as rules
from engine.identity.code_requests import ask, guess, make_room
from engine.identity.contact_address import Address, read_contact, read_number
from engine.identity.one_time_codes import Codes
from engine.roles import Right
from engine.routes import Route, Sender
from engine.stores import channels, codes, contacts, people, reads, sessions, work
from engine.tenancy import Actor, system

MOST_CONTACTS = 4
MOST_PEOPLE = 4  # of a family; somebody who collects the codes of a village has to stop here


class TooManyContacts(Rejected):
    """A person's number of contacts is limited."""

    code = "contact.too_many"


class TooManyPeople(Rejected):
    """The address serves as many people as one may."""

    code = "contact.too_many_people"


def request_binding(keys: Codes) -> Callable[[RequestBinding, Transaction], CodeRequested]:
    """Return the handler: a code goes to the address, and its owner says it."""

    def handle(command: RequestBinding, tx: Transaction) -> CodeRequested:
        actor, address = tx.actor, read_contact(command.contact)
        if actor.assurance != "card":
            raise NeedsCard
        _refuse_ground(actor, command)
        tx.switch_principal(system())
        person = _person(tx, actor, command)
        _refuse_too_many(tx, address, person.id)
        # Counted apart from signing in, which may follow at once.
        asked = keys.asked(f"bind {person.personal_number}", address.text, None)
        make_room(tx, asked)
        return ask(
            tx,
            asked,
            purpose="bind",
            person_id=person.id,
            contact_id=None,
            kind=address.kind,
            address=address.text,
            ground=command.ground,
            asked_by=actor.person_id,
            language=command.language,
        )

    return handle


def _refuse_ground(actor: Actor, command: RequestBinding) -> None:
    if command.ground == "card":
        if command.known_as is not None:
            raise NotAllowed
        return
    may = actor.may_somewhere(Right.BIND_ADDRESSES)
    # One's own identity one doesn't establish oneself.
    if not may or command.known_as is None or command.known_as.personal_number == actor.personal_number:
        raise NotAllowed


def _person(tx: Transaction, actor: Actor, command: RequestBinding) -> Any:
    if command.known_as is None:
        assert actor.person_id is not None  # the permission interceptor has seen to it
        return people.person(tx, actor.person_id)
    known = command.known_as
    person_id = people.put_known(
        tx,
        personal_number=read_number(known.personal_number),
        given_name=known.given_name,
        family_name=known.family_name,
        birth_date=date.fromisoformat(known.birth_date),
    )
    reads.record_enquiry(tx, person_id, "civil_registry", by=actor.person_id)
    return people.person(tx, person_id)


def _refuse_too_many(tx: Transaction, address: Address, person_id: int) -> None:
    own = contacts.of_person(tx, person_id)
    if len(own) >= MOST_CONTACTS and all(contact.address != address.text for contact in own):
        raise TooManyContacts(most=MOST_CONTACTS)
    if contacts.others_at(tx, address.text, person_id) >= MOST_PEOPLE:
        raise TooManyPeople


def confirm_contact(keys: Codes) -> Callable[[ConfirmContact, Transaction], CodeAnswered]:
    """Return the handler: a right code makes the contact, and the person's other contacts are told."""

    def handle(command: ConfirmContact, tx: Transaction) -> CodeAnswered:
        actor = tx.actor
        if actor.assurance != "card":
            raise NeedsCard
        tx.switch_principal(system())
        row = codes.by_attempt(tx, rules.attempt_hash(command.attempt))
        if row is None or row.purpose != "bind" or row.asked_by != actor.person_id:
            return CodeAnswered()
        codes.lock(tx, bytes(row.contact_mac))
        codes.lock_person(tx, row.person_id)
        row, answer = guess(tx, keys, command.attempt, command.typed, purpose="bind")
        if answer is not None:
            return answer
        _refuse_too_many(tx, Address(row.kind, row.address), row.person_id)
        contact_id = contacts.add(
            tx,
            person_id=row.person_id,
            kind=row.kind,
            address=row.address,
            ground=row.ground,
            confirmed_by=row.asked_by,
        )
        channels.reachable_again(tx, row.person_id, row.address)
        tx.switch_principal(actor)
        tx.log(f"sign-ins/{row.person_id}", "contact.confirmed", by=row.kind, ground=row.ground)
        args = as_json({"contact_id": contact_id})
        work.queue(tx, "tell_of_contact", lock=f"contact:{contact_id}", args=args)
        return CodeAnswered(contact_id=contact_id)

    return handle


def end_contact(command: EndContact, tx: Transaction) -> None:
    """End a contact of one's own, with the sessions that were opened through it.

    A session by code may do it too: who has lost the card must be able to shut the other door.
    """
    actor = tx.actor
    tx.switch_principal(system())
    found = contacts.by_id(tx, command.contact_id)
    if found is None or found.person_id != actor.person_id:
        raise NotFound
    contacts.end(tx, found.id)
    sessions.end_of_contact(tx, found.id)
    tx.switch_principal(actor)
    tx.log(f"sign-ins/{found.person_id}", "contact.ended", by=found.kind)


ROUTES = (
    Route(RequestBinding, build=lambda use: request_binding(use.codes), sender=Sender.PERSON),
    Route(ConfirmContact, build=lambda use: confirm_contact(use.codes), sender=Sender.PERSON),
    Route(EndContact, end_contact, sender=Sender.PERSON),
)
