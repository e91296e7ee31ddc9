"""Copies of letters go where their person wants, and nowhere that nothing arrives."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from engine.commands.channels import ChooseChannel, DropChannelOfCase, StopCopies, TakeBounce
from engine.commands.contacts import EndContact
from engine.errors import NotAllowed, NotFound
from engine.jobs.mail import send_letter
from engine.notifications.bounces import read_bounce
from engine.notifications.channels import StopLinkInvalid, StopLinks
from engine.queries.channels import unreachable
from engine.tenancy import system
from tests.engine.kit import CITIZEN, OTHER_CITIZEN
from tests.notifications.mails import read
from tests.sign_in.house import MAIL, NOBODY, House

SECOND = "second@demo.invalid"


def a_letter(house: House, case_id: UUID | None = None) -> tuple[UUID, UUID]:
    """Return case and letter of an application whose receipt waits to be copied."""
    case_id = case_id or house.office.file().case_id
    person, place = house.office.person(CITIZEN).person_id, house.office.place()
    ((letter,),) = house.sql(
        "insert into letters (id, case_id, municipality_id, applicant_id, template, language, subject, body,"
        " sent_at) values (gen_random_uuid(), %s, %s, %s, 'receipt', 'ka', 'თემა',"
        " '<html><head><title>თემა</title></head><body><p>წერილი</p></body></html>', now()) returning id",
        case_id,
        place,
        person,
    )
    return case_id, letter


def copied(house: House, letter: UUID) -> tuple[str, list[str]]:
    """Send the copy; return what became of it and whom mail went to."""
    before = len(house.mail.accepted)
    send_letter(house.engine, letter, house.office.place())
    ((by,),) = house.sql("select copied_by from letters where id = %s", letter)
    return by, [str(read(mail)["To"].addresses[0].addr_spec) for mail in house.mail.accepted[before:]]


def choose(house: House, contact: int | None, case_id: UUID | None = None, language: Any = "en") -> None:
    house.engine.send(ChooseChannel(contact, language, case_id), actor=house.office.person(CITIZEN))


def test_copy__nothing_chosen__goes_where_the_municipality_has_always_written(house: House) -> None:
    _, letter = a_letter(house)

    assert copied(house, letter) == ("email", [MAIL])


def test_copy__sent_once__is_not_sent_again(house: House) -> None:
    _, letter = a_letter(house)
    copied(house, letter)

    assert copied(house, letter) == ("email", [])


def test_copy__portal_chosen__is_none(house: House) -> None:
    choose(house, None)
    _, letter = a_letter(house)

    assert copied(house, letter) == ("portal", [])


def test_copy__by_sms__tells_of_the_letter_and_nothing_in_it(house: House) -> None:
    actor = house.office.person(CITIZEN)
    house.sql(
        "insert into contacts (person_id, kind, address, ground, confirmed_by, confirmed_at)"
        " values (%s, 'phone', '+995555000101', 'card', %s, now())",
        actor.person_id,
        actor.person_id,
    )
    ((phone,),) = house.sql("select id from contacts")
    choose(house, phone)
    _, letter = a_letter(house)

    assert copied(house, letter) == ("sms", [])
    (message,) = house.short_messages()
    assert "new letter" in message and "წერილი" not in message and "თემა" not in message


def test_copy__case_chosen_otherwise__goes_there_and_the_other_cases_as_usual(house: House) -> None:
    contact = house.bind(SECOND)
    (case, letter), (_, other) = a_letter(house), a_letter(house)
    choose(house, contact, case)
    choose(house, None)

    assert copied(house, letter) == ("email", [SECOND])
    assert copied(house, other) == ("portal", [])
    house.engine.send(DropChannelOfCase(case), actor=house.office.person(CITIZEN))
    assert copied(house, a_letter(house, case)[1]) == ("portal", [])


def test_copy__chosen_contact_given_up__goes_nowhere(house: House) -> None:
    contact = house.bind(SECOND)
    choose(house, contact)
    house.engine.send(EndContact(contact), actor=house.office.person(CITIZEN))

    assert copied(house, a_letter(house)[1]) == ("portal", [])


def test_choice__of_somebody_else_s_contact_or_case__does_not_exist(house: House) -> None:
    contact = house.bind("other@demo.invalid", person=OTHER_CITIZEN)
    foreign = house.office.file(by=OTHER_CITIZEN).case_id

    with pytest.raises(NotFound):
        choose(house, contact)
    with pytest.raises(NotFound):
        choose(house, None, foreign)
    with pytest.raises(NotFound):
        command = ChooseChannel(None, "ka", foreign)
        house.engine.send(command, actor=house.office.staff("specialist"))


def test_choice__of_somebody__is_seen_by_nobody_else(house: House) -> None:
    choose(house, None)

    for who in (house.office.person(OTHER_CITIZEN), house.office.staff("mayor"), NOBODY):
        with house.engine.read(who) as tx:
            assert tx.scalar("select count(*) from notification_choices") == 0


def test_address__refused_for_good__is_noted_and_not_tried_again(house: House) -> None:
    house.mail.rcpt = "550 5.1.1 No such mailbox"
    assert copied(house, a_letter(house)[1]) == ("unreachable", [])
    house.mail.rcpt = "250 OK"

    assert copied(house, a_letter(house)[1]) == ("unreachable", [])
    with house.engine.read(house.office.person(CITIZEN)) as tx:
        assert [contact.address for contact in unreachable(tx)] == [MAIL]


def test_address__confirmed_again__is_reachable(house: House) -> None:
    house.mail.rcpt = "550 5.1.1 No such mailbox"
    copied(house, a_letter(house)[1])
    house.mail.rcpt = "250 OK"

    house.bind(MAIL)

    assert copied(house, a_letter(house)[1]) == ("email", [MAIL])


def test_mail__of_a_copy__carries_a_link_that_stops_without_signing_in(house: House) -> None:
    contact = house.bind(SECOND)
    case, letter = a_letter(house)
    choose(house, contact, case)
    copied(house, letter)
    mail = read(house.mail.accepted[-1])
    link = str(mail["List-Unsubscribe"]).strip(" <>")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in house.mails[-1]

    house.engine.send(StopCopies(link.rsplit("/", 1)[1]), actor=NOBODY)

    assert copied(house, a_letter(house, case)[1]) == ("portal", [])
    assert copied(house, a_letter(house)[1]) == ("portal", [])


def test_stop_link__forged_or_of_another_installation__stops_nothing(house: House) -> None:
    person = house.office.person(CITIZEN).person_id or 0
    good = StopLinks(house.engine.settings.secret).token(person)
    forged = [
        StopLinks("another" * 8).token(person),
        good[:-1],
        good + "A",
        ("B" if good[0] != "B" else "C") + good[1:],
        good[:10] + ("B" if good[10] != "B" else "C") + good[11:],
        "",
        "é" * 32,
        "=" * 32,
        "A" * 100_000,
    ]

    for token in forged:
        with pytest.raises(StopLinkInvalid):
            house.engine.send(StopCopies(token), actor=NOBODY)
    assert house.sql("select count(*) from notification_choices") == [(0,)]


def a_report(letter: Any, address: str = MAIL, action: str = "failed", status: str = "5.1.1") -> bytes:
    return (
        "From: mailer@demo.invalid\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n'
        "MIME-Version: 1.0\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nsorry\r\n--b\r\n"
        "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.demo.invalid\r\n\r\n"
        f"Final-Recipient: rfc822; {address}\r\nAction: {action}\r\nStatus: {status}\r\n\r\n--b\r\n"
        "Content-Type: text/rfc822-headers\r\n\r\n"
        f"Message-ID: <{letter}@localhost>\r\nSubject: x\r\n\r\n--b--\r\n"
    ).encode()


def take(house: House, report: bytes) -> int:
    for bounce in read_bounce(report):
        house.engine.send(TakeBounce(bounce.letter_id, bounce.address), actor=system())
    ((count,),) = house.sql("select count(*) from unreachable")
    return int(count)


def test_bounce__of_a_letter_that_was_mailed__closes_the_address(house: House) -> None:
    _, letter = a_letter(house)
    copied(house, letter)

    assert take(house, a_report(letter)) == 1
    assert copied(house, a_letter(house)[1]) == ("unreachable", [])


def test_bounce__that_is_no_proof__closes_nothing(house: House) -> None:
    _, letter = a_letter(house)
    _, never_mailed = a_letter(house)
    copied(house, letter)
    reports = [
        a_report("00000000-0000-4000-8000-000000000000"),  # no such letter
        a_report(never_mailed),
        a_report(letter, "somebody.else@demo.invalid"),
        a_report(letter, action="delayed"),
        a_report(letter, status="4.2.2"),
        a_report("code-" + str(letter)),
        a_report(letter).replace(b"multipart/report", b"multipart/mixed"),
        b"",
        b"\xff" * 1000,
        a_report(letter) + b"x" * 2**20,
    ]

    assert [take(house, report) for report in reports] == [0] * len(reports)


def test_bounce__sent_by_a_person__is_refused(house: House) -> None:
    _, letter = a_letter(house)

    for who in (NOBODY, house.office.person(OTHER_CITIZEN), house.office.staff("mayor")):
        with pytest.raises(NotAllowed):
            house.engine.send(TakeBounce(letter, MAIL), actor=who)


@pytest.mark.parametrize(
    ("asked", "expected"), [("form@demo.invalid", [("email", ["form@demo.invalid"])]), ("", [("portal", [])])]
)
def test_copy__application_asks_for_the_address__follows_the_later_word(
    house: House, monkeypatch: pytest.MonkeyPatch, asked: str, expected: list[Any]
) -> None:
    choose(house, house.bind(SECOND))
    house.clock.advance(timedelta(minutes=1))
    case, letter = a_letter(house)
    house.sql("update cases set document = jsonb_build_object('mail', %s::text) where id = %s", asked, case)
    copies = "engine.notifications.copies"
    monkeypatch.setattr(f"{copies}.asks_for_address", lambda settings: True)
    monkeypatch.setattr(
        f"{copies}.address_for", lambda settings, document, *, known: document["mail"] or None
    )

    assert [copied(house, letter)] == expected
    house.clock.advance(timedelta(minutes=1))
    choose(house, None)
    assert copied(house, a_letter(house, case)[1]) == ("portal", [])
