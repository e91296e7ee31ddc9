"""Coming back to a case that was filed without an account: what the two codes open, and what they don't."""

from __future__ import annotations

from typing import Any

import pytest

from engine.commands.cases import WithdrawCase
from engine.commands.correspondence import WriteToCase
from engine.commands.guests import LinkCase, RequestGuestCode, RequestReturnCode, ReturnAsGuest
from engine.errors import NotAllowed, NotFound
from engine.identity.one_time_codes import MOST_SENT, TooManyCodes
from engine.identity.rate_limits import RateLimits
from engine.identity.tracking import CodeMistyped
from engine.stores import cases
from engine.tenancy import Actor
from tests.engine.kit import CITIZEN, OTHER_CITIZEN
from tests.notifications.mails import read
from tests.sign_in.house import NOBODY, House
from tests.sign_in.test_guests import GUEST_MAIL, a_guest, filed, open_house, track

__all__ = ("open_house",)
UNKNOWN = "0000-0000-0000-0000-0"


def ask(house: House, code: str, network: str | None = "192.0.2.1") -> Any:
    return house.engine.send(RequestReturnCode(code, "en", network), actor=NOBODY)


def type_code(house: House, attempt: str, code: str) -> Any:
    return house.engine.send(ReturnAsGuest(attempt, code), actor=NOBODY)


def returned(house: House, code: str) -> Actor:
    asked = ask(house, code)
    house.work()
    return house.actor_of(type_code(house, asked.requested.attempt, house.newest_code()).token)


def test_guest__with_both_codes__is_the_guest_who_filed(open_house: House) -> None:
    guest = a_guest(open_house)
    done, code = filed(open_house, guest)

    again = returned(open_house, code)

    assert (again.person_id, again.assurance, again.personal_number) == (guest.person_id, "guest", None)
    assert read(open_house.mail.accepted[-1])["To"].addresses[0].addr_spec == GUEST_MAIL
    with open_house.engine.read(again) as tx:
        assert cases.load(tx, done.case_id) is not None


def test_guest__come_back__does_nothing_beyond_the_own_case(open_house: House) -> None:
    house = open_house
    theirs, _ = filed(house, a_guest(house, OTHER_CITIZEN, "another@demo.invalid"))
    persons = house.office.file().case_id
    _, code = filed(house, a_guest(house))
    again = returned(house, code)

    for case_id in (theirs.case_id, persons):
        with pytest.raises(NotFound):
            house.engine.send(WriteToCase(case_id, "x"), actor=again)
        with pytest.raises(NotFound):
            house.engine.send(WithdrawCase(case_id), actor=again)
    with pytest.raises(NotAllowed):
        house.engine.send(LinkCase(code), actor=again)


def test_code_of_a_case__alone_or_with_a_wrong_code__opens_nothing(open_house: House) -> None:
    house = open_house
    _, code = filed(house, a_guest(house))
    asked = ask(house, code)
    house.work()
    right = house.newest_code()
    other = house.engine.send(RequestGuestCode("permits.note", "keda", "thief@demo.invalid"), actor=NOBODY)
    house.work()

    for attempt, typed in (
        (asked.requested.attempt, "00000000"),
        (asked.requested.attempt, house.newest_code()),
        (other.attempt, right),
        ("x" * 43, right),
    ):
        assert not type_code(house, attempt, typed).is_right


def test_code__that_leads_nowhere__sends_nothing_and_counts(open_house: House) -> None:
    house = open_house
    sent = len(house.mails)
    for _ in range(RateLimits().tracking):
        assert ask(house, UNKNOWN) is None

    with pytest.raises(TooManyCodes):
        ask(house, UNKNOWN)
    with pytest.raises(CodeMistyped):
        ask(house, "x")
    house.work()
    assert len(house.mails) == sent


def test_address_of_a_guest__is_not_flooded_by_whoever_has_the_code(open_house: House) -> None:
    _, code = filed(open_house, a_guest(open_house))
    sent = len(open_house.mails)

    for number in range(2 * MOST_SENT[0]):
        ask(open_house, code, f"192.0.2.{number}")
        open_house.work()

    assert len(open_house.mails) - sent == MOST_SENT[0]


def test_case__that_waits_for_money__says_so_by_its_code(open_house: House) -> None:
    house = open_house
    done, code = filed(house, a_guest(house))
    before = track(house, code).turn
    house.sql(
        "insert into payments (id, municipality_id, case_id, number, amount_tetri, purpose, asked_at)"
        " select gen_random_uuid(), municipality_id, id, 'P-1', 100, '{}', now() from cases where id = %s",
        done.case_id,
    )

    assert (before, track(house, code).turn) == ("office", "applicant")


def test_code__after_the_case_was_taken_over__is_nobody_s(open_house: House) -> None:
    house = open_house
    _, code = filed(house, a_guest(house, CITIZEN))
    house.engine.send(LinkCase(code), actor=house.office.person(CITIZEN))

    assert ask(house, code) is None
