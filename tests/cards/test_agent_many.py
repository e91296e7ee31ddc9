"""Several documents in one question to the card program: one PIN where the card allows it, else one each."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from tests.cards.agent import Agent
from tests.cards.conftest import Holders
from tests.cards.desk import Desk
from tests.cards.test_agent import messages, to_sign
from tests.cards.test_cards import PINS, PURPOSES, verify

PIN = "PIN for signatures: "
NUMBER = 3
VERIFY = "20"


def verify_all(
    result: dict[str, Any], holders: Holders, kind: str = "georgian", name: str = "sha256"
) -> None:
    """Check that each document has its own signature, in the order in which they were asked for."""
    holder = holders[kind][PURPOSES.index("sign")].certificate
    signed = zip(messages(NUMBER), result["signatures"], strict=True)
    for (_, message), signature in signed:
        verify(holder, base64.b64decode(signature), name, message)


def test_card__that_signs_several_by_one_pin__asks_once_after_showing_all(
    office: Desk, page: Agent, holders: Holders
) -> None:
    office.make("lasting", "georgian", *holders["georgian"], wants_pin_each_time=False)
    office.insert("lasting")

    page.begin("sign", **to_sign(number=NUMBER))
    page.type("123456", after=PIN)
    result = page.hear()["result"]

    verify_all(result, holders)
    assert "stopped" not in result and page.screen.count(PIN) == 1
    assert office.asked("lasting")[VERIFY] == 2  # the tries left, and the PIN
    for document in to_sign(number=NUMBER)["documents"]:
        digest = base64.b64decode(document["hash"]).hex().upper()
        assert document["title"] in page.screen and digest in page.screen.replace(" ", "")


@pytest.mark.parametrize(("kind", "name"), [("georgian", "SHA-256"), ("estonian", "SHA-384")])
def test_card__that_wants_its_pin_each_time__is_asked_for_each_by_name(
    office: Desk, page: Agent, holders: Holders, kind: str, name: str
) -> None:
    office.insert(kind)

    page.begin("sign", **to_sign(name, number=NUMBER))
    for _ in range(NUMBER):
        page.type(PINS[kind]["sign"], after=PIN)

    verify_all(page.hear()["result"], holders, kind, name.replace("-", "").lower())
    assert "document 2 of 3" in page.screen and "document 3 of 3" in page.screen


@pytest.mark.parametrize("why", ["card.gone", "person.cancelled", "pin.blocked"])
def test_ceremony__stopped_after_the_first__gives_what_was_signed_and_says_why(
    office: Desk, page: Agent, why: str
) -> None:
    office.insert("georgian")

    page.begin("sign", **to_sign(number=NUMBER))
    page.type("123456", after=PIN)
    if why == "card.gone":
        page.read(PIN)
        office.pull()
    for typed in {"person.cancelled": [""], "pin.blocked": ["999999"] * 3}.get(why, []):
        page.type(typed, after=PIN)
    result = page.hear()["result"]

    assert (len(result["signatures"]), result["stopped"]["code"]) == (1, why)
    assert "document 2 of 3" in page.screen and "document 3 of 3" not in page.screen
