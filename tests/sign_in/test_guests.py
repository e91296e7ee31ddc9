"""Filing without an account: what a guest may, and what nobody may who has or guesses a code."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from engine.clock import local_date
from engine.commands.applications import FileApplication
from engine.commands.assignment import ClaimTask
from engine.commands.channels import ChooseChannel
from engine.commands.contacts import EndContact, ForgetCodes, RequestBinding
from engine.commands.drafts import SaveDraft
from engine.commands.guests import BeginAsGuest, LinkCase, RequestGuestCode, ShowTrackingCode, TrackCase
from engine.errors import NotAllowed, NotFound
from engine.identity.contact_address import NameMalformed, NumberMalformed
from engine.identity.one_time_codes import MOST_SENT_TO_GUESTS, TooManyCodes
from engine.identity.rate_limits import RateLimits
from engine.identity.tracking import ALPHABET, CHECK, CodeMistyped, TrackingCodes, grouped, read_tracking
from engine.jobs.codes import send_tracking_code
from engine.jobs.drafts import expire
from engine.stores import cases
from engine.studio.commands.publishing import PublishService
from engine.tenancy import Actor, system
from tests.engine.kit import CITIZEN, OTHER_CITIZEN
from tests.engine.services import PLAIN, write_service
from tests.sign_in.house import MAIL, NOBODY, House

GUEST_MAIL = "guest@demo.invalid"


@pytest.fixture
def open_house(house: House, tmp_path: Path) -> House:
    """A house whose service may be asked for without an account."""
    folder = write_service(tmp_path / "open", body=PLAIN)
    settings = json.loads((folder / "service.json").read_text())
    (folder / "service.json").write_text(json.dumps({**settings, "without_account": True}))
    house.engine.send(PublishService(folder, "tests"), actor=system())
    return house


def a_guest(house: House, number: str = CITIZEN, contact: str = GUEST_MAIL) -> Actor:
    """Return the session of somebody who says that they have the number."""
    asked = house.engine.send(RequestGuestCode("permits.note", "keda", contact, "en"), actor=NOBODY)
    house.work()
    command = BeginAsGuest(asked.attempt, house.newest_code(), "დემო", "სტუმარი", number)
    token = house.engine.send(command, actor=NOBODY).token
    house.clock.advance(timedelta(minutes=2))
    return house.actor_of(token)


def filed(house: House, guest: Actor) -> tuple[Any, str]:
    """File an application; return it and its tracking code."""
    done = house.engine.send(FileApplication("permits.note", "keda", {"note": "a note"}), actor=guest)
    return done, grouped(house.engine.send(ShowTrackingCode(done.case_id), actor=guest))


def track(house: House, code: str, network: str | None = "192.0.2.1") -> Any:
    return house.engine.send(TrackCase(code, network), actor=NOBODY)


def test_guest__with_the_code__files_and_follows(open_house: House) -> None:
    done, code = filed(open_house, a_guest(open_house))

    found = track(open_house, f" {code.lower().replace('-', ' ')} ")

    assert (found.status, found.turn, found.filed_at) == ("received", "office", done.filed_at)
    assert "სტუმარი" not in str(found) and done.number not in str(found)


def test_guest__who_names_somebody_s_number__is_not_that_person(open_house: House) -> None:
    victim = open_house.office.person(CITIZEN)
    guest = a_guest(open_house, CITIZEN)
    mine = open_house.office.file().case_id
    done, _ = filed(open_house, guest)

    assert guest.person_id != victim.person_id and guest.personal_number is None
    with open_house.engine.read(victim) as tx:
        assert cases.load(tx, done.case_id) is None
    with open_house.engine.read(guest) as tx:
        assert cases.load(tx, mine) is None


def test_guest__in_a_service_that_is_not_for_guests__gets_no_code(house: House) -> None:
    with pytest.raises(NotAllowed):
        house.engine.send(RequestGuestCode("permits.note", "keda", GUEST_MAIL), actor=NOBODY)


def test_guest__files_in_a_service_that_is_not_for_guests__is_refused(
    open_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    guest = a_guest(open_house)
    monkeypatch.setattr("engine.handlers.submissions.allows_guests", lambda version: False)

    with pytest.raises(NotAllowed):
        filed(open_house, guest)


def test_guest__who_tries_everything_else__is_refused(open_house: House) -> None:
    guest = a_guest(open_house)
    done, _ = filed(open_house, guest)
    task = open_house.office.task(done.case_id)
    commands: list[Any] = [
        RequestBinding("evil@demo.invalid"),
        ChooseChannel(None, "ka"),
        EndContact(1),
        ClaimTask(task.id),
        LinkCase("0" * 17),
    ]

    for command in commands:
        with pytest.raises(NotAllowed):
            open_house.engine.send(command, actor=guest)


def test_guest__with_a_wrong_code_or_a_code_of_another_kind__is_nobody(open_house: House) -> None:
    house = open_house
    house.bind()
    asked = house.engine.send(RequestGuestCode("permits.note", "keda", GUEST_MAIL), actor=NOBODY)
    house.work()
    code = house.newest_code()
    signing_in = house.ask()
    house.work()
    other = house.newest_code()

    for attempt, typed in ((asked.attempt, other), (signing_in.attempt, other), ("x" * 43, code)):
        command = BeginAsGuest(attempt, typed, "დემო", "სტუმარი", CITIZEN)
        assert not house.engine.send(command, actor=NOBODY).is_right
    assert not house.type(asked.attempt, code).is_right
    assert house.sql("select count(*) from people where claimed_number is not null") == [(0,)]


def test_codes_for_guests__asked_for_from_many_networks__do_not_flood_a_mailbox(open_house: House) -> None:
    sent = len(open_house.mails)
    for number in range(2 * MOST_SENT_TO_GUESTS[0]):
        command = RequestGuestCode("permits.note", "keda", GUEST_MAIL, "en", f"198.51.100.{number}")
        open_house.engine.send(command, actor=NOBODY)
        open_house.work()

    assert len(open_house.mails) - sent == MOST_SENT_TO_GUESTS[0]


def test_codes_for_guests__sent_to_somebody_s_address__keep_nobody_from_signing_in(open_house: House) -> None:
    open_house.bind()
    for number in range(MOST_SENT_TO_GUESTS[0]):
        command = RequestGuestCode("permits.note", "keda", MAIL, "en", f"198.51.100.{number}")
        open_house.engine.send(command, actor=NOBODY)
        open_house.work()

    assert open_house.signed_in().personal_number == CITIZEN


@pytest.mark.parametrize(
    ("names", "number", "error"),
    [
        (("<b>", "სტუმარი"), CITIZEN, NameMalformed),
        (("", "სტუმარი"), CITIZEN, NameMalformed),
        (("დემო", "x" * 500), CITIZEN, NameMalformed),
        (("დემო", "სტუმარი"), "123", NumberMalformed),
    ],
)
def test_guest__who_is_nobody__uses_up_no_try(
    open_house: House, names: tuple[str, str], number: str, error: type[Exception]
) -> None:
    asked = open_house.engine.send(RequestGuestCode("permits.note", "keda", GUEST_MAIL), actor=NOBODY)

    with pytest.raises(error):
        open_house.engine.send(BeginAsGuest(asked.attempt, "1", *names, number), actor=NOBODY)
    assert open_house.sql("select tries from one_time_codes") == [(0,)]


def test_tracking_code__of_somebody_else_s_case__is_not_shown(open_house: House) -> None:
    done, _ = filed(open_house, a_guest(open_house))
    another = a_guest(open_house, OTHER_CITIZEN, "another@demo.invalid")

    for who in (another, open_house.office.person(CITIZEN), open_house.office.staff("specialist")):
        with pytest.raises((NotFound, NotAllowed)):
            open_house.engine.send(ShowTrackingCode(done.case_id), actor=who)


def test_tracking_code__stored__is_a_digest_only(open_house: House) -> None:
    _, code = filed(open_house, a_guest(open_house))
    plain = code.replace("-", "")

    stored = str(open_house.sql("select t::text from tracking_codes t"))
    stored += str(open_house.sql("select j::text from procrastinate_jobs j"))

    assert plain not in stored and code not in stored


def test_tracking_code__mailed__is_the_one_that_was_shown(open_house: House) -> None:
    done, code = filed(open_house, a_guest(open_house))

    send_tracking_code(open_house.engine, done.case_id, open_house.office.place())

    assert code in open_house.mails[-1] and done.number in open_house.mails[-1]


def test_tracking_code__guessed__finds_nothing_and_is_stopped(open_house: House) -> None:
    _, code = filed(open_house, a_guest(open_house))
    keys = TrackingCodes("another" * 8)
    for _ in range(RateLimits().tracking):
        assert track(open_house, keys.code(uuid4())) is None

    with pytest.raises(TooManyCodes):
        track(open_house, code)
    assert track(open_house, code, "192.0.2.2") is not None


def test_tries__of_codes_that_lead_nowhere__are_forgotten_after_two_days(open_house: House) -> None:
    keys, old, new = TrackingCodes("another" * 8), "192.0.2.1", "192.0.2.2"
    track(open_house, keys.code(uuid4()), old)
    open_house.clock.advance(timedelta(days=2, minutes=1))
    track(open_house, keys.code(uuid4()), new)
    tries = open_house.sql("select at from tracking_tries order by at")

    open_house.engine.send(ForgetCodes(), actor=system())

    assert len(tries) == 2
    assert open_house.sql("select at from tracking_tries") == tries[1:]


def test_link__by_the_person_with_the_number__takes_the_case_over(open_house: House) -> None:
    house = open_house
    done, code = filed(house, a_guest(house, CITIZEN))
    me = house.office.person(CITIZEN)

    assert house.engine.send(LinkCase(code), actor=me) == done.case_id

    with house.engine.read(me) as tx:
        assert cases.load(tx, done.case_id) is not None
    assert track(house, code) is None  # the code has done its work
    foreign = (
        "select count(*) from tasks t join cases c on c.id = t.case_id where t.applicant_id <> c.applicant_id"
    )
    assert house.sql(foreign) == [(0,)]


def test_link__by_somebody_with_another_number__takes_nothing_and_says_no_more_than_for_no_code(
    open_house: House,
) -> None:
    house = open_house
    done, code = filed(house, a_guest(house, CITIZEN))
    thief = house.office.person(OTHER_CITIZEN)

    assert house.engine.send(LinkCase(code), actor=thief) is None
    assert house.engine.send(LinkCase(TrackingCodes("a" * 48).code(done.case_id)), actor=thief) is None
    with house.engine.read(thief) as tx:
        assert cases.load(tx, done.case_id) is None


def test_giving_a_case__by_the_runtime_role_as_a_person__does_nothing(open_house: House) -> None:
    done, _ = filed(open_house, a_guest(open_house, CITIZEN))
    thief = open_house.office.person(OTHER_CITIZEN)

    with open_house.engine.read(thief) as tx:
        assert tx.scalar("select give_case_to(:c, :p)", c=done.case_id, p=thief.person_id) is False


def test_code__with_any_one_letter_changed_or_two_swapped__is_a_slip(open_house: House) -> None:
    code = TrackingCodes("secret" * 8).code(UUID(int=7))
    assert read_tracking(grouped(code).lower().replace("0", "o").replace("1", "l")) == code
    slips = [code[:i] + other + code[i + 1 :] for i in range(16) for other in ALPHABET if other != code[i]]
    slips += [code[:i] + code[i + 1] + code[i] + code[i + 2 :] for i in range(15) if code[i] != code[i + 1]]
    slips += [code[:16] + other for other in CHECK if other != code[16]]

    for slip in slips:
        with pytest.raises(CodeMistyped):
            read_tracking(slip)


@pytest.mark.parametrize("typed", ["", "x", "-" * 90, "0" * 16, "0" * 18, "ა" * 17, "٠" * 17, "0" * 10**5])
def test_code__that_is_none__is_a_slip(typed: str) -> None:
    with pytest.raises(CodeMistyped):
        read_tracking(typed)


def test_code__spelled__has_eighty_bits() -> None:
    codes = {TrackingCodes("s" * 48).code(uuid4()) for _ in range(500)}

    assert len(codes) == 500
    assert all(re.fullmatch(f"[{ALPHABET}]{{16}}[{re.escape(CHECK)}]", code) for code in codes)


def test_guest__leaves_a_draft__it_goes_the_next_day(open_house: House) -> None:
    guest = a_guest(open_house)
    saved = open_house.engine.send(SaveDraft("permits.note", "keda", {"note": "a"}), actor=guest)

    assert saved.last_day == local_date(open_house.clock.now()) + timedelta(days=1)
    open_house.clock.advance(timedelta(days=2))
    assert expire(open_house.engine) == 1
