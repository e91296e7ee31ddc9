"""Signing in with a card over the pages: who comes in, who does not, and what is on record."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from engine.clock import SettableClock
from engine.commands.cards import AskChallenge, TakeChallenge
from engine.handlers.cards import ChallengeOver
from engine.tenancy import Actor
from tests.databases import BEGINNING
from tests.web.card_house import CardHouse
from tests.web.desk import CITIZEN
from web.i18n import TEXTS

SPECIALIST, NOT_ENTERED, NOBODY = "00000002002", "00000000110", "01001000001"


def said(key: str) -> str:
    return TEXTS.get("ka", key)


def test_card__of_a_citizen__opens_a_session_with_the_card(house: CardHouse) -> None:
    page = house.sign_in(house.land.authentication(CITIZEN))

    assert page.status == 200
    assert house.is_signed_in()
    assert house.sql("select method, assurance from sessions") == [("card", "card")]


def test_card__of_a_specialist__brings_the_office_of_that_day_alone(house: CardHouse) -> None:
    holder = house.land.authentication(SPECIALIST)
    house.sign_in(holder)
    assert house.browser.get("/inbox").status == 200

    house.sql(
        "update role_grants g set valid_until = %s from people p"
        " where p.id = g.person_id and p.personal_number = %s",
        BEGINNING.date(),
        SPECIALIST,
    )

    assert house.browser.get("/inbox").status == 403
    assert house.is_signed_in()


def test_card__of_somebody_new_here__enters_them_as_the_registry_knows_them(house: CardHouse) -> None:
    house.sql("delete from people where personal_number = %s", NOT_ENTERED)

    house.sign_in(house.land.authentication(NOT_ENTERED))

    assert house.is_signed_in()
    entered = house.sql("select is_demo, birth_date from people where personal_number = %s", NOT_ENTERED)
    assert len(entered) == 1 and not entered[0][0] and entered[0][1] is not None


def test_card__of_somebody_the_registry_does_not_know__opens_nothing(house: CardHouse) -> None:
    page = house.sign_in(house.land.authentication(NOBODY))

    assert page.status == 422
    assert not house.is_signed_in()


def test_card__in_a_browser_with_a_session__ends_that_one(house: CardHouse) -> None:
    house.sign_in(house.land.authentication(CITIZEN))
    before = house.browser.client.get_cookie("session")

    house.sign_in(house.land.authentication(SPECIALIST))

    after = house.browser.client.get_cookie("session")
    assert before is not None and after is not None and before.value != after.value
    assert house.sql("select count(*) from sessions where ended_at is null") == [(1,)]


def test_card__page_that_was_wanted__comes_next_and_no_other_site(house: CardHouse) -> None:
    holder = house.land.authentication(CITIZEN)
    wanted = house.answer(house.token(holder, house.challenge()), next="/account")
    elsewhere = house.answer(house.token(holder, house.challenge()), next="//evil.example")

    assert wanted.path == "/account"
    assert elsewhere.path == "/"


# The challenge: once, for minutes, in one browser.


def test_challenge__shown_again__is_over(house: CardHouse) -> None:
    holder = house.land.authentication(CITIZEN)
    card = house.token(holder, house.challenge())
    house.answer(card)
    house.browser.client.delete_cookie("session")

    page = house.answer(card)

    assert page.status == 422 and said("sign_in.card.refused") in page.text
    assert not house.is_signed_in()


def test_challenge__after_a_refused_token__is_used_up(house: CardHouse) -> None:
    holder = house.land.authentication(CITIZEN)
    nonce = house.challenge()
    house.answer(b"{}")

    assert house.answer(house.token(holder, nonce)).status == 422
    assert not house.is_signed_in()


def test_challenge__of_another_browser__is_none_here(house: CardHouse) -> None:
    holder = house.land.authentication(CITIZEN)
    theirs = house.challenge(house.another_browser())
    house.challenge()

    assert house.answer(house.token(holder, theirs)).status == 422
    assert not house.is_signed_in()


def test_challenge__too_old__is_over(house: CardHouse, clock: SettableClock) -> None:
    card = house.token(house.land.authentication(CITIZEN), house.challenge())
    clock.advance(timedelta(minutes=5))

    assert house.answer(card).status == 422
    assert not house.is_signed_in()


def test_challenge__taken_by_many_at_once__is_one_persons(house: CardHouse) -> None:
    nonce = house.engine.send(AskChallenge(), actor=Actor())

    def take(_: int) -> bool:
        try:
            house.engine.send(TakeChallenge(nonce), actor=Actor())
        except ChallengeOver:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(take, range(8)))

    assert sum(taken) == 1


def test_challenge__never_answered__is_forgotten(house: CardHouse, clock: SettableClock) -> None:
    house.challenge()
    clock.advance(timedelta(minutes=6))
    house.challenge()

    assert house.sql("select count(*) from card_challenges") == [(1,)]


# What is refused is a page that says what to do, and nothing of the person is in a log.


NOTHING = (
    {"origin": "https://mms.example.ge"},
    {"data": b"something else"},
    {"label": "RS512"},
    {"unverifiedCertificate": "AAAA"},
)
NOT_GOOD = {
    "expired": {"valid_until": BEGINNING - timedelta(seconds=1)},
    "not_accepted": {"purposes": None},
}


def test_card__that_proves_nothing__is_refused_in_plain_words(
    house: CardHouse, caplog: pytest.LogCaptureFixture
) -> None:
    holder = house.land.authentication(CITIZEN)
    with caplog.at_level(logging.DEBUG):
        for changes in NOTHING:
            page = house.sign_in(holder, **changes)
            assert (page.status, house.engine_words("not_proven") in page.text) == (422, True), changes

    assert not house.is_signed_in()
    assert CITIZEN not in caplog.text
    assert caplog.text.count("a card was refused") == len(NOTHING)


def test_card__whose_certificate_is_not_good__says_which_way(house: CardHouse) -> None:
    for key, changes in NOT_GOOD.items():
        page = house.sign_in(house.land.authentication(CITIZEN, **changes))
        assert (page.status, house.engine_words(key) in page.text) == (422, True)

    assert not house.is_signed_in()


def test_card__for_signatures__does_not_sign_in(house: CardHouse) -> None:
    assert house.sign_in(house.land.signature(CITIZEN)).status == 422
    assert not house.is_signed_in()


def test_card__that_was_revoked__is_refused(house: CardHouse) -> None:
    holder = house.land.authentication(CITIZEN)
    house.land.revoke(holder.certificate)

    page = house.sign_in(holder)

    assert (page.status, house.engine_words("revoked") in page.text) == (422, True)
    assert not house.is_signed_in()
