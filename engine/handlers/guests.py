"""Filing without an account, following the case by a code, and taking it to one's own cases later.

A guest has shown that they read an address, and nothing else. What they say of themselves is kept as said;
it leads to nobody's cases and opens nothing but what they file. They come back by the code of the case and
the same address: that proves what was proven when they filed.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from engine.catalogue.offers import allows_guests, offered
from engine.catalogue.published import Published, published
from engine.clock import local_date
from engine.commands.contacts import CodeAnswered, CodeRequested
from engine.commands.guests import (
    BeginAsGuest,
    LinkCase,
    RequestGuestCode,
    RequestReturnCode,
    ReturnAsGuest,
    ReturnCodeRequested,
    ShowTrackingCode,
    TrackCase,
    TrackedCase,
)
from engine.db.pool import Transaction
from engine.errors import NotAllowed, NotFound
from engine.identity.code_requests import ask, guess, make_room
from engine.identity.contact_address import NameMalformed, read_contact, read_number
from engine.identity.one_time_codes import DAY, Codes, TooManyCodes, room_at
from engine.identity.sessions import opened
from engine.identity.tracking import TrackingCodes, digest, read_tracking
from engine.operations.operation import Operations
from engine.routes import Route, Sender
from engine.steps import open_case
from engine.stores import cases, guests, people
from engine.stores.cases import CaseRow
from engine.tenancy import system
from forms.formats import Refused, read_person_name, read_text

LONGEST_NAME = 100


def request_guest_code(keys: Codes) -> Callable[[RequestGuestCode, Transaction], CodeRequested]:
    """Return the handler: a code to an address, if the service is for guests too."""

    def handle(command: RequestGuestCode, tx: Transaction) -> CodeRequested:
        address = read_contact(command.contact)
        _, version = offered(tx, command.service, command.municipality)
        if not allows_guests(version):
            raise NotAllowed
        tx.switch_principal(system())
        asked = keys.asked("guest", address.text, command.network)
        make_room(tx, asked)
        return ask(
            tx,
            asked,
            purpose="guest",
            person_id=None,
            contact_id=None,
            kind=address.kind,
            address=address.text,
            language=command.language,
        )

    return handle


def begin_as_guest(keys: Codes) -> Callable[[BeginAsGuest, Transaction], CodeAnswered]:
    """Return the handler: the right code enters a guest and opens their session."""

    def handle(command: BeginAsGuest, tx: Transaction) -> CodeAnswered:
        number = read_number(command.personal_number)
        given_name, family_name = _name(command.given_name), _name(command.family_name)
        tx.switch_principal(system())
        row, answer = guess(tx, keys, command.attempt, command.typed, purpose="guest")
        if answer is not None:
            return answer
        person_id = guests.add(
            tx,
            number=number,
            given_name=given_name,
            family_name=family_name,
            email=row.address if row.kind == "email" else None,
            phone=row.address if row.kind == "phone" else None,
        )
        token = opened(tx, person_id, method="guest", assurance="guest", device=command.device, by=row.kind)
        return CodeAnswered(token=token)

    return handle


def _name(typed: str) -> str:
    try:
        return read_person_name(read_text(typed, longest=LONGEST_NAME))
    except Refused:
        raise NameMalformed from None


def show_tracking_code(codes: TrackingCodes) -> Callable[[ShowTrackingCode, Transaction], str]:
    """Return the handler; the case must be one that this guest has filed."""

    def handle(command: ShowTrackingCode, tx: Transaction) -> str:
        row = cases.load(tx, command.case_id)
        if row is None or tx.actor.assurance != "guest" or row.applicant_id != tx.actor.person_id:
            raise NotFound
        tx.switch_principal(system())
        code = codes.code(row.id)
        guests.add_code(tx, digest(code), row.id, row.municipality_id)
        return code

    return handle


def track_case(keys: Codes) -> Callable[[TrackCase, Transaction], TrackedCase | None]:
    """Return the handler; None where the code leads nowhere, which is counted and so no error."""

    def handle(command: TrackCase, tx: Transaction) -> TrackedCase | None:
        row = _found(tx, keys, command.typed, command.network)
        return None if row is None else _tracked(tx, row, published(tx, row.version_id))

    return handle


def _found(tx: Transaction, keys: Codes, typed: str, network: str | None) -> CaseRow | None:
    """Return the case of the code, seen as its municipality sees it."""
    code = read_tracking(typed)
    tx.switch_principal(system())
    here = keys.asked("", "", network).network or bytes(32)
    before = guests.tries(tx, here, since=tx.now - DAY, most=keys.most_tracking[1])
    if later := [instant for instant in room_at(before, keys.most_tracking) if instant > tx.now]:
        raise TooManyCodes(again_at=max(later))
    found = guests.find(tx, digest(code))
    if found is None:
        guests.add_try(tx, here)
        return None
    tx.switch_principal(system(found.municipality_id))
    return cases.load(tx, found.case_id)


def _tracked(tx: Transaction, row: CaseRow, version: Published) -> TrackedCase:
    is_over = row.closed_at is not None or row.decided_on is not None
    waits = not is_over and guests.waits_for_applicant(tx, row.id, row.applicant_id)
    turn = "nobody" if is_over else "applicant" if waits else "office"
    return TrackedCase(
        service=dict(version.names),
        municipality=dict(row.municipality_names),
        status="waiting_for_you" if waits else row.status,
        reason=row.reason,
        turn=turn,
        filed_at=row.filed_at,
        due_on=row.due_at and local_date(row.due_at),
    )


def link_case(operations: Operations, keys: Codes) -> Callable[[LinkCase, Transaction], UUID | None]:
    """Return the handler: whoever has the code and the number that the guest named takes the case over.

    None where the code leads nowhere or the numbers differ: the two look the same and count the same.
    """

    def handle(command: LinkCase, tx: Transaction) -> UUID | None:
        actor = tx.actor
        if actor.personal_number is None or actor.assurance == "guest":
            raise NotAllowed
        assert actor.person_id is not None  # who has a number is a person
        row = _found(tx, keys, command.typed, command.network)
        if row is None:
            return None
        if not guests.give_case(tx, row.id, actor.person_id):
            guests.add_try(tx, keys.asked("", "", command.network).network or bytes(32))
            return None
        tx.switch_principal(system())
        guests.drop_code(tx, row.id)
        tx.switch_principal(actor)
        case = open_case(tx, operations, row.id)
        case.record("case.linked")
        case.save_in_place()
        return row.id

    return handle


def request_return_code(
    keys: Codes,
) -> Callable[[RequestReturnCode, Transaction], ReturnCodeRequested | None]:
    """Return the handler: whoever has the code of a case may have its guest sent a one-time code.

    None where the code leads nowhere, which is counted and so no error.
    """

    def handle(command: RequestReturnCode, tx: Transaction) -> ReturnCodeRequested | None:
        row = _found(tx, keys, command.typed, command.network)
        if row is None:
            return None
        tx.switch_principal(system())
        guest = people.person(tx, row.applicant_id)
        kind = "email" if guest.email else "phone"
        address = guest.email or guest.phone
        asked = keys.asked("return", address, command.network)
        make_room(tx, asked)
        requested = ask(
            tx,
            asked,
            purpose="return",
            person_id=guest.id,
            contact_id=None,
            kind=kind,
            address=address,
            language=command.language,
        )
        return ReturnCodeRequested(requested, row.id)

    return handle


def return_as_guest(keys: Codes) -> Callable[[ReturnAsGuest, Transaction], CodeAnswered]:
    """Return the handler: the right code opens a session of the same guest as before."""

    def handle(command: ReturnAsGuest, tx: Transaction) -> CodeAnswered:
        tx.switch_principal(system())
        row, answer = guess(tx, keys, command.attempt, command.typed, purpose="return")
        if answer is not None:
            return answer
        device = command.device
        token = opened(tx, row.person_id, method="guest", assurance="guest", device=device, by=row.kind)
        return CodeAnswered(token=token)

    return handle


ROUTES = (
    Route(RequestGuestCode, build=lambda use: request_guest_code(use.codes), sender=Sender.ANYBODY),
    Route(BeginAsGuest, build=lambda use: begin_as_guest(use.codes), sender=Sender.ANYBODY),
    Route(
        ShowTrackingCode,
        build=lambda use: show_tracking_code(TrackingCodes(use.settings.secret)),
        sender=Sender.PERSON,
        guests=True,
    ),
    Route(TrackCase, build=lambda use: track_case(use.codes), sender=Sender.ANYBODY),
    Route(
        LinkCase, build=lambda use: link_case(use.operations, use.codes), sender=Sender.PERSON, result=UUID
    ),
    Route(RequestReturnCode, build=lambda use: request_return_code(use.codes), sender=Sender.ANYBODY),
    Route(ReturnAsGuest, build=lambda use: return_as_guest(use.codes), sender=Sender.ANYBODY),
)
