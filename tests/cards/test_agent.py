"""The card program between a browser and a card in a real reader service."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from signing.sign_in import SignInRules, prove
from signing.trust import Issuer, TrustList
from tests.cards.agent import SITE, Agent
from tests.cards.conftest import Holders
from tests.cards.desk import Desk
from tests.cards.test_cards import PINS, PURPOSES, verify
from tests.pki.country import NUMBER, Country
from tests.signing.kit import NONCE, fetch

MESSAGE = b"what is signed"
TITLE, PURPOSE = "Order № 7", "Decide the case"


def to_sign(name: str = "SHA-256", *, number: int = 1) -> dict[str, Any]:
    """Return what a page asks to have signed: one message, or several with a title and a hash each."""
    documents = [{"hash": _hash(message, name), "title": title} for title, message in messages(number)]
    return {"documents": documents, "algorithm": name, "purpose": PURPOSE}


def messages(number: int) -> list[tuple[str, bytes]]:
    """Return what is signed, each with its title; the first is `MESSAGE`."""
    more = [(f"Order № {place}", b"message %d" % place) for place in range(8, 7 + number)]
    return [(TITLE, MESSAGE), *more]


def _hash(message: bytes, name: str) -> str:
    return base64.b64encode(hashlib.new(name.replace("-", ""), message).digest()).decode()


def code(answer: dict[str, Any]) -> str:
    return str(answer["error"]["code"])


@pytest.mark.parametrize("kind", PINS)
def test_authenticate__right_pin__gives_a_token_that_the_server_believes(
    office: Desk, page: Agent, nation: Country, kind: str
) -> None:
    office.insert(kind)

    page.begin("authenticate", nonce=NONCE)
    page.type(PINS[kind]["sign_in"], after="PIN for signing in: ")
    token = page.hear()["result"]["token"]

    issuer = Issuer(nation.sign_in.certificate, f"{nation.sign_in.address}/ocsp")
    rules = SignInRules(SITE, TrustList((nation.root.certificate,), (issuer,)))
    raw, now = json.dumps(token).encode(), datetime.now(UTC)
    assert prove(raw, nonce=NONCE, at=now, rules=rules, fetch=fetch).personal_number == NUMBER
    assert SITE in page.screen and "Tries left: 3" in page.screen
    assert PINS[kind]["sign_in"] not in page.screen


@pytest.mark.parametrize(("kind", "name"), [("georgian", "SHA-256"), ("estonian", "SHA-384")])
def test_sign__right_pin__signs_the_hash_that_was_shown(
    office: Desk, page: Agent, holders: Holders, kind: str, name: str
) -> None:
    office.insert(kind)
    page.begin("certificate", purpose="sign")
    page.type("yes", after="to show it: ")
    certificate = page.hear()["result"]["certificate"]

    page.begin("sign", **to_sign(name))
    page.type(PINS[kind]["sign"], after="PIN for signatures: ")
    [signature] = page.hear()["result"]["signatures"]

    holder = holders[kind][PURPOSES.index("sign")].certificate
    verify(holder, base64.b64decode(signature), name.replace("-", "").lower())
    assert base64.b64decode(certificate) == holder.public_bytes(Encoding.DER)
    digest = base64.b64decode(to_sign(name)["documents"][0]["hash"]).hex().upper()
    assert digest in page.screen.replace(" ", "")
    assert all(words in page.screen for words in (SITE, TITLE, PURPOSE, "TEST,PERSON"))
