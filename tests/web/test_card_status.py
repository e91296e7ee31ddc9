"""When the authority does not say whether a card still holds: nobody comes in, but for a declared outage."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.x509 import ocsp

from engine.bootstrap import build
from engine.clock import SettableClock
from engine.installation.health import Part, health
from engine.jobs import probes
from tests.databases import BEGINNING
from tests.pki.ocsp import Manner
from tests.pki.server import OutOfService
from tests.web.card_house import CardHouse, write_trust
from tests.web.desk import CITIZEN

REASON = "maintenance announced by the authority"
OUTAGE = {
    "valid_from": BEGINNING.isoformat(),
    "valid_until": (BEGINNING + timedelta(hours=2)).isoformat(),
    "reason": REASON,
}


@contextmanager
def with_outage(house: CardHouse, clock: SettableClock, folder: Path) -> Iterator[CardHouse]:
    """Yield the same installation with an outage declared beforehand."""
    trust = write_trust(folder, house.land, exemptions=[OUTAGE])
    built = build(replace(house.engine.settings, card_trust=trust), clock=clock)
    yield CardHouse(built, house.land)
    built.close()


@pytest.fixture
def silent(house: CardHouse) -> Iterator[CardHouse]:
    """An installation whose authority has gone."""
    address = "/sign-in/ocsp"
    answer = house.land.paths.pop(address)
    yield house
    house.land.paths[address] = answer


def records(house: CardHouse) -> str:
    """Return what is on record of people's sign-ins."""
    bodies = house.sql("select body from stream_events where kind = 'session.opened'")
    return b"".join(bytes(row[0]) for row in bodies).decode()


def part(house: CardHouse) -> Part:
    """Return what `/health` says of the authority that answers for certificates."""
    return next(part for part in health(house.engine) if part.name == "card_status")


BAD_ANSWERS: dict[str, Any] = {
    "busy": {"failure": ocsp.OCSPResponseStatus.TRY_LATER},
    "stale": {"age": timedelta(hours=2)},
    "without our nonce": {"omits_nonce": True},
    "spoiled": {"spoils_signature": True},
}


def test_status__no_good_answer__nobody_comes_in_and_may_try_again(house: CardHouse) -> None:
    holder = house.land.authentication(CITIZEN)
    for manner in BAD_ANSWERS.values():
        house.land.responders["sign-in"].manner = Manner(**manner)
        page = house.sign_in(holder)
        assert (page.status, house.engine_words("status_unknown") in page.text) == (503, True), manner

    assert not house.is_signed_in()


def test_status__authority_gone__nobody_comes_in(silent: CardHouse, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        page = silent.sign_in(silent.land.authentication(CITIZEN))

    assert page.status == 503
    assert not silent.is_signed_in()
    assert CITIZEN not in caplog.text


def test_status__silence_in_a_declared_outage__is_put_up_with_and_on_record(
    house: CardHouse, clock: SettableClock, tmp_path: Path
) -> None:
    house.land.responders["sign-in"].be(failure=ocsp.OCSPResponseStatus.TRY_LATER)
    with with_outage(house, clock, tmp_path) as excused:
        excused.sign_in(excused.land.authentication(CITIZEN))

        assert excused.is_signed_in()
        assert REASON in records(excused)


def test_status__after_the_outage__silence_is_silence(
    house: CardHouse, clock: SettableClock, tmp_path: Path
) -> None:
    house.land.responders["sign-in"].be(failure=ocsp.OCSPResponseStatus.TRY_LATER)
    clock.advance(timedelta(hours=2))
    with with_outage(house, clock, tmp_path) as excused:
        page = excused.sign_in(excused.land.authentication(CITIZEN))

        assert page.status == 503
        assert not excused.is_signed_in()


def test_status__wrong_answer_in_an_outage__is_not_excused(
    house: CardHouse, clock: SettableClock, tmp_path: Path
) -> None:
    with with_outage(house, clock, tmp_path) as excused:
        holder = excused.land.authentication(CITIZEN)
        for manner in ("stale", "without our nonce", "spoiled"):
            house.land.responders["sign-in"].manner = Manner(**BAD_ANSWERS[manner])
            assert excused.sign_in(holder).status == 503, manner

        assert not excused.is_signed_in()


def test_health__authority_that_was_asked__answers(house: CardHouse) -> None:
    house.sign_in(house.land.authentication(CITIZEN))

    assert (part(house).state, part(house).last_success) == ("up", house.engine.clock.now())


def test_health__authority_out_of_service_at_a_sign_in__is_away(silent: CardHouse) -> None:
    def out_of_service(request: bytes) -> bytes:
        raise OutOfService

    silent.land.paths["/sign-in/ocsp"] = ("", out_of_service)
    silent.sign_in(silent.land.authentication(CITIZEN))

    assert (part(silent).state, part(silent).since) == ("degraded", silent.engine.clock.now())


def test_health__authority_that_nobody_asked__is_probed(house: CardHouse) -> None:
    before = part(house)
    probes.poll(house.engine)

    assert before.text == "card_status was never asked; no probe was made yet"
    assert part(house).text.startswith("card_status was never asked; its server could be reached at")


def test_health__list_that_can_not_be_read__holds_up_nothing(house: CardHouse, tmp_path: Path) -> None:
    broken = tmp_path / "trust.json"
    broken.write_text("{")
    built = build(replace(house.engine.settings, card_trust=broken), clock=house.engine.clock)

    assert "card_status" not in {part.name for part in health(built)}
    built.close()
