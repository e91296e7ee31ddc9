"""What may go wrong between page, person and card: each is told, and nothing is half done."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cards.agent import Agent, agent
from tests.cards.conftest import Holders
from tests.cards.desk import Desk
from tests.cards.test_agent import NONCE, PURPOSE, TITLE, code, to_sign
from tests.pki.country import LIFE, Country

PIN = "PIN for signatures: "


def test_sign__wrong_pin_and_then_no__is_told_with_the_tries_left(office: Desk, page: Agent) -> None:
    office.insert("georgian")

    page.begin("sign", **to_sign())
    page.type("999999", after=PIN)
    page.type("", after=PIN)
    answer = page.hear()

    assert (code(answer), answer["error"]["tries_left"]) == ("pin.wrong", 2)
    assert "Tries left: 2" in answer["error"]["next"]["en"]
    assert "The PIN was wrong." in page.screen and "Tries left: 2" in page.screen
    assert "2A" not in office.asked("georgian")


def test_sign__wrong_pin_three_times__is_blocked_and_says_what_to_do(office: Desk, page: Agent) -> None:
    office.insert("georgian")

    page.begin("sign", **to_sign())
    for _ in range(3):
        page.type("999999", after=PIN)
    blocked = page.hear()
    again = page.ask("sign", **to_sign())

    assert [code(blocked), code(again)] == ["pin.blocked", "pin.blocked"]
    page.read("PUK")
    assert office.asked("georgian")["20"] == 5  # three tries and two questions
    assert [finding["code"] for finding in page.ask("status")["result"]["findings"]] == ["pin.blocked.sign"]


def test_sign__what_cannot_be_a_pin__loses_no_try(office: Desk, page: Agent) -> None:
    office.insert("georgian")

    page.begin("sign", **to_sign())
    page.type("12", after=PIN)
    page.type("123456", after=PIN)

    assert "signatures" in page.hear()["result"]
    assert "can't be a PIN" in page.screen and "Tries left: 2" not in page.screen


def test_sign__pin_of_the_letter__is_explained(office: Desk, page: Agent, holders: Holders) -> None:
    office.make("new", "georgian", *holders["georgian"], in_transport=True)
    office.insert("new")

    page.begin("sign", **to_sign())
    page.type("123456", after=PIN)

    assert code(page.hear()) == "pin.transport"
    page.read("Change the PIN")


def test_sign__card_pulled_while_the_person_is_asked__ends_the_question(office: Desk, page: Agent) -> None:
    office.insert("georgian")

    page.begin("sign", **to_sign())
    page.read(PIN)
    office.pull()
    gone = page.hear()
    office.insert("georgian")
    page.begin("sign", **to_sign())
    page.type("123456", after=PIN)

    assert code(gone) == "card.gone"
    assert "signatures" in page.hear()["result"]


def test_sign__card_pulled_while_it_signs__says_so(office: Desk, page: Agent) -> None:
    office.insert("georgian", pulled_at=0x2A)

    page.begin("sign", **to_sign())
    page.type("123456", after=PIN)

    assert code(page.hear()) == "card.gone"


def test_page__that_goes_while_the_person_is_asked__takes_the_question_along(
    office: Desk, page: Agent, tmp_path: Path
) -> None:
    office.insert("georgian")
    page.begin("sign", **to_sign())
    page.read(PIN)
    with agent(tmp_path, "--demo", **office.environment) as second:
        meanwhile = second.ask("status")["result"]["findings"]

        ended = page.leave()
        after = second.ask("status")["result"]["findings"]

    assert [meanwhile[0]["code"], after[0]["code"]] == ["card.busy", "ready"]
    assert ended == 0
    assert "2A" not in office.asked("georgian")


@pytest.mark.parametrize("answer", ["", "no", "YES PLEASE"])
def test_certificate__person_says_no__is_not_given(office: Desk, page: Agent, answer: str) -> None:
    office.insert("georgian")

    page.begin("certificate", purpose="auth")
    page.type(answer, after="to show it: ")

    assert code(page.hear()) == "person.cancelled"


def test_certificate__given_once__is_not_asked_again_but_binds_the_signature(
    office: Desk, page: Agent
) -> None:
    office.insert("georgian")
    page.begin("certificate", purpose="sign")
    page.type("yes", after="to show it: ")
    first = page.hear()["result"]

    again = page.ask("certificate", purpose="sign")["result"]
    office.insert("estonian")
    other = page.ask("sign", **to_sign("SHA-384"))

    assert again == first
    assert code(other) == "card.changed"
    assert PIN not in page.screen


def test_card__certificate_that_has_expired__asks_for_no_pin(
    office: Desk, page: Agent, nation: Country
) -> None:
    long_ago = {"valid_from": nation.at - LIFE, "valid_until": nation.at - LIFE / 2}
    office.make("old", "georgian", nation.authentication(**long_ago), nation.signature(**long_ago))
    office.insert("old")

    found = page.ask("status")["result"]["findings"]
    refused = [page.ask("sign", **to_sign()), page.ask("authenticate", nonce=NONCE)]

    assert [refusal["code"] for refusal in found] == [
        "certificate.expired.sign_in",
        "certificate.expired.sign",
    ]
    assert [code(refusal) for refusal in refused] == ["certificate.expired"] * 2
    assert office.asked("old")["20"] == 2  # how many tries are left, asked by the status


def test_status__whatever_lies_in_the_reader__says_what_and_the_next_step(office: Desk, page: Agent) -> None:
    def found() -> str:
        [only] = page.ask("status")["result"]["findings"]
        assert all(only[part][language] for part in ("what", "next") for language in ("ka", "en"))
        return str(only["code"])

    office.pull()
    codes = [found()]
    office.insert("georgian", is_mute=True)
    codes.append(found())
    office.insert("georgian", atr="3B6800000073C84000009000")
    codes.append(found())
    office.insert("estonian")
    codes.append(found())

    assert codes == ["card.no_card", "card.mute", "card.unknown", "ready"]


def test_status__without_card_service__says_so(tmp_path: Path) -> None:
    with agent(tmp_path, "--demo", PCSCLITE_CSOCK_NAME="/nonexistent/pcscd.comm") as page:
        [only] = page.ask("status")["result"]["findings"]

    assert only["code"] == "card.no_service"


def test_site__without_tls__is_refused_outside_a_demonstration(office: Desk, tmp_path: Path) -> None:
    office.insert("georgian")
    with agent(tmp_path, **office.environment) as strict:
        answer = strict.ask("certificate", purpose="auth")

    assert code(answer) == "site.refused"
    assert "B0" not in office.asked("georgian")


def test_sign__nowhere_to_ask__says_so(office: Desk, tmp_path: Path) -> None:
    office.insert("georgian")
    with agent(tmp_path, "--demo", has_terminal=False, **office.environment) as page:
        answer = page.ask("sign", **to_sign())

    assert code(answer) == "prompt.none"


def test_log__of_everything__holds_nothing_of_card_person_or_document(
    office: Desk, page: Agent, tmp_path: Path
) -> None:
    office.insert("georgian")
    page.begin("sign", **to_sign())
    page.type("654321", after=PIN)
    page.type("123456", after=PIN)
    page.hear()
    page.ask("sign", **to_sign() | {"purpose": ""})
    page.send(b"{")
    page.hear()
    page.leave()

    log = (tmp_path / "log").read_text()

    assert "Sign: done" in log and "request.malformed" in log
    assert not [word for word in ("654321", "123456", TITLE, PURPOSE, "PERSON", "http") if word in log]


def test_messages__that_are_none__are_answered_and_the_program_goes_on(page: Agent) -> None:
    page.send(b"\xff\xfe")
    page.send(b'{"id": "1", "id": "2"}')
    page.send(b'{"id": "7", "command": "status"}')
    answers = [page.hear() for _ in range(3)]
    page.send(b"", size=10_000_000)
    last = page.hear()

    assert [code(answer) for answer in answers] == ["request.malformed"] * 2 + ["request.version"]
    assert [answer["id"] for answer in answers] == [None, None, "7"]
    assert code(last) == "request.too_long"
    assert page.leave() == 0
