"""How an address becomes somebody's way in, and what keeps it from becoming somebody else's."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from engine.commands.contacts import CodeAnswered, ConfirmContact, EndContact, KnownPerson, RequestBinding
from engine.errors import NeedsCard, NotAllowed, NotFound, NotSignedIn, Unavailable
from engine.handlers.contacts import MOST_CONTACTS, MOST_PEOPLE, TooManyContacts, TooManyPeople
from engine.identity.enrolment import PersonNotKnown, known_person
from engine.queries import reads
from engine.queries.sessions import find
from engine.tenancy import Actor
from tests.engine.kit import CITIZEN, OTHER_CITIZEN
from tests.sign_in.house import MAIL, NOBODY, House

VICTIM = KnownPerson("00000000104", "დემო", "მოქალაქე 4", "1970-01-01")
EVIL = "evil@demo.invalid"


def confirm(house: House, attempt: str, code: str, actor: Actor) -> CodeAnswered:
    answered: CodeAnswered = house.engine.send(ConfirmContact(attempt, code), actor=actor)
    return answered


def clerk(house: House) -> Actor:
    return replace(house.office.staff("chancellery"), personal_number="00000002001")


def test_binding__without_signing_in__is_refused(house: House) -> None:
    with pytest.raises(NotSignedIn):
        house.engine.send(RequestBinding(EVIL), actor=NOBODY)


def test_binding__in_a_session_by_code__is_refused(house: House) -> None:
    house.bind()
    by_code = house.signed_in()

    with pytest.raises(NeedsCard):
        house.engine.send(RequestBinding(EVIL), actor=by_code)


def test_confirming__in_a_session_by_code__is_refused(house: House) -> None:
    house.bind()
    asked = house.engine.send(RequestBinding("mine@demo.invalid"), actor=house.office.person(CITIZEN))
    house.work()
    code = house.newest_code()

    with pytest.raises(NeedsCard):
        confirm(house, asked.attempt, code, house.signed_in())


def test_binding__for_somebody_else_on_one_s_own_card__is_refused(house: House) -> None:
    command = RequestBinding(EVIL, "card", VICTIM)

    with pytest.raises(NotAllowed):
        house.engine.send(command, actor=house.office.person(CITIZEN))


@pytest.mark.parametrize("role", ["specialist", "mayor", "head_of_service", "commission"])
def test_binding__at_a_desk_by_an_office_without_a_desk__is_refused(house: House, role: str) -> None:
    with pytest.raises(NotAllowed):
        house.engine.send(RequestBinding(EVIL, "desk", VICTIM), actor=house.office.staff(role))


def test_binding__at_a_desk_by_a_citizen__is_refused(house: House) -> None:
    with pytest.raises(NotAllowed):
        house.engine.send(RequestBinding(EVIL, "desk", VICTIM), actor=house.office.person(CITIZEN))


def test_binding__at_a_desk_of_oneself__is_refused(house: House) -> None:
    me = clerk(house)

    with pytest.raises(NotAllowed):
        command = RequestBinding(EVIL, "desk", replace(VICTIM, personal_number=me.personal_number or ""))
        house.engine.send(command, actor=me)


def test_binding__at_a_desk__is_seen_by_the_person_the_registry_was_asked_about(house: House) -> None:
    house.engine.send(RequestBinding("four@demo.invalid", "desk", VICTIM), actor=clerk(house))

    with house.engine.read(house.office.person(VICTIM.personal_number)) as tx:
        (found,) = reads.own_reads(tx).reads

    assert (found.kind, found.register, found.purpose) == ("registry.asked", "civil_registry", None)


def test_binding__at_a_desk__says_who_bound_it_and_the_code_goes_to_the_citizen(house: House) -> None:
    me = clerk(house)
    known = known_person(house.engine, "000 000 00104", reference="desk:1")
    asked = house.engine.send(RequestBinding("four@demo.invalid", "desk", known), actor=me)
    house.work()

    done = confirm(house, asked.attempt, house.newest_code(), me)

    assert done.contact_id is not None
    assert "operator" in house.mails[-1] or "ოპერატორს" in house.mails[-1]
    ((ground, by, event_by),) = house.sql(
        "select c.ground, c.confirmed_by, e.actor_id from contacts c join stream_events e"
        " on e.kind = 'contact.confirmed' and e.stream = 'sign-ins/' || c.person_id"
    )
    assert (ground, by, event_by) == ("desk", me.person_id, me.person_id)


def test_binding__at_a_desk_confirmed_by_another_clerk__is_refused(house: House) -> None:
    known = known_person(house.engine, "00000000104", reference="desk:1")
    asked = house.engine.send(RequestBinding(EVIL, "desk", known), actor=clerk(house))
    house.work()

    for who in (house.office.staff("chancellery", "telavi"), house.office.person(CITIZEN)):
        assert not confirm(house, asked.attempt, house.newest_code(), who).is_right
    assert house.sql("select count(*) from contacts") == [(0,)]


def test_binding__code_of_a_sign_in__binds_nothing(house: House) -> None:
    house.bind()
    asked = house.ask()
    house.work()

    assert not confirm(house, asked.attempt, house.newest_code(), house.office.person(CITIZEN)).is_right


def test_sign_in__with_the_code_of_a_binding__opens_nothing(house: House) -> None:
    asked = house.engine.send(RequestBinding(MAIL), actor=house.office.person(CITIZEN))
    house.work()

    assert not house.type(asked.attempt, house.newest_code()).is_right


@pytest.mark.parametrize("number", ["00000000105", "00000009999"])
def test_person__dead_or_unknown_to_the_registry__is_not_bound(house: House, number: str) -> None:
    with pytest.raises(PersonNotKnown):
        known_person(house.engine, number, reference="desk:1")


def test_person__registry_not_there__waits(house: House) -> None:
    silent = replace(house.engine.connections, civil_registry=None)

    with pytest.raises(Unavailable):
        known_person(replace(house.engine, connections=silent), CITIZEN, reference="desk:1")


def test_contact__new__is_told_of_at_the_others(house: House) -> None:
    house.bind()
    before = len(house.mails)

    house.bind("second@demo.invalid")

    told = house.mails[before + 1 :]
    assert len(told) == 1 and "s•••@demo.invalid" in told[0]
    assert b"To: " in house.mail.accepted[-1] and MAIL.encode() in house.mail.accepted[-1]


def test_contact__of_a_fifth_address__is_refused(house: House) -> None:
    for number in range(MOST_CONTACTS):
        house.bind(f"mine{number}@demo.invalid")

    with pytest.raises(TooManyContacts):
        house.bind("mine9@demo.invalid")
    assert house.bind("mine0@demo.invalid")  # the same again is no new one


def test_contact__for_more_people_than_a_family__is_refused(house: House) -> None:
    for person in ("00000000101", "00000000103", "00000000104", "00000000106"):
        house.bind("shared@demo.invalid", person=person)

    with pytest.raises(TooManyPeople):
        house.bind("shared@demo.invalid", person="00000000107")


def test_contact__for_more_people_than_a_family_at_once__is_refused(house: House) -> None:
    people = ("00000000101", "00000000103", "00000000104", "00000000106", "00000000107", "00000000108")
    asked = []
    for person in people:
        actor = house.office.person(person)
        attempt = house.engine.send(RequestBinding("shared@demo.invalid"), actor=actor).attempt
        house.work()
        asked.append((attempt, house.newest_code(), actor))

    def one(what: Any) -> bool:
        try:
            return confirm(house, *what).is_right
        except TooManyPeople:
            return False

    with ThreadPoolExecutor(6) as threads:
        done = list(threads.map(one, asked))

    assert sum(done) == MOST_PEOPLE
    assert house.sql("select count(*) from contacts where ended_at is null") == [(MOST_PEOPLE,)]


def test_contact__ended__opens_nothing_and_ends_its_sessions(house: House) -> None:
    contact = house.bind()
    first = house.ask()
    house.work()
    token = house.type(first.attempt, house.newest_code()).token
    assert token is not None
    house.clock.advance(timedelta(minutes=2))
    second = house.ask()
    house.work()
    code = house.newest_code()

    house.engine.send(EndContact(contact), actor=house.actor_of(token))

    assert not house.type(second.attempt, code).is_right
    with house.engine.read(NOBODY) as tx:
        assert find(tx, token) is None


def test_contact__of_somebody_else__can_t_be_ended(house: House) -> None:
    contact = house.bind()

    for who in (house.office.person(OTHER_CITIZEN), house.office.staff("mayor")):
        with pytest.raises(NotFound):
            house.engine.send(EndContact(contact), actor=who)
