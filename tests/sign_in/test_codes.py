"""Signing in with a one-time code, as its owner and as somebody who would like to be."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from engine.commands.assignment import ClaimTask
from engine.commands.contacts import (
    CodeRequested,
    ConfirmContact,
    ForgetCodes,
    IssueCode,
    RequestAnotherCode,
    RequestBinding,
    RequestCode,
    SignInByCode,
)
from engine.errors import NotAllowed
from engine.identity.code_requests import AttemptOver
from engine.identity.contact_address import ContactMalformed, NumberMalformed
from engine.identity.one_time_codes import DIGITS, LIMITS, MOST_SENT, MOST_TRIES, TooManyCodes
from engine.identity.rate_limits import RateLimits
from engine.tenancy import Actor, system
from tests.engine.kit import CITIZEN, OTHER_CITIZEN
from tests.engine.wire import Wire
from tests.engine.wire import listening as on_the_wire
from tests.sign_in.house import MAIL, NOBODY, PHONE, House

STRANGER = "00000009999"  # nobody here has this number


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**DIGITS:0{DIGITS}}"


def test_code__typed_as_it_was_mailed__opens_a_session_of_a_citizen(house: House) -> None:
    house.bind()

    actor = house.signed_in()

    assert (actor.personal_number, actor.assurance, actor.roles) == (CITIZEN, "code", ())


def test_code__of_somebody_with_an_office__opens_no_office(house: House) -> None:
    house.bind("clerk@demo.invalid", person="00000002002")
    asked = house.ask(person="00000002002", contact="clerk@demo.invalid")
    house.work()

    token = house.type(asked.attempt, house.newest_code()).token

    assert token is not None
    actor = house.actor_of(token)
    task = house.office.task(house.office.file().case_id)
    assert not actor.is_staff
    with pytest.raises(NotAllowed):
        house.engine.send(ClaimTask(task.id), actor=actor)


def test_code__to_a_telephone__travels_over_the_gateway(house: House) -> None:
    actor = house.office.person(CITIZEN)
    asked = house.engine.send(RequestBinding("555 00 01 01"), actor=actor)
    house.work()
    number, text, _ = house.short_messages()[-1].split("\n")
    done = house.engine.send(ConfirmContact(asked.attempt, text.split(" ")[0]), actor=actor)

    assert number == PHONE and done.contact_id is not None
    house.clock.advance(timedelta(minutes=1))
    asked = house.ask(contact="+995 555 000 101")
    house.work()
    code = next(t for t in house.short_messages() if "is your code" in t).split("\n")[1].split(" ")[0]
    assert house.type(asked.attempt, code).is_right


def test_code__as_typed_with_spaces_and_hyphens__is_the_same(house: House) -> None:
    house.bind()
    asked = house.ask(person="000 000 00101", contact=" Citizen1@DEMO.invalid ")
    house.work()
    code = house.newest_code()

    assert house.type(asked.attempt, f" {code[:4]}-{code[4:]} ").is_right


def test_code__used_once__is_void(house: House) -> None:
    house.bind()
    asked = house.ask()
    house.work()
    code = house.newest_code()

    first, second = house.type(asked.attempt, code), house.type(asked.attempt, code)

    assert first.is_right and not second.is_right
    assert house.sql("select count(*) from sessions") == [(1,)]


def test_code__typed_in_another_browser__is_of_no_use(house: House) -> None:
    house.bind()
    mine = house.ask()
    house.work()
    code = house.newest_code()
    house.clock.advance(timedelta(minutes=2))
    theirs = house.ask()  # somebody who saw the code over a shoulder, and asked for one too

    assert not house.type(theirs.attempt, code).is_right
    assert not house.type("x" * 43, code).is_right
    assert house.type(mine.attempt, code).is_right


def test_code__of_one_person__opens_nobody_else(house: House) -> None:
    house.bind()
    house.bind("other@demo.invalid", person=OTHER_CITIZEN)
    mine = house.ask()
    house.work()
    code = house.newest_code()
    other = house.ask(person=OTHER_CITIZEN, contact="other@demo.invalid")
    house.work()

    assert not house.type(other.attempt, code).is_right
    assert house.actor_of(house.type(mine.attempt, code).token or "").personal_number == CITIZEN


def test_code__for_a_number_with_somebody_else_s_address__goes_nowhere(house: House) -> None:
    house.bind()
    house.bind("other@demo.invalid", person=OTHER_CITIZEN)
    sent = len(house.mails)

    house.ask(person=OTHER_CITIZEN, contact=MAIL)
    house.work()

    assert len(house.mails) == sent


def test_code__ten_minutes_later__is_void(house: House) -> None:
    house.bind()
    asked = house.ask()
    house.work()

    house.clock.advance(timedelta(minutes=10))

    assert not house.type(asked.attempt, house.newest_code()).is_right


def test_code__sent_by_a_worker_that_came_too_late__is_not_sent(house: House) -> None:
    house.bind()
    sent = len(house.mails)
    house.ask()

    house.clock.advance(timedelta(minutes=10))
    house.work()

    assert len(house.mails) == sent


def test_code__guessed_wrong_five_times__is_void_though_the_sixth_is_right(house: House) -> None:
    house.bind()
    asked = house.ask()
    house.work()
    code = house.newest_code()

    left = [house.type(asked.attempt, wrong(code)).tries_left for _ in range(MOST_TRIES)]

    assert left == [4, 3, 2, 1, 0]
    assert not house.type(asked.attempt, code).is_right


def test_code__before_it_was_sent__fits_nothing(house: House) -> None:
    house.bind()
    asked = house.ask()

    assert not any(house.type(asked.attempt, typed).is_right for typed in ("", "0" * 8, "00000000"))


def test_code__guessed_in_parallel__has_no_more_tries_than_one_after_the_other(house: House) -> None:
    house.bind()
    asked = house.ask()
    house.work()
    code = house.newest_code()
    guesses = [f"{number:08}" for number in range(24) if f"{number:08}" != code]

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda typed: house.type(asked.attempt, typed), guesses))

    assert sorted((answer.tries_left for answer in answers), reverse=True)[:6] == [4, 3, 2, 1, 0, 0]
    assert house.sql("select tries from one_time_codes where purpose = 'sign_in'") == [(MOST_TRIES,)]
    assert not house.type(asked.attempt, code).is_right


def test_code__typed_in_parallel__opens_one_session(house: House) -> None:
    house.bind()
    asked = house.ask()
    house.work()
    code = house.newest_code()

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: house.type(asked.attempt, code), range(MOST_TRIES)))

    assert sum(answer.is_right for answer in answers) == 1
    assert house.sql("select count(*) from sessions") == [(1,)]


def test_code__guessed_for_a_day_over_many_requests__is_guessed_fifty_times_at_most(house: House) -> None:
    house.bind()
    guesses = asked = 0

    for _ in range(24 * 12):
        house.clock.advance(timedelta(minutes=5))
        try:
            attempt = house.ask().attempt
        except TooManyCodes:
            continue
        asked += 1
        while house.type(attempt, "12345678").tries_left:
            guesses += 1
        guesses += 1

    # The last of a day leaves room for one of the next.
    assert asked <= LIMITS["pair"][1] + 1
    assert guesses <= (LIMITS["pair"][1] + 1) * MOST_TRIES


def test_request__again_at_once__says_when(house: House) -> None:
    house.bind()
    asked = house.ask()

    with pytest.raises(TooManyCodes) as refused:
        house.ask()

    assert refused.value.again_at == asked.again_at == house.clock.now() + timedelta(seconds=60)


@pytest.mark.parametrize("known", [True, False])
def test_request__too_often__is_refused_alike_for_known_and_unknown(house: House, known: bool) -> None:
    house.bind()
    person = CITIZEN if known else STRANGER
    refused = []

    for minute in range(30):
        house.clock.advance(timedelta(minutes=2))
        try:
            house.ask(person=person)
        except TooManyCodes as error:
            refused.append((minute, error.again_at - house.clock.now()))

    assert [minute for minute, _ in refused][0] == LIMITS["pair"][0]
    assert refused[0][1] == timedelta(minutes=52)


def test_request__of_many_people_at_one_address__is_limited(house: House) -> None:
    for number in range(LIMITS["contact"][0]):
        house.ask(person=f"{number:011}", contact="victim@demo.invalid")

    with pytest.raises(TooManyCodes):
        house.ask(person="00000000777", contact="victim@demo.invalid")


def test_request__after_somebody_else_s_for_the_same_address__is_free(house: House) -> None:
    house.bind()
    for number in range(LIMITS["contact"][0]):
        house.ask(person=f"{number:011}", network="198.51.100.7")
    house.ask(network="198.51.100.8")  # who knows the personal number too begins no minute of waiting

    asked = house.ask(network="203.0.113.1")
    house.work()

    assert house.type(asked.attempt, house.newest_code()).is_right


def test_code__guessed_for_a_day_from_many_networks__is_guessed_as_often_as_one_is_sent(house: House) -> None:
    house.bind()
    sent = len(house.mails)
    for number in range(60):
        house.clock.advance(timedelta(minutes=24))
        house.ask(network=f"198.51.100.{number}")
        house.work()

    # The last of a day leaves room for one of the next.
    assert len(house.mails) - sent <= MOST_SENT[1] + 1


def test_request__from_one_network__is_limited_and_another_is_free(house: House) -> None:
    for number in range(RateLimits().codes):
        network = f"2001:db8:1:2::{number}"
        house.ask(person=f"{number:011}", contact=f"a{number}@demo.invalid", network=network)

    with pytest.raises(TooManyCodes):
        house.ask(contact="b@demo.invalid", network="2001:db8:1:2:ffff::1")
    assert house.ask(contact="b@demo.invalid", network="2001:db8:1:3::1")


def test_request__in_parallel__is_one(house: House) -> None:
    def ask(_: int) -> bool:
        try:
            return bool(house.ask())
        except TooManyCodes:
            return False

    with ThreadPoolExecutor(8) as threads:
        done = list(threads.map(ask, range(16)))

    assert sum(done) == 1


def test_sending__to_one_person_at_several_addresses__is_limited_without_a_word(house: House) -> None:
    addresses = [f"mine{number}@demo.invalid" for number in range(4)]
    for address in addresses:
        house.bind(address)
    house.clock.advance(timedelta(hours=2))
    sent = len(house.mails)

    for _ in range(3):
        house.clock.advance(timedelta(minutes=2))
        for address in addresses:
            house.ask(contact=address)
            house.work()

    assert len(house.mails) - sent == MOST_SENT[0]


def test_request__again_in_the_same_browser__voids_the_code_before(house: House) -> None:
    house.bind()
    first = house.ask()
    house.work()
    old = house.newest_code()
    house.clock.advance(timedelta(minutes=1))

    second: CodeRequested = house.engine.send(RequestAnotherCode(first.attempt), actor=NOBODY)
    house.work()

    assert not house.type(first.attempt, old).is_right
    assert house.type(second.attempt, house.newest_code()).is_right


def test_request__again_for_an_attempt_that_never_was__is_over(house: House) -> None:
    with pytest.raises(AttemptOver):
        house.engine.send(RequestAnotherCode("x" * 43), actor=NOBODY)


def test_request__again_for_somebody_s_binding__is_over(house: House) -> None:
    asked = house.engine.send(RequestBinding(MAIL), actor=house.office.person(CITIZEN))
    house.clock.advance(timedelta(minutes=2))

    for who in (NOBODY, house.office.person(OTHER_CITIZEN)):
        with pytest.raises(AttemptOver):
            house.engine.send(RequestAnotherCode(asked.attempt), actor=who)


def on_wire(house: House, command: Any) -> tuple[Any, Wire]:
    with on_the_wire(house.engine) as wire:
        answer = house.engine.send(command, actor=NOBODY)
    return answer, wire


def test_request_and_guess__for_known_and_unknown__answer_and_cost_the_same(house: House) -> None:
    house.bind()
    for number in range(8):  # the driver prepares what it has executed a few times
        asked = house.ask(person=f"{number:011}", contact=f"{number}@demo.invalid", network="192.0.2.7")
        house.type(asked.attempt, "12345678")
    costs, answers = [], []
    for person in (CITIZEN, STRANGER, OTHER_CITIZEN, CITIZEN):
        house.clock.advance(timedelta(minutes=30))
        asked, requesting = on_wire(house, RequestCode(person, MAIL, "en", "192.0.2.7"))
        guessed, guessing = on_wire(house, SignInByCode(asked.attempt, "12345678"))
        costs.append((requesting.executed, requesting.round_trips, guessing.executed, guessing.round_trips))
        answers.append((asked.expires_at - house.clock.now(), guessed))

    assert len(set(costs)) == 1, costs
    assert len(set(answers)) == 1


def test_stored__of_a_request__tells_neither_code_nor_what_a_stranger_typed(house: House) -> None:
    house.bind()
    asked = house.ask()
    house.ask(person=STRANGER, contact="whoever@demo.invalid")
    house.work()
    code = house.newest_code()

    stored = str(house.sql("select c::text from one_time_codes c"))
    stored += str(house.sql("select j::text from procrastinate_jobs j"))
    stored += str(house.sql("select encode(body, 'escape') from stream_events"))

    assert code not in stored and asked.attempt not in stored
    assert STRANGER not in stored and "whoever" not in stored
    assert hashlib.sha256(code.encode()).hexdigest() not in stored


@pytest.mark.parametrize(
    "contact",
    [
        "citizen1@demo.invalid\nBcc: everybody@demo.invalid",
        "citizen1@demo.invalid\r\nSubject: x",
        "citizen1@demo.invalid, everybody@demo.invalid",
        "<citizen1@demo.invalid>",
        "citizen1@demo.invalid\x00",
        "citizen1@demo.invalid@elsewhere.invalid",
        '"a b"@demo.invalid',
        "+995555000101;ext=1",
        "+15550001010",
        "",
        "x" * 400,
    ],
)
def test_request__contact_that_carries_more_than_an_address__is_refused(house: House, contact: str) -> None:
    with pytest.raises(ContactMalformed):
        house.ask(contact=contact)

    assert house.sql("select count(*) from one_time_codes") == [(0,)]


@pytest.mark.parametrize(
    "number", ["0000000010", "000000001011", "٠٠٠٠٠٠٠٠١٠١", "00000000101\x00", "' or 1=1"]
)
def test_request__number_that_is_none__is_refused(house: House, number: str) -> None:
    with pytest.raises(NumberMalformed):
        house.ask(person=number)


def test_events__of_codes__stand_in_the_person_s_stream(house: House) -> None:
    house.bind()
    asked = house.ask()
    house.work()
    house.type(asked.attempt, wrong(house.newest_code()))
    house.work()
    house.type(asked.attempt, house.newest_code())

    person = house.office.person(CITIZEN).person_id
    kinds = house.sql("select kind from stream_events where stream = %s order by seq", f"sign-ins/{person}")
    assert [kind for (kind,) in kinds] == [
        "code.sent",
        "contact.confirmed",
        "code.sent",
        "code.wrong",
        "session.opened",
    ]


def test_making_a_code__asked_for_by_a_person__is_refused(house: House) -> None:
    house.bind()
    house.ask()
    ((code_id,),) = house.sql("select id from one_time_codes where purpose = 'sign_in'")

    for who in (NOBODY, house.office.person(CITIZEN), house.office.staff("mayor")):
        with pytest.raises(NotAllowed):
            house.engine.send(IssueCode(code_id), actor=who)


def test_codes__after_two_days__are_forgotten(house: House) -> None:
    house.bind()
    house.ask()

    house.clock.advance(timedelta(days=2, minutes=1))
    house.engine.send(ForgetCodes(), actor=system())

    assert house.sql("select count(*) from one_time_codes") == [(0,)]


def test_rows__of_codes_and_contacts__are_seen_by_nobody_else(house: House) -> None:
    house.bind()
    house.ask()
    seen: dict[str, Any] = {}

    for name, who in {
        "other": house.office.person(OTHER_CITIZEN),
        "staff": house.office.staff("mayor"),
    }.items():
        with house.engine.read(who) as tx:
            seen[name] = [tx.scalar(f"select count(*) from {t}") for t in ("contacts", "one_time_codes")]
    with house.engine.read(Actor()) as tx:
        seen["nobody"] = [tx.scalar(f"select count(*) from {t}") for t in ("contacts", "one_time_codes")]

    assert seen == {"other": [0, 0], "staff": [0, 0], "nobody": [0, 0]}
